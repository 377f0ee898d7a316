import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNaturally, folded, naturalOrder } from '../../../src/ui/tree/natural-order.ts';

test.each([
  [
    ['b', 'a', 'C'],
    ['a', 'b', 'C'],
  ],
  [
    ['img10', 'img2', 'img1'],
    ['img1', 'img2', 'img10'],
  ],
  [
    ['a1b10', 'a1b9', 'a01b2'],
    ['a01b2', 'a1b9', 'a1b10'],
  ],
  [
    ['1.10', '1.9', '1.9.1'],
    ['1.9', '1.9.1', '1.10'],
  ],
  [
    ['99999999999999999999', '100000000000000000000'],
    ['99999999999999999999', '100000000000000000000'],
  ],
  [
    ['a', '.htaccess', '_x', '0'],
    ['.htaccess', '0', '_x', 'a'],
  ],
  [
    ['ß', 'Ä', 'a', 'z'],
    ['a', 'Ä', 'z', 'ß'],
  ],
  [
    ['a', 'A', 'a'],
    ['A', 'a', 'a'],
  ],
  [
    ['', 'a', ''],
    ['', '', 'a'],
  ],
])('%j is sorted to %j', (names, sorted) => {
  expect(naturalOrder(names).map((at) => names[at])).toEqual(sorted);
});

test('the order is one, whatever the names', () => {
  const name = fc.stringMatching(/^[a-c0-2é._]{0,6}$/).map(folded);
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0);
      if (compareNaturally(a, b) <= 0 && compareNaturally(b, c) <= 0)
        expect(compareNaturally(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});
