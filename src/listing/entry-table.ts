// All entries of an archive as columns: what the page lists, searches and sorts. An object for each would take the page and the
// worker seconds to hand over for a hundred thousand of them; a column crosses without a copy.
import type { Entry } from '../archive/entry.ts';

/** An entry is known by its ordinal: its place in the archive's index, and in each of these columns. */
export interface EntryTable {
  /** As in the archive. */
  readonly paths: readonly string[];
  /** 0 file, 1 directory, 2 link. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Bytes when extracted. */
  readonly sizes: Float64Array<ArrayBuffer>;
  /** Since 1970; NaN where the format has none. */
  readonly modifiedMs: Float64Array<ArrayBuffer>;
  /** Unix st_mode; -1 where the format has none. */
  readonly modes: Int32Array<ArrayBuffer>;
  /** 1 for what is packed in a way that cannot be read: it is never extracted. */
  readonly unreadable: Uint8Array<ArrayBuffer>;
}

const kindNumbers = { file: 0, directory: 1, link: 2 } as const satisfies Record<Entry['kind'], number>;

export function tableOf(entries: readonly Entry[]): EntryTable {
  const { length } = entries;
  const table = {
    paths: entries.map(({ path }) => path),
    kinds: new Uint8Array(length),
    sizes: new Float64Array(length),
    modifiedMs: new Float64Array(length),
    modes: new Int32Array(length),
    unreadable: new Uint8Array(length),
  };
  for (const [ordinal, { kind, size, modifiedMs, mode, data }] of entries.entries()) {
    table.kinds[ordinal] = kindNumbers[kind];
    table.sizes[ordinal] = size;
    table.modifiedMs[ordinal] = modifiedMs ?? NaN;
    table.modes[ordinal] = mode ?? -1;
    if (data.in === 'unsupported') table.unreadable[ordinal] = 1;
  }
  return table;
}

/** What changes hands with a table, instead of being copied: the sender's columns are empty afterwards. */
export function columnsOf({ kinds, sizes, modifiedMs, modes, unreadable }: EntryTable): ArrayBuffer[] {
  return [kinds.buffer, sizes.buffer, modifiedMs.buffer, modes.buffer, unreadable.buffer];
}
