// All records of a directory by their parts and by their names. Made only where a directory is found to be wrong.
import { utf8OrEscaped } from '../../bytes/text.ts';
import type { PlacedRecord } from './placed-records.ts';

/** Of each end of a part. A part of a million entries must not cost a look at all of them. */
const outerCount = 4;
/** Of one name. A directory may be made of nothing but twins. */
const mostTwins = 8;

export class RecordLookup {
  readonly #byPart = new Map<number, PlacedRecord[]>();
  readonly #byName = new Map<string, PlacedRecord[]>();

  constructor(records: Iterable<PlacedRecord>) {
    for (const record of records) {
      add(this.#byPart, record.part, record);
      add(this.#byName, keyOf(record.name), record);
    }
    for (const part of this.#byPart.values()) part.sort((a, b) => a.offset - b.offset);
  }

  /** Those that are said to begin first in the part and last, in order. */
  outerOf(part: number): readonly PlacedRecord[] {
    const records = this.#byPart.get(part) ?? [];
    const head = records.slice(0, outerCount);
    return [...head, ...records.slice(outerCount).slice(-outerCount)];
  }

  named(name: Uint8Array): readonly PlacedRecord[] {
    return (this.#byName.get(keyOf(name)) ?? []).slice(0, mostTwins);
  }
}

/** Two names may have one key; who finds a record by it compares the bytes. */
function keyOf(name: Uint8Array): string {
  return utf8OrEscaped(name).text;
}

function add<Key>(groups: Map<Key, PlacedRecord[]>, key: Key, record: PlacedRecord): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [record]);
  else group.push(record);
}
