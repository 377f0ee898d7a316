import { describe, expect, test } from 'vitest';
import { mountedRows, rowWindow, topToSee, type Scrolled } from '../../../src/ui/tree/row-window.ts';

const rowHeight = 32;
const height = 416;

function at(rowCount: number, top: number): Scrolled {
  return { rowCount, rowHeight, height, top };
}

/** Which row is at the top of the view. */
function rowAtTop(scrolled: Scrolled): number {
  return (scrolled.top + rowWindow(scrolled).shift) / rowHeight;
}

describe.each([0, 1, 13, 14, 100_000, 249_999, 1_000_000, 10_000_000])('of %d rows', (rowCount) => {
  test('the first is seen at the top, and the last at the bottom', () => {
    const { total } = rowWindow(at(rowCount, 0));
    expect(total).toBeLessThanOrEqual(8_000_000);
    expect(rowWindow(at(rowCount, 0)).first).toBe(0);
    const bottom = at(rowCount, Math.max(0, total - height));
    expect(rowWindow(bottom).end).toBe(rowCount);
    expect(rowAtTop(bottom) * rowHeight + height).toBeCloseTo(Math.max(rowCount * rowHeight, height), 3);
  });

  test('no more exist than are seen, and a few', () => {
    for (const top of [0, 50, 4_000, 3_000_000, 7_999_999, 1e9]) {
      const { first, end } = rowWindow(at(rowCount, top));
      expect(end - first).toBeLessThanOrEqual(13 + 2 + 10);
      expect([first >= 0, end <= rowCount, first <= end]).toEqual([true, true, true]);
    }
  });

  test('each is brought into view, and one that is there stays where it is', () => {
    const { total } = rowWindow(at(rowCount, 0));
    for (const row of [0, 1, Math.floor(rowCount / 3), rowCount - 1].filter((each) => each >= 0 && each < rowCount))
      for (const top of [0, total / 2]) {
        const moved = at(rowCount, Math.max(0, topToSee(row, at(rowCount, top))));
        const first = rowAtTop(moved);
        expect(first).toBeLessThanOrEqual(row + 1e-3);
        expect(first + height / rowHeight).toBeGreaterThanOrEqual(Math.min(row + 1, rowCount) - 1e-3);
        expect(topToSee(row, moved)).toBeCloseTo(moved.top, 3);
      }
  });
});

test('a list that fits every browser is scrolled as it is', () => {
  expect(rowWindow(at(100_000, 123_456)).shift).toBe(0);
});

test('the active row exists wherever it is, once, and in its order', () => {
  const seen = rowWindow(at(1_000, 16_000));
  const rows = mountedRows(seen, 0, 1_000);
  expect(rows).toEqual(mountedRows(seen, 999, 1_000).slice(0, -1).toSpliced(0, 0, 0));
  expect(mountedRows(seen, 999, 1_000).at(-1)).toBe(999);
  expect(mountedRows(seen, 500, 1_000)).not.toContain(0);
  expect(new Set(mountedRows(seen, 500, 1_000)).size).toBe(seen.end - seen.first);
  expect(mountedRows(rowWindow(at(0, 0)), 0, 0)).toEqual([]);
});
