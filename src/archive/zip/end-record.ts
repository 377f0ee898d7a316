// Finds the end of a ZIP archive: the end record and, where its fields are full, the Zip64 one before it (APPNOTE 4.3.14
// to 4.3.16). The library finds them too, but says neither how many parts there should be nor where a directory broke off.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';

/** What the end of an archive states. Offsets are in the joined archive. */
export interface EndRecord {
  readonly offset: number;
  /** Bytes behind the record and its comment. Negative where the comment is cut off. */
  readonly bytesAfter: number;
  readonly partCount: number;
  readonly entryCount: number;
  readonly isZip64: boolean;
  readonly directorySize: number;
  /** The part in which the directory is stated to begin, from 0 on, and where in it. */
  readonly directoryPart: number;
  readonly directoryOffset: number;
  /** Where the directory begins by what the record says. */
  readonly statedStart: number;
  /** Null where no directory is to be found: damaged, or not an end record at all. */
  readonly directoryStart: number | null;
  /** Where the directory must end at the latest. */
  readonly directoryEnd: number;
}

const endLength = 22;
const locatorLength = 20;
const zip64Length = 56;
const longestComment = 0xffff;
/** As far back as the library looks: a comment, and as much again behind the record. */
export const searchLength = endLength + 2 * longestComment;
/** A file full of signatures must not cost a read for each. */
const mostCandidates = 64;

const endSignature = 'PK\x05\x06';
const locatorSignature = 0x07064b50;
const zip64Signature = 0x06064b50;
const recordSignature = 0x02014b50;

/** The end record whose comment reaches the end of the archive, else the last one with a directory, else the last one. */
export async function findEndRecord(source: JoinedSource): Promise<EndRecord | null> {
  const start = tailStart(source, searchLength);
  const tail = await source.read(start, source.size - start);
  const found: EndRecord[] = [];
  for (let at = tail.length - endLength; at >= 0 && found.length < mostCandidates; at -= 1) {
    if (!hasAscii(tail, endSignature, at)) continue;
    const record = await readEndRecord(source, start + at, tail.subarray(at, at + endLength));
    if (record.bytesAfter === 0 && record.directoryStart !== null && record.directorySize > 0) return record;
    found.push(record);
  }
  return (
    found.find((record) => record.bytesAfter === 0 && record.directoryStart !== null) ??
    found.find((record) => record.directoryStart !== null) ??
    found[0] ??
    null
  );
}

/** Where the last `length` bytes begin, or less of them where a part is missing before. */
export function tailStart(source: JoinedSource, length: number): number {
  return Math.max(0, source.size - length, source.stretches.at(-1)?.start ?? 0);
}

async function readEndRecord(source: JoinedSource, offset: number, bytes: Uint8Array): Promise<EndRecord> {
  const cursor = new ByteCursor(bytes);
  cursor.skip(4);
  const lastPart = cursor.u16();
  const directoryPart = cursor.u16();
  cursor.skip(2);
  const entryCount = cursor.u16();
  const directorySize = cursor.u32();
  const directoryOffset = cursor.u32();
  const bytesAfter = source.size - offset - endLength - cursor.u16();

  const isFull =
    directoryPart === 0xffff || entryCount === 0xffff || directorySize === 0xffffffff || directoryOffset === 0xffffffff;
  const wide = isFull ? await findZip64Record(source, offset) : null;
  const stated = { lastPart, directoryPart, entryCount, directorySize, directoryOffset };
  const { end, fields } =
    wide === null ? { end: offset, fields: stated } : { end: wide.offset, fields: widen(stated, wide.bytes) };
  const statedStart = partStart(source, fields.directoryPart) + fields.directoryOffset;
  return {
    offset,
    bytesAfter,
    partCount: fields.lastPart + 1,
    entryCount: fields.entryCount,
    isZip64: wide !== null,
    directorySize: fields.directorySize,
    directoryPart: fields.directoryPart,
    directoryOffset: fields.directoryOffset,
    statedStart,
    directoryStart: await findDirectory(source, end, fields.directorySize, statedStart),
    directoryEnd: end,
  };
}

interface EndFields {
  readonly lastPart: number;
  readonly directoryPart: number;
  readonly entryCount: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
}

/** A field of the end record counts unless it is full. */
function widen(narrow: EndFields, bytes: Uint8Array): EndFields {
  const cursor = new ByteCursor(bytes);
  cursor.skip(16);
  const lastPart = cursor.u32();
  const directoryPart = cursor.u32();
  cursor.skip(8);
  const entryCount = cursor.u64();
  const directorySize = cursor.u64();
  const directoryOffset = cursor.u64();
  return {
    lastPart: narrow.lastPart === 0xffff ? lastPart : narrow.lastPart,
    directoryPart: narrow.directoryPart === 0xffff ? directoryPart : narrow.directoryPart,
    entryCount: narrow.entryCount === 0xffff ? entryCount : narrow.entryCount,
    directorySize: narrow.directorySize === 0xffffffff ? directorySize : narrow.directorySize,
    directoryOffset,
  };
}

async function findZip64Record(
  source: JoinedSource,
  endOffset: number,
): Promise<{ readonly offset: number; readonly bytes: Uint8Array } | null> {
  const locatorOffset = endOffset - locatorLength;
  if ((await signatureAt(source, locatorOffset)) !== locatorSignature) return null;
  const cursor = new ByteCursor(await source.read(locatorOffset, locatorLength));
  cursor.skip(4);
  const stated = partStart(source, cursor.u32()) + cursor.u64();
  // Where bytes were put before the archive, the locator is off by their number.
  for (const offset of [stated, locatorOffset - zip64Length]) {
    if ((await signatureAt(source, offset)) === zip64Signature && offset + zip64Length <= locatorOffset)
      return { offset, bytes: await source.read(offset, zip64Length) };
  }
  return null;
}

/** Right before the end, or where it is stated to be (with a signature record behind it, say). */
async function findDirectory(source: JoinedSource, end: number, size: number, stated: number): Promise<number | null> {
  if (size === 0) return end;
  for (const start of [end - size, stated]) {
    if (start + size <= end && (await signatureAt(source, start)) === recordSignature) return start;
  }
  return null;
}

function partStart(source: JoinedSource, number: number): number {
  return source.parts[number]?.offset ?? source.size;
}

async function signatureAt(source: JoinedSource, offset: number): Promise<number | null> {
  if (offset < 0 || offset > source.size - 4) return null;
  return new ByteCursor(await source.read(offset, 4)).u32();
}
