// The directory of a ZIP archive in memory, and how many records it really holds. The count in the end record may lie: too
// low, and a reader that believes it hides files; too high, and it fails behind the last one (APPNOTE 4.3.12).
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { errorAt } from '../malformed.ts';
import { endMissing } from './missing-parts.ts';
import { searchLength, tailStart, type EndRecord } from './end-record.ts';

export interface Directory {
  readonly start: number;
  readonly end: number;
  /** Records found from the start on. */
  readonly recordCount: number;
  readonly held: HeldBytes;
}

/** The end of the archive, directory included, with the true count in its end records. */
export interface HeldBytes {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A million entries with names of eighty characters. More would not leave room for anything else. */
const largestDirectory = 128 * 1024 * 1024;
const fixedLength = 46;
const recordSignature = 0x02014b50;

/** @throws ExtractError `archive-damaged`, `archive-truncated` */
export async function loadDirectory(source: JoinedSource, end: EndRecord): Promise<Directory> {
  const { directoryStart: start, directoryEnd } = end;
  // An end record amid other bytes that has no directory is part of some file's content.
  if (start === null) throw end.bytesAfter === 0 ? errorAt('archive-damaged', source, end.offset) : endMissing(source);
  if (directoryEnd - start > largestDirectory)
    throw errorAt('archive-damaged', source, start, { expected: largestDirectory, found: directoryEnd - start });

  if (source.endOfStretch(start) < source.size) throw errorAt('archive-damaged', source, start);
  const offset = Math.min(start, tailStart(source, searchLength));
  const bytes = await source.read(offset, source.size - offset);
  const recordCount = countRecords(bytes.subarray(start - offset, directoryEnd - offset));
  // An end record of nothing but zeros must not make an archive look empty.
  if (recordCount === 0 && (end.entryCount > 0 || holdsRecord(bytes.subarray(0, directoryEnd - offset))))
    throw errorAt('archive-damaged', source, start);
  const isCountRight = recordCount === end.entryCount;
  const held = { offset, bytes };
  return { start, end: directoryEnd, recordCount, held: isCountRight ? held : withCount(held, end, recordCount) };
}

/** Does the stated count agree? Writers without Zip64 let it wrap at 65,536. */
export function countAgrees(end: EndRecord, recordCount: number): boolean {
  return end.entryCount === (end.isZip64 ? recordCount : recordCount % 65_536);
}

function countRecords(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = 0; at + fixedLength <= bytes.length; count += 1) {
    if (view.getUint32(at, true) !== recordSignature) break;
    const length =
      fixedLength + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (at + length > bytes.length) break;
    at += length;
  }
  return count;
}

function holdsRecord(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x50); at !== -1; at = bytes.indexOf(0x50, at + 1)) {
    if (hasAscii(bytes, 'PK\x01\x02', at)) return true;
  }
  return false;
}

/** A copy whose end records state what is there, so that the library reads every record and none too many. */
function withCount({ offset, bytes }: HeldBytes, end: EndRecord, recordCount: number): HeldBytes {
  const corrected = bytes.slice();
  const view = new DataView(corrected.buffer);
  const at = end.offset - offset;
  const narrow = end.isZip64 ? 0xffff : recordCount % 65_536;
  view.setUint16(at + 8, narrow, true);
  view.setUint16(at + 10, narrow, true);
  if (end.isZip64) {
    view.setBigUint64(end.directoryEnd - offset + 24, BigInt(recordCount), true);
    view.setBigUint64(end.directoryEnd - offset + 32, BigInt(recordCount), true);
  }
  return { offset, bytes: corrected };
}
