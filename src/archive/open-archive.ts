// Opens an archive of whichever format, or only looks at how it begins and ends. The only place that chooses between the
// three.
import { hasAscii } from '../bytes/text.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { detectFormat, type Detected } from './detect-format.ts';
import type { Format } from './entry.ts';
import { followHeaders, type Link } from './chain.ts';
import { isEntity } from './jpa/header.ts';
import { followEntities } from './jpa/follow-entities.ts';
import { leastSize } from './jpa/least-size.ts';
import { openJpa } from './jpa/open-jpa.ts';
import { readHeader } from './jpa/read-index.ts';
import { endLength, endSignature, isSealedEntity, readEndMark } from './jps/header.ts';
import { followBlocks } from './jps/follow-blocks.ts';
import { openJps } from './jps/open-jps.ts';
import type { OpenedArchive, ReadProgress } from './opened-archive.ts';
import { areJoined } from './part-count.ts';
import type { Salvage } from './salvage/headers.ts';
import { findEndRecord } from './zip/end-record.ts';
import { ZipHeaders } from './zip/headers.ts';
import { isPlausible } from './zip/local-header.ts';
import { isJoinedSet } from './zip/missing-parts.ts';
import { openZip } from './zip/open-zip.ts';

/**
 * @param salvage go on past damage with its help; null where the first damage is to end the reading
 * @throws ExtractError `not-an-archive`, `web-page-instead`, `gzip-instead` where the bytes are something else,
 *   and what the formats throw where they cannot be read
 */
export async function openArchive(
  source: JoinedSource,
  progress: ReadProgress,
  salvage: Salvage | null = null,
): Promise<OpenedArchive> {
  const missing = source.parts.filter(({ isMissing }) => isMissing).map(({ name }) => name);
  if (salvage === null && missing.length > 0) throw new ExtractError('parts-missing', { parts: missing });
  const detected = await detectFormat(source);
  const isHeadless =
    salvage !== null && (source.parts[0]?.isMissing === true || !(await hasBeginning(source, detected)));
  const format = isHeadless ? await detectHeadless(source) : detected.is;
  const start = !isHeadless && 'start' in detected ? detected.start : null;
  const part = source.parts[0]?.name ?? '';
  switch (format) {
    case 'jpa':
      return { state: 'open', index: await openJpa(source, start, { progress, salvage }) };
    case 'jps':
      return openJps(source, start, salvage);
    case 'zip':
      return openZip(source, progress, salvage);
    case 'web-page':
      throw new ExtractError('web-page-instead', { part });
    case 'gzip':
      throw new ExtractError('gzip-instead', { part });
    case 'unknown':
      throw new ExtractError('not-an-archive', { part });
    default:
      return format satisfies never;
  }
}

/** Three letters may also stand where an archive without its beginning happens to start: then another format's headers follow. */
async function hasBeginning(source: JoinedSource, detected: Detected): Promise<boolean> {
  if (detected.is === 'unknown') return false;
  if (!('start' in detected) || detected.start > 0) return true;
  const end = detected.is === 'zip' ? await findEndRecord(source) : null;
  if (end !== null && end.directoryStart !== null) return true;
  const format = await detectHeadless(source);
  return format === 'unknown' || format === detected.is;
}

/** What follows what in an archive, from its beginning to where that makes no more sense. */
export function follow(source: JoinedSource, detected: Detected): AsyncIterable<Link> | null {
  switch (detected.is) {
    case 'jpa':
      return followEntities(source, detected.start);
    case 'jps':
      return followBlocks(source, detected.start);
    case 'zip':
      return followHeaders(new ZipHeaders(source), detected.start, source.size);
    case 'web-page':
    case 'gzip':
    case 'unknown':
      return null;
    default:
      return detected satisfies never;
  }
}

/** How many parts an archive says it has, and whether it begins at the beginning: told from a few bytes. */
export interface StatedParts {
  /** Null where the archive does not say. */
  readonly count: number | null;
  /** All of them seem to be in this one file, joined. */
  readonly areJoined: boolean;
  /** `no`: the bytes are of a backup, but not its beginning. `unclear`: they may be anything. */
  readonly beginsHere: 'yes' | 'no' | 'unclear';
}

