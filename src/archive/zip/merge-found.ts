// The directory of a ZIP against what was found by walking its local headers, where the two do not agree: bytes lost before an
// entry move it, and a damaged record may name what is whole.
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import { crc32 } from '../../bytes/crc32.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Entry } from '../entry.ts';
import { headerLength, localSignature, parseFixed } from './local-header.ts';

const window = 1024 * 1024;

/** Which of these entries are not where the directory says, as far as that can be seen. */
export async function findMisplaced(source: JoinedSource, entries: readonly Entry[]): Promise<ReadonlySet<Entry>> {
  const ahead = new ReadAhead(source, { window, prefetch: false });
  const misplaced = new Set<Entry>();
  for (const entry of entries) if (!(await isInPlace(ahead, source, entry))) misplaced.add(entry);
  return misplaced;
}

async function isInPlace(ahead: ReadAhead, source: JoinedSource, { data }: Entry): Promise<boolean> {
  // Its record makes no sense, or claims what is another's; the local header may know better. What a missing part has is lost.
  if (data.in === 'damaged') return data.damage.what === 'lost-data';
  if (!('span' in data)) return true;
  if (data.span.localHeader === undefined) return !(await isOpenThere(ahead, source, data.span.offset));
  const { offset, localHeader } = data.span;
  const length = headerLength + localHeader.nameLength;
  if (offset + length > source.endOfStretch(offset)) return false;
  const bytes = ahead.peek(offset, length) ?? (await ahead.read(offset, length));
  const fields = parseFixed(bytes);
  return (
    hasAscii(bytes, localSignature) &&
    fields.nameLength === localHeader.nameLength &&
    crc32(bytes.subarray(headerLength)) === localHeader.nameCrc32
  );
}

/** A flag of the record says that the entry is encrypted. Does its local header say that it is not? */
async function isOpenThere(ahead: ReadAhead, source: JoinedSource, offset: number): Promise<boolean> {
  if (offset + headerLength > source.endOfStretch(offset)) return false;
  const bytes = ahead.peek(offset, headerLength) ?? (await ahead.read(offset, headerLength));
  return hasAscii(bytes, localSignature) && !parseFixed(bytes).isEncrypted;
}

export interface Listed {
  readonly entries: readonly Entry[];
  /** Those among them that are not where they should be. */
  readonly misplaced: ReadonlySet<Entry>;
  /** The directory has as many as it should: what it does not list is not there. */
  readonly isWhole: boolean;
}

/** What is listed keeps its place; what was found besides comes behind. */
export function mergeFound({ entries: listed, misplaced, isWhole }: Listed, found: readonly Entry[]): readonly Entry[] {
  const paths = new Set(listed.map(({ path }) => path));
  // A folder has no data to be found by, and of what is lost anyway the directory knows as much.
  const isNew = (entry: Entry): boolean => !paths.has(entry.path);
  const isBare = (entry: Entry): boolean => offsetsOf(entry).length === 0 || entry.data.in === 'damaged';
  const left = new Map(
    found.filter((entry) => !isBare(entry)).flatMap((entry) => offsetsOf(entry).map((offset) => [offset, entry])),
  );
  for (const entry of listed) if (!misplaced.has(entry)) for (const offset of offsetsOf(entry)) left.delete(offset);
  const matches = matchesOf([...misplaced], left);
  const merged = listed.map((entry) => {
    const match = matches.get(entry);
    return match === undefined ? entry : reconcile(entry, match);
  });
  const unmatched = listed.filter((entry) => misplaced.has(entry) && !matches.has(entry)).length;
  if (isWhole) return unmatched === 0 ? merged : [...merged, ...left.values()];
  return [...merged, ...left.values(), ...found.filter((entry) => isBare(entry) && isNew(entry))];
}

/**
 * What was found of each misplaced entry, taken out of `left`. First what is like it, wherever it lies now: where bytes are lost
 * before the entries, each lies where the directory says that another one does.
 */
function matchesOf(misplaced: readonly Entry[], left: Map<number, Entry>): ReadonlyMap<Entry, Entry> {
  const matches = new Map<Entry, Entry>();
  const take = (entry: Entry, found: Entry | undefined): void => {
    if (found !== undefined && offsetsOf(found).some((offset) => left.delete(offset))) matches.set(entry, found);
  };
  const alike = new Map(Array.from(left.values(), (entry) => [likeness(entry), entry]));
  for (const entry of misplaced) take(entry, alike.get(likeness(entry)));
  for (const entry of misplaced) {
    if (matches.has(entry)) continue;
    for (const offset of offsetsOf(entry)) take(entry, left.get(offset));
  }
  return matches;
}

/** Directory and local header differ: one of the two is damaged, and nothing says which but what looks like a name. */
function reconcile(listed: Entry, found: Entry): Entry {
  const isSameData = listed.size === found.size && listed.packedSize === found.packedSize;
  const prefersFound = hasSoundName(found) && !hasSoundName(listed);
  if (!isSameData) return prefersFound || listed.data.in === 'damaged' ? found : listed;
  const { path, kind, mode, modifiedMs } = listed;
  return {
    ...found,
    ...(prefersFound ? {} : { path, kind }),
    ...(mode === undefined ? {} : { mode }),
    ...(modifiedMs === undefined ? {} : { modifiedMs }),
  };
}

function hasSoundName({ path, hasBadEncoding }: Entry): boolean {
  return hasBadEncoding !== true && path !== '' && Array.from(path).every((character) => character >= ' ');
}

function likeness({ path, size, packedSize }: Entry): string {
  return `${size}/${packedSize}/${path}`;
}

/** Where its local header lies; none for what has no data. */
function offsetsOf({ data }: Entry): readonly number[] {
  return 'span' in data ? [data.span.offset] : [];
}
