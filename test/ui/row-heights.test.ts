import { describe, expect, test } from 'vitest';
import { RowHeights } from '../../src/ui/row-heights.ts';

/** The same by adding up, row by row. */
function slowly(heights: readonly number[], row: number): number {
  return heights.slice(0, row).reduce((sum, height) => sum + height, 0);
}

describe('rows of every height', () => {
  const heights = Array.from({ length: 1000 }, (_, row) => 20 + (row % 7) * 9);
  const rows = new RowHeights(74);
  rows.setCount(heights.length);
  heights.forEach((height, row) => rows.setHeight(row, height));

  test.each([0, 1, 255, 256, 257, 511, 512, 999, 1000])('lie where the rows above them end: %d', (row) => {
    expect(rows.above(row)).toBe(slowly(heights, row));
  });

  test.each([0, 1, 255, 256, 257, 999])('are found from their first to their last pixel: %d', (row) => {
    const top = slowly(heights, row);
    expect(rows.at(top)).toBe(row);
    expect(rows.at(top + (heights[row] ?? 0) - 1)).toBe(row);
  });

  test('below the end is the last', () => {
    expect(rows.at(1e9)).toBe(999);
    expect(rows.total).toBe(slowly(heights, 1000));
  });
});

test('rows that were not seen have the guessed height, and keep what was measured as more join', () => {
  const rows = new RowHeights(10);
  rows.setCount(300);
  expect(rows.setHeight(5, 30)).toBe(true);
  expect(rows.setHeight(5, 30)).toBe(false);
  rows.setCount(400);
  expect(rows.total).toBe(4020);
  expect(rows.above(6)).toBe(80);
});

test('a shorter list is another list', () => {
  const rows = new RowHeights(10);
  rows.setCount(300);
  rows.setHeight(0, 500);
  rows.setCount(2);
  expect(rows.total).toBe(20);
});

test('an empty list has a first row to begin with and no height', () => {
  const rows = new RowHeights(10);
  expect([rows.at(0), rows.at(100), rows.above(0), rows.total]).toEqual([0, 0, 0, 0]);
});

test('a height for a row that is not there changes nothing', () => {
  expect(new RowHeights(10).setHeight(-1, 5)).toBe(false);
});