/** How far to look for an entity in something that has no beginning: a part may begin within one large file. Bytes. */
const searchLength = 64 * 1024 * 1024;
const pieceLength = 1024 * 1024;
/** Read beyond a piece, for a header that begins at its end. A longer one is passed over. Bytes. */
const headerRoom = 4096;

/** @throws ExtractError where a JPA header makes no sense, or a part cannot be read */
export async function statedParts(source: JoinedSource): Promise<StatedParts> {
  const detected = await detectFormat(source);
  // Some bytes may precede a beginning, but never a whole part: its parts have changed names.
  if ('start' in detected && source.locate(detected.start).number > 1) return { ...unstated, beginsHere: 'no' };
  switch (detected.is) {
    case 'jpa': {
      const header = await readHeader(source, detected.start);
      const offset = detected.start + header.length;
      const least = leastSize(header, { offset, totals: { packedSize: 0 }, entryCount: 0 });
      return withCount(source, header.partCount, source.size >= least);
    }
    case 'jps':
      // An end mark is only in the last part.
      return withCount(source, await countInEndMark(source), true);
    case 'zip': {
      const count = (await findEndRecord(source))?.partCount ?? null;
      const isLone = count !== null && areJoined(source, count);
      const isWhole = isLone && (await isJoinedSet(source, count));
      return { count, areJoined: isWhole, beginsHere: isLone && !isWhole ? 'no' : 'yes' };
    }
    case 'web-page':
    case 'gzip':
      return { ...unstated, beginsHere: 'unclear' };
    case 'unknown': {
      const count = await countInEndMark(source);
      const isMiddle = count !== null || (await detectHeadless(source)) !== 'unknown';
      return { count, areJoined: false, beginsHere: isMiddle ? 'no' : 'unclear' };
    }
    default:
      return detected satisfies never;
  }
}

const unstated = { count: null, areJoined: false } as const;

/** @param isAll no part of the archive seems to be missing */
function withCount(source: JoinedSource, count: number | null, isAll: boolean): StatedParts {
  return { count, areJoined: isAll && count !== null && areJoined(source, count), beginsHere: 'yes' };
}

async function countInEndMark(source: JoinedSource): Promise<number | null> {
  if (source.size < endLength) return null;
  const bytes = await source.read(source.size - endLength, endLength);
  return hasAscii(bytes, endSignature) ? readEndMark(bytes).partCount : null;
}

/**
 * Of which format is an archive whose beginning is missing or damaged? Its parts bear no signature, but nearly always the header
 * of some entity. Its three letters prove nothing (random bytes hold them once in 16 MiB), so what follows must read as one.
 */
async function detectHeadless(source: JoinedSource): Promise<Format | 'unknown'> {
  let left = searchLength;
  for (const { start, end } of source.stretches) {
    for (let offset = start; offset < end && left > 0; offset += pieceLength, left -= pieceLength) {
      const bytes = await source.read(offset, Math.min(pieceLength + headerRoom, end - offset));
      const format = formatOfHeaders(bytes);
      if (format !== null) return format;
    }
  }
  return 'unknown';
}

/** The first thing among these bytes that is laid out as a header is. */
function formatOfHeaders(bytes: Uint8Array): Format | null {
  const zip = positionOf(bytes, 0x50, isPlausible);
  const other = positionOf(bytes.subarray(0, zip), 0x4a, (rest) => isEntity(rest) || isSealedEntity(rest));
  if (other < zip) return isEntity(bytes.subarray(other)) ? 'jpa' : 'jps';
  return zip < bytes.length ? 'zip' : null;
}

/** Of the first header that begins with this letter; the length of `bytes` where there is none. */
function positionOf(bytes: Uint8Array, letter: number, isHeader: (rest: Uint8Array) => boolean): number {
  let at = bytes.indexOf(letter);
  while (at !== -1 && !isHeader(bytes.subarray(at))) at = bytes.indexOf(letter, at + 1);
  return at === -1 ? bytes.length : at;
}
