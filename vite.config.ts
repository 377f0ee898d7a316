import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

// What the page may do once built: run its own script, style and worker, and nothing else. `npm run dev` goes without it,
// because the development server injects styles and opens a web socket.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html unstow-worker',
].join('; ');

function sealPage(): Plugin {
  return {
    name: 'seal-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html.replace(
          '<meta charset="utf-8" />',
          `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />`,
        ),
    },
  };
}

// zip.js can load a codec from an address it is given. Nothing here gives it one, and the worker must be free of dynamic
// imports to run as a classic script from anywhere; the build fails if the place has moved.
function withoutCodecLoading(): Plugin {
  const call = /await import\([^)]*codecURI\)/;
  return {
    name: 'without-codec-loading',
    transform: {
      filter: { id: /zip\.js\/lib\/core\/codec-registry\.js$/ },
      handler(code) {
        if (!call.test(code)) this.error('zip.js loads codecs in another way now');
        return { code: code.replace(call, 'null'), map: null };
      },
    },
  };
}

export default defineConfig({
  root: 'src',
  base: './',
  publicDir: '../public',
  plugins: [svelte({ configFile: false }), sealPage()],
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', modulePreload: false, assetsInlineLimit: 0 },
  // A classic worker: module workers do not start from file://.
  worker: { format: 'iife', plugins: () => [withoutCodecLoading()] },
  preview: { port: 4173 },
});
