// Archives whose files are so much larger than they are that the user is told before the start.
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/problems/issue.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { entry, indexWith } from './entries.ts';

function told(size: number, packedSize: number, count = 1): readonly Issue[] {
  const entries = Array.from({ length: count }, (_, i) => entry(`f${i}`, { size, packedSize }));
  return makePlan(indexWith(entries)).issues;
}

describe('C-07: what is told before the start', () => {
  test.each([
    ['ten gigabytes out of ten megabytes', 10e9, 10e6],
    ['a little more than 200 times as much', 200_000_001, 1e6],
    ['more than 100 GB, however packed', 100e9 + 1, 100e9 + 1],
    ['petabytes', 2 ** 52, 2 ** 40],
    ['all out of nothing', 1e9, 0],
  ])('%s', (_, size, packedSize) => {
    expect(told(size, packedSize)).toEqual([{ kind: 'large-expansion', size, packedSize }]);
  });

  test('the sum of many files', () => {
    expect(told(1e9, 1e6, 11)).toEqual([{ kind: 'large-expansion', size: 11e9, packedSize: 11e6 }]);
  });
});

describe('C-07: what is not', () => {
  test.each([
    ['a site of some gigabytes', 5e9, 2e9],
    ['exactly 200 times as much', 200e6, 1e6],
    ['exactly 100 GB', 100e9, 50e9],
    ['a small log that shrinks to a thousandth', 90e6, 90e3],
    ['nothing', 0, 0],
  ])('%s', (_, size, packedSize) => {
    expect(told(size, packedSize)).toEqual([]);
  });
});
