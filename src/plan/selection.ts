// Which entries of an archive are to be extracted. An index with only those in it makes a plan, totals and an outcome of their
// own: nothing behind it needs to know that there were more.
import type { ArchiveIndex } from '../archive/entry.ts';

/** Ordinals: places in `index.entries`. */
export type EntryRange = readonly [from: number, to: number];

/** In order, none touching the next, `to` not in it; null for everything. Survives JSON. */
export type Selection = readonly EntryRange[] | null;

/** Everything is null, however it was ticked together. */
export function selectionOf(entryCount: number, isIn: (ordinal: number) => boolean): Selection {
  const ranges: [number, number][] = [];
  for (let ordinal = 0; ordinal < entryCount; ordinal += 1) {
    if (!isIn(ordinal)) continue;
    const last = ranges.at(-1);
    if (last?.[1] === ordinal) last[1] = ordinal + 1;
    else ranges.push([ordinal, ordinal + 1]);
  }
  return isWhole(ranges, entryCount) ? null : ranges;
}

function isWhole([only, ...others]: readonly EntryRange[], entryCount: number): boolean {
  return only?.[0] === 0 && only[1] === entryCount && others.length === 0;
}

/** How many entries that are. */
export function selectedCount(selection: Selection, entryCount: number): number {
  return selection === null ? entryCount : selection.reduce((count, [from, to]) => count + to - from, 0);
}

/** The index with the chosen entries alone. What was found of the archive as a whole stays true of it. */
export function selectEntries(index: ArchiveIndex, selection: Selection): ArchiveIndex {
  if (selection === null) return index;
  return { ...index, entries: selection.flatMap(([from, to]) => index.entries.slice(from, to)) };
}
