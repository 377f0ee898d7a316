// Walks a JPS archive: opens each entity header with the key, hops over the chunks behind it, and ends at the end mark.
// The number of chunks is written nowhere: a file's chunks go on until the next header or the end mark.
import { ByteCursor, OutOfBytes } from '../../bytes/byte-cursor.ts';
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { DamagedEntry } from '../../problems/damaged-entry.ts';
import type { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import { checkTotals, type Totals } from '../check-totals.ts';
import type { ArchiveIndex, Entry, IndexCheck, Span } from '../entry.ts';
import { countEntries } from '../count-entries.ts';
import { errorAt, Malformed, readAt } from '../malformed.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { areJoined, countDiffers } from '../part-count.ts';
import { wholeSize } from '../whole-size.ts';
import { firstHeaderError, type FirstHeader } from './first-header.ts';
import {
  chunkPrefixLength,
  endLength,
  endSignature,
  entityPrefixLength,
  entitySignature,
  hasPlausiblePath,
  longestChunk,
  readEndMark,
  readEntity,
  type ArchiveHeader,
  type EntityHeader,
} from './header.ts';
import { leastAtEntity, leastInChunk, leastRest } from './least-size.ts';
import type { Opener } from './opener.ts';
import { toEntry } from './to-entry.ts';

const walkWindow = 1024 * 1024;
/** Report progress after so many entries. */
const progressEvery = 500;

/**
 * @param start where the signature lies (bytes may precede it)
 * @throws ExtractError `wrong-password` (and its kin) if the first header makes no sense; other codes where the walk loses its way later
 */
export async function readJpsIndex(
  source: JoinedSource,
  start: number,
  header: ArchiveHeader,
  opener: Opener,
  progress: ReadProgress,
): Promise<ArchiveIndex> {
  const ahead = new ReadAhead(source, { window: walkWindow, prefetch: false });
  const get = (offset: number, length: number): Uint8Array | Promise<Uint8Array> =>
    ahead.peek(offset, length) ?? ahead.read(offset, length);
  const entries: Entry[] = [];
  const totals: Totals = { size: 0, packedSize: 0 };
  /** What the file before `offset` must still have, if its chunks do not go on. */
  let rest = 0;
  let offset = start + header.length;

  while (offset < source.size) {
    progress.signal.throwIfAborted();
    const before = entries.at(-1)?.path;
    const left = source.size - offset;
    const prefix = await get(offset, Math.min(entityPrefixLength, left));
    if (hasAscii(prefix, endSignature)) break;
    const cut = (): ExtractError => truncated(source, { entry: before, least: leastAtEntity(offset, prefix) });
    if (left < entityPrefixLength) throw cut();

    const sizes = readAt(source, offset, before, () => readPrefix(prefix));
    if (sizes.sealed > left - entityPrefixLength) throw cut();
    const sealed = await get(offset + entityPrefixLength, sizes.sealed);
    const entity = await openHeader(source, { offset, sealed, plainSize: sizes.plain, opener, progress }, before);
    offset += entityPrefixLength + sizes.sealed;

    const span = await findChunks(source, get, offset, entity);
    offset += span.length;
    rest = leastRest(entity, span.length);
    const found = toEntry(entity, { span, opener, header: sealed });
    countEntries(entries.push(found));
    progress.onEntry?.(found);
    totals.size += entity.size;
    if (entries.length % progressEvery === 0) progress.onProgress(offset, entries.length);
  }
  progress.onProgress(source.size, entries.length);
  const end = await readEnd(source, { offset, rest }, totals, entries.length);
  const before: readonly Issue[] = start > 0 ? [{ kind: 'bytes-before', count: start }] : [];
  return {
    format: 'jps',
    version: header.version,
    isEncrypted: true,
    entries,
    issues: [...before, ...end.issues],
    checks: end.checks,
  };
}

interface Cut {
  /** The entry that is cut, or the one before. */
  readonly entry: string | undefined;
  /** Bytes of the whole archive. */
  readonly least: number;
}

function truncated(source: JoinedSource, { entry, least }: Cut): ExtractError {
  const facts = { ...(entry === undefined ? {} : { entry }), ...wholeSize(source, least) };
  return errorAt('archive-truncated', source, source.size, facts);
}

function readPrefix(prefix: Uint8Array): { readonly sealed: number; readonly plain: number } {
  if (!hasAscii(prefix, entitySignature)) throw new Malformed('signature');
  const cursor = new ByteCursor(prefix);
  cursor.skip(entitySignature.length);
  return { sealed: cursor.u16(), plain: cursor.u16() };
}

/**
 * Nothing authenticates a header. The first that makes no sense may mean a wrong password; a later one means damage.
 * @param before path of the entry before this one; none for the first
 */
async function openHeader(
  source: JoinedSource,
  header: FirstHeader,
  before: string | undefined,
): Promise<EntityHeader> {
  try {
    const plain = await header.opener.unseal(header.sealed, header.plainSize);
    if (before === undefined && !hasPlausiblePath(plain)) throw new Malformed('path');
    return readEntity(plain);
  } catch (cause) {
    const isNonsense = cause instanceof DamagedEntry || cause instanceof Malformed || cause instanceof OutOfBytes;
    if (!isNonsense) throw cause;
    if (before === undefined) throw await firstHeaderError(source, header, cause);
    throw errorAt('archive-damaged', source, header.offset, { entry: before, cause });
  }
}

/** The run of chunks that begins at `offset`. */
async function findChunks(
  source: JoinedSource,
  get: (offset: number, length: number) => Uint8Array | Promise<Uint8Array>,
  offset: number,
  entity: EntityHeader,
): Promise<Span> {
  let end = offset;
  if (entity.type === 0 || entity.size === 0) return { offset, length: 0 };
  for (;;) {
    const left = source.size - end;
    const prefix = await get(end, Math.min(chunkPrefixLength, left));
    const isOver = left === 0 || hasAscii(prefix, entitySignature) || hasAscii(prefix, endSignature);
    if (isOver && end > offset) return { offset, length: end - offset };
    const cut = (): ExtractError =>
      truncated(source, {
        entry: entity.path,
        least: leastInChunk({ entity, start: offset, offset: end, rest: prefix }),
      });
    if (left < chunkPrefixLength) throw cut();
    const sealedSize = new ByteCursor(prefix).u32();
    if (isOver || sealedSize === 0 || sealedSize > longestChunk)
      throw errorAt('archive-damaged', source, end, { entry: entity.path });
    if (sealedSize > left - chunkPrefixLength) throw cut();
    end += chunkPrefixLength + sealedSize;
  }
}

/**
 * What the end mark says, compared; but for its packed total, which some writers count sealed and some opened.
 * @param place where it must lie, or behind so many bytes more
 */
async function readEnd(
  source: JoinedSource,
  { offset, rest }: { readonly offset: number; readonly rest: number },
  totals: Totals,
  entryCount: number,
): Promise<{ readonly issues: readonly Issue[]; readonly checks: readonly IndexCheck[] }> {
  const left = source.size - offset;
  if (left < endLength) {
    const missing = endLength - left + (left === 0 ? rest : 0);
    return { issues: [{ kind: 'end-mark-missing', missing }], checks: [] };
  }
  const mark = readEndMark(await source.read(offset, endLength));
  const { partCount } = mark;
  const isJoined = areJoined(source, partCount) && entryCount >= mark.entryCount;
  if (partCount !== source.parts.length && !isJoined) throw countDiffers(source, partCount);
  const joined: readonly Issue[] = isJoined ? [{ kind: 'parts-joined', count: partCount }] : [];
  const { issues, checks } = checkTotals({ ...mark, packedSize: null, isWide: false }, totals, entryCount);
  const after: readonly Issue[] = left > endLength ? [{ kind: 'bytes-after', count: left - endLength }] : [];
  return {
    issues: [...joined, ...issues, ...after],
    checks: ['end-mark', ...(isJoined ? [] : ['part-count' as const]), ...checks],
  };
}
