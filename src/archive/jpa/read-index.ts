// Walks a JPA archive from header to header, hopping over the data (format notes: JPA 1.0 to 1.3). There is no checksum in
// the format: what can be held against it are its own count and totals, and that every byte belongs to something.
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import { checkTotals, type Totals } from '../check-totals.ts';
import { countEntries } from '../count-entries.ts';
import type { ArchiveIndex, Entry } from '../entry.ts';
import { errorAt, readAt } from '../malformed.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { areJoined, countDiffers } from '../part-count.ts';
import { wholeSize } from '../whole-size.ts';
import {
  archiveHeaderLength,
  entityPrefixLength,
  entitySignature,
  readArchiveHeader,
  readArchiveHeaderLength,
  readEntity,
  readEntityLength,
  readVersion,
  shortestEntity,
  type ArchiveHeader,
} from './header.ts';
import { leastSize, leastSizeWith } from './least-size.ts';
import { toEntry } from './to-entry.ts';

const knownVersions: readonly string[] = ['1.0', '1.1', '1.2', '1.3'];
const walkWindow = 1024 * 1024;
/** Report progress after so many entries. */
const progressEvery = 500;

/** @throws ExtractError `unknown-version`, `archive-damaged`, `archive-truncated` */
export async function readHeader(source: JoinedSource, start: number): Promise<ArchiveHeader> {
  const left = source.size - start;
  const first = await source.read(start, Math.min(archiveHeaderLength, left));
  const version = readAt(source, start, undefined, () => readVersion(first));
  if (!knownVersions.includes(version)) throw errorAt('unknown-version', source, start, { text: `JPA ${version}` });
  const length = readAt(source, start, undefined, () => readArchiveHeaderLength(first));
  if (length > left) {
    const sizes = { expected: length, found: left, ...wholeSize(source, start + length) };
    throw errorAt('archive-truncated', source, start, sizes);
  }
  const bytes = await source.read(start, length);
  return readAt(source, start, undefined, () => readArchiveHeader(bytes));
}

/**
 * @param start where the signature lies (bytes may precede it)
 * @throws ExtractError where the walk loses its way, naming part, offset and the entry before
 */
export async function readJpa(source: JoinedSource, start: number, progress: ReadProgress): Promise<ArchiveIndex> {
  const header = await readHeader(source, start);
  const { partCount } = header;
  const mayBeJoined = partCount !== null && areJoined(source, partCount);
  if (partCount !== null && partCount !== source.parts.length && !mayBeJoined) throw countDiffers(source, partCount);

  const ahead = new ReadAhead(source, { window: walkWindow, prefetch: false });
  const get = (offset: number, length: number): Uint8Array | Promise<Uint8Array> =>
    ahead.peek(offset, length) ?? ahead.read(offset, length);
  const entries: Entry[] = [];
  const issues: Issue[] = start > 0 ? [{ kind: 'bytes-before', count: start }] : [];
  const totals: Totals = { size: 0, packedSize: 0 };
  let unknownFields = 0;
  let offset = start + header.length;
  let doubled = 0;

  while (offset < source.size) {
    progress.signal.throwIfAborted();
    const entry = entries.at(-1)?.path;
    const left = source.size - offset;
    const before = { offset, totals, entryCount: entries.length };
    const prefix = await get(offset, Math.min(entityPrefixLength, left));
    if (entries.length === header.entryCount && !hasAscii(prefix, entitySignature)) {
      issues.push({ kind: 'bytes-after', count: left });
      break;
    }
    if (left < entityPrefixLength)
      throw truncated(source, offset, { entry, expected: entityPrefixLength, least: leastSize(header, before) });
    const length = readAt(source, offset, entry, () => readEntityLength(prefix));
    if (length > left) {
      const least = leastSize(header, { ...before, offset: offset + length - shortestEntity });
      throw truncated(source, offset, { entry, expected: length, least });
    }
    const block = await get(offset, length);
    const entity = readAt(source, offset, entry, () => readEntity(block));
    offset += length;
    const { packedSize } = entity;
    if (packedSize > source.size - offset) {
      const least = leastSizeWith(header, before, { dataStart: offset, packedSize });
      throw truncated(source, offset, { entry: entity.path, expected: packedSize, least });
    }

    const found = toEntry(entity, offset);
    countEntries(entries.push(found));
    progress.onEntry?.(found);
    if (entity.hasDoubledField) doubled += 1;
    totals.size += entity.size;
    totals.packedSize += entity.packedSize;
    unknownFields += entity.unknownFields;
    offset += entity.packedSize;
    if (entries.length % progressEvery === 0) progress.onProgress(offset, entries.length);
  }
  progress.onProgress(source.size, entries.length);
  if (mayBeJoined) {
    if (entries.length < header.entryCount) throw countDiffers(source, partCount);
    issues.push({ kind: 'parts-joined', count: partCount });
  }
  if (unknownFields > 0) issues.push({ kind: 'unknown-fields', count: unknownFields });

  if (doubled > 0) issues.push({ kind: 'doubled-fields', count: doubled });
  const checked = checkTotals(header, totals, entries.length);
  return {
    format: 'jpa',
    version: header.version,
    isEncrypted: false,
    entries,
    issues: [...issues, ...checked.issues],
    checks: partCount === null || mayBeJoined ? checked.checks : ['part-count', ...checked.checks],
  };
}

interface Cut {
  /** The entry that is cut, or the one before. */
  readonly entry: string | undefined;
  /** Bytes that should follow. */
  readonly expected: number;
  /** Bytes of the whole archive. */
  readonly least: number;
}

function truncated(source: JoinedSource, offset: number, { entry, expected, least }: Cut): ExtractError {
  const { size } = source;
  return errorAt('archive-truncated', source, size, {
    ...(entry === undefined ? {} : { entry }),
    expected,
    found: size - offset,
    ...wholeSize(source, least),
  });
}
