// What makes the garbage collector look: seldom, and never at the cost of a run.
import { afterEach, expect, test, vi } from 'vitest';
import { CollectionHint } from '../../src/sink/collection-hint.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function close(hint: CollectionHint, count: number): void {
  for (let file = 0; file < count; file += 1) hint.fileClosed();
}

test('a hint is given for every 512 files', () => {
  const hint = new CollectionHint();
  close(hint, 511);
  expect(hint.bytesAsked).toBe(0);
  close(hint, 1);
  const once = hint.bytesAsked;
  expect(once).toBeGreaterThan(0);
  close(hint, 1024);
  expect(hint.bytesAsked).toBe(3 * once);
});

test('a browser that has no room for it is left alone', () => {
  const hint = new CollectionHint();
  vi.stubGlobal('ArrayBuffer', function noRoom() {
    throw new RangeError('Array buffer allocation failed');
  });
  expect(() => {
    close(hint, 1024);
  }).not.toThrow();
});
