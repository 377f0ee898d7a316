// Loads the fuzzer through Vite, which knows TypeScript: Node 20 does not.
import { runnerImport } from 'vite';

await runnerImport(new URL('./run.ts', import.meta.url).pathname);
