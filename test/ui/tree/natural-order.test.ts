import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naturalKey, naturalOrder } from '../../../src/ui/tree/natural-order.ts';

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

test('numbers of any length are sorted by their value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), fc.bigInt({ min: 0n, max: 10n ** 12n }), (one, other) => {
      const isBefore = naturalKey(`a${one}b`) < naturalKey(`a00${other}b`);
      expect(isBefore).toBe(one < other);
    }),
  );
  expect(naturalKey('9'.repeat(60_000)) < naturalKey(`1${'0'.repeat(60_000)}`)).toBe(true);
});
