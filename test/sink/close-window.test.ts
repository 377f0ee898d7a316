import { expect, test } from 'vitest';
import { closeWindow } from '../../src/sink/close-window.ts';

test.each([
  [0, 256],
  [100, 256],
  [320, 256],
  [321.25, 257],
  [1000, 800],
  [5000, 4000],
  [5120, 4096],
  [60_000, 4096],
])('while the oldest close has taken %d ms, %d files may be closing', (oldestMs, files) => {
  expect(closeWindow(oldestMs)).toBe(files);
});
