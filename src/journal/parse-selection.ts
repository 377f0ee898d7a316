// A saved selection, read back: entries are known by their places alone, so it is as it was made or it is none.
import type { EntryRange, Selection } from '../plan/selection.ts';
import { isCount, isListOf } from './guards.ts';

/** More ranges than the entries of any site could make. */
const mostRanges = 1_000_000;

export function isSelection(value: unknown): value is Selection {
  return (
    value === null || (isListOf(isRange)(value) && value.length > 0 && value.length <= mostRanges && isInOrder(value))
  );
}

function isRange(value: unknown): value is EntryRange {
  return Array.isArray(value) && value.length === 2 && isCount(value[0]) && isCount(value[1]) && value[0] < value[1];
}

/** None touches the next. */
function isInOrder(ranges: readonly EntryRange[]): boolean {
  return ranges.every(([from], place) => place === 0 || from > (ranges[place - 1]?.[1] ?? 0));
}
