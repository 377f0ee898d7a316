// Two projects: `unit` runs the engine in Node, `browser` drives the built page in Chromium.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;

export default defineConfig({
  root,
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    projects: [
      {
        root,
        // For the runes in src/ui/*.svelte.ts.
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/bench/**', 'node_modules/**'],
          // Five seconds are enough for nearly all of them, and not on a machine that has other things to do.
          testTimeout: 20_000,
        },
      },
      {
        root,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A page answers when it can: only one that never does fails.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
