// What makes the garbage collector look: seldom, and never at the cost of a run.
import { afterEach, expect, test, vi } from 'vitest';
import { CollectionHint } from '../../src/bytes/collection-hint.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

function drop(hint: CollectionHint, count: number): void {
  for (let thing = 0; thing < count; thing += 1) hint.dropped();
}

test('a hint is given for every 512 things', () => {
  const hint = new CollectionHint(512);
  drop(hint, 511);
  expect(hint.bytesAsked).toBe(0);
  drop(hint, 1);
  const once = hint.bytesAsked;
  expect(once).toBeGreaterThan(0);
  drop(hint, 1024);
  expect(hint.bytesAsked).toBe(3 * once);
});

test('a browser that has no room for it is left alone', () => {
  const hint = new CollectionHint(512);
  vi.stubGlobal('ArrayBuffer', function noRoom() {
    throw new RangeError('Array buffer allocation failed');
  });
  expect(() => {
    drop(hint, 1024);
  }).not.toThrow();
});
