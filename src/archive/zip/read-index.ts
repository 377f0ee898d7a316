// Reads the directory of a ZIP archive into an index (APPNOTE 6.3.10), one part or many. The library parses the records;
// what an archive says of itself as a whole is held against what is there before and after.
import { ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { CollectionHint } from '../../bytes/collection-hint.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import type { ArchiveIndex, Entry, IndexCheck } from '../entry.ts';
import { countEntries } from '../count-entries.ts';
import { errorAt } from '../malformed.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { checkOverlap, findOverlaps, readBeginning, type Extent } from './check-layout.ts';
import { countAgrees, loadDirectory, type Directory } from './directory.ts';
import { findEndRecord } from './end-record.ts';
import { takeApart, type JoinedSet } from './joined-set.ts';
import { checkPartCount, endMissing, isJoinedSet } from './missing-parts.ts';
import { partReaders, type Held } from './part-reader.ts';
import { readRecord, type ReadRecord } from './to-entry.ts';

/** Let messages in, and report progress, after so many entries. */
const pauseEvery = 5000;
/** Each of them leaves the library's record behind, of more than three kilobytes: 30,000 kept 90 MB in use. */
const recordsBetweenHints = 1000;

/** An encrypted entry, waiting for the password. */
export interface SealedEntry {
  /** Which of the entries it is. */
  readonly index: number;
  readonly record: FileEntry;
}

interface Listing {
  readonly entries: Entry[];
  readonly sealed: SealedEntry[];
  readonly extents: Extent[];
  unsummed: number;
}

/** Sealed entries are in the index with data that cannot be decoded yet. */
export interface ZipContent {
  readonly index: ArchiveIndex;
  readonly sealed: readonly SealedEntry[];
}

export interface ReadZipOptions {
  readonly progress: ReadProgress;
  /** Entries that lie in missing parts, or share bytes with others, fail alone. Else the first such ends the reading. */
  readonly salvages: boolean;
}

/**
 * The index of a ZIP archive by its directory; bytes may precede it.
 * @throws ExtractError `archive-truncated`, `archive-damaged`, `last-part-only`, `parts-missing`, `part-count-differs`
 */
export async function readZip(source: JoinedSource, { progress, salvages }: ReadZipOptions): Promise<ZipContent> {
  const end = await findEndRecord(source);
  if (end === null) throw endMissing(source);
  const isJoined = await isJoinedSet(source, end.partCount);
  if (!isJoined) checkPartCount(source, end.partCount);
  const directory = await loadDirectory(source, end);
  const set = isJoined
    ? await takeApart(source, end, { directory, signal: progress.signal, salvages })
    : { source, end };
  const listing = await list(set.source, directory, progress);
  if (salvages) failOverlaps(listing);
  else checkOverlap(source, listing.extents);
  const { entries, sealed } = listing;

  const joined: readonly Issue[] = isJoined ? [{ kind: 'parts-joined', count: end.partCount }] : [];
  const issues = [...joined, ...(await judge(set, directory, listing))];
  const isCounted = !isJoined && source.parts.every(({ isMissing }) => !isMissing);
  const checks: IndexCheck[] = isCounted ? ['end-mark', 'part-count'] : ['end-mark'];
  if (countAgrees(end, directory.recordCount)) checks.push('entry-count');
  const index = { format: 'zip', version: '', isEncrypted: sealed.length > 0, entries, issues, checks } as const;
  return { index, sealed };
}

async function list(source: JoinedSource, directory: Directory, progress: ReadProgress): Promise<Listing> {
  const listing: Listing = { entries: [], sealed: [], extents: [], unsummed: 0 };
  const held: Held = { bytes: directory.held };
  const reader = new ZipReader(partReaders(source, held), { useWebWorkers: false });
  // Names are judged where paths are made safe: here a bad one would cost the whole archive.
  const records = reader.getEntriesGenerator({ filenameValidation: 'tolerant' });
  const hint = new CollectionHint(recordsBetweenHints);
  for (;;) {
    const next = await nextRecord(records, source, directory);
    if (next.done === true) break;
    const record = next.value;
    const partStart = source.parts[record.diskNumberStart]?.offset ?? source.size;
    const read = readRecord(record, partStart + record.offset, directory.start);
    const index = listing.entries.length;
    const isLost = lacksPart(source, record.diskNumberStart, read);
    if (read.isSealed && !record.directory && !isLost) listing.sealed.push({ index, record });
    if (read.end <= directory.start && !isLost)
      listing.extents.push({ index, path: read.entry.path, start: read.start, end: read.end });
    if (read.lacksChecksum) listing.unsummed += 1;
    const entry = isLost ? withDamage(read.entry, 'lost-data') : read.entry;
    countEntries(listing.entries.push(entry));
    progress.onEntry?.(entry);
    hint.dropped();
    if (listing.entries.length % pauseEvery === 0) await pause(directory, listing.entries.length, progress);
  }
  // Two end records that both make sense: what one program reads is not what another does.
  if (reader.directoryOffset !== directory.start) throw errorAt('archive-damaged', source, directory.start);
  held.bytes = null;
  progress.onProgress(source.size, listing.entries.length);
  return listing;
}

/** Does the entry's data lie in a missing part, at least in part? */
function lacksPart(source: JoinedSource, part: number, { entry, start, end }: ReadRecord): boolean {
  if (entry.data.in === 'nothing') return false;
  const gap = source.endOfStretch(start);
  return source.parts[part]?.isMissing === true || (gap < source.size && end > gap);
}

/** Entries whose bytes are another's too: none of them can be believed. */
function failOverlaps({ entries, sealed, extents }: Listing): void {
  const sharing = new Set(Array.from(findOverlaps(extents), ({ index }) => index));
  for (const index of sharing) {
    const entry = entries[index];
    if (entry !== undefined && entry.data.in !== 'nothing') entries[index] = withDamage(entry, 'shared-data');
  }
  const open = sealed.filter(({ index }) => !sharing.has(index));
  sealed.splice(0, sealed.length, ...open);
}

function withDamage(entry: Entry, what: 'lost-data' | 'shared-data'): Entry {
  const span = 'span' in entry.data ? entry.data.span : { offset: 0, length: 0 };
  // Of bytes that two entries claim, nobody knows whose they are.
  const rest = what === 'lost-data' ? entry.data : null;
  return { ...entry, data: { in: 'damaged', span, damage: { what }, rest } };
}

/** Whatever the library dislikes about a directory that is there, whole and countable, is damage. */
async function nextRecord<T>(records: AsyncGenerator<T, boolean>, source: JoinedSource, directory: Directory) {
  try {
    return await records.next();
  } catch (cause) {
    if (cause instanceof ExtractError) throw cause;
    throw errorAt('archive-damaged', source, directory.start, { cause });
  }
}

async function pause(directory: Directory, count: number, progress: ReadProgress): Promise<void> {
  const share = count / directory.recordCount;
  progress.onProgress(Math.floor(directory.start + share * (directory.end - directory.start)), count);
  // The listing itself never leaves the microtask queue, so a cancel could not arrive.
  await new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
  progress.signal.throwIfAborted();
}

async function judge(
  { source, end }: JoinedSet,
  directory: Directory,
  { entries, extents, unsummed }: Listing,
): Promise<Issue[]> {
  const first = extents.reduce((lowest, extent) => Math.min(lowest, extent.start), directory.start);
  const { bytesBefore, isArchive } = await readBeginning(source, first);
  // The end record of a ZIP that is stored in a ZIP which broke off behind it.
  if (isArchive && bytesBefore > 0 && end.bytesAfter > 0) throw endMissing(source);

  // It begins with an entry, and its directory lists none.
  if (isArchive && bytesBefore > 0 && entries.length === 0) throw errorAt('archive-damaged', source, end.offset);

  const issues: Issue[] = [];
  // With a part missing, what comes first here is not what came first.
  const isAllHere = source.parts.every(({ isMissing }) => !isMissing);
  if (bytesBefore > 0 && isAllHere) issues.push({ kind: 'bytes-before', count: bytesBefore });
  if (!countAgrees(end, entries.length))
    issues.push({ kind: 'count-differs', expected: end.entryCount, found: entries.length });
  const shift = directory.start - end.statedStart;
  if (shift !== 0 && shift !== bytesBefore)
    issues.push({ kind: 'size-differs', of: 'data', expected: end.statedStart, found: directory.start });
  if (unsummed > 0) issues.push({ kind: 'no-checksum', count: unsummed });
  if (end.bytesAfter < 0) issues.push({ kind: 'comment-cut', count: -end.bytesAfter });
  if (end.bytesAfter > 0) issues.push({ kind: 'bytes-after', count: end.bytesAfter });
  return issues;
}
