// Builds and serves the bench's own page, beside the product's built one.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { serve, type Served } from '../support/serve.ts';

/** Everything the bench writes lies here; ignored by git. */
export const workFolder = fileURLToPath(new URL('./work/', import.meta.url));

export async function serveBenchPage(): Promise<Served> {
  const outDir = `${workFolder}page`;
  await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('./pages/', import.meta.url)),
    base: './',
    build: { outDir, emptyOutDir: true, target: 'es2022', modulePreload: false },
    worker: { format: 'es' },
  });
  return serve(outDir);
}
