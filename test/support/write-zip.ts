// Writes ZIP archives for tests (PKWARE APPNOTE 6.3.10). What is not said follows from the content, so a test names only
// the one field that lies:
//
//   writeZip({ entries: [{ path: 'a.txt', content: 'x', fields: { size: 2 } }] })
import { ByteWriter, concat, splitEvery, toBytes, type Content } from './byte-writer.ts';
import { full, writeZipEntry, writeZipRecord, type ZipEntry } from './write-zip-entry.ts';

export * from './write-zip-entry.ts';

export interface ZipEndFields {
  readonly lastPart: number;
  readonly directoryPart: number;
  readonly countHere: number;
  readonly count: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
  readonly comment: Content;
  readonly commentLength: number;
}

export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** Write Zip64 end records, and full fields in the plain one. */
  readonly wide?: boolean;
  readonly end?: Partial<ZipEndFields>;
  readonly wideEnd?: Partial<Omit<ZipEndFields, 'comment' | 'commentLength'>>;
  /** Bytes before the archive, and whether its offsets count them. */
  readonly before?: Content;
  readonly countsBefore?: boolean;
  /** Bytes between the last entry and the directory. */
  readonly gap?: Content;
  /** Bytes behind the end record. */
  readonly after?: Content;
}

/** Where the end records say that things lie. */
export interface ZipEndPlace {
  readonly count: number;
  readonly directorySize: number;
  readonly directoryOffset: number;
  readonly directoryPart?: number;
  readonly lastPart?: number;
  /** Where the Zip64 end record lies, in its part. */
  readonly wideOffset?: number;
}

export function writeZipEnd(archive: Omit<ZipArchive, 'entries'>, place: ZipEndPlace): Uint8Array {
  const { count, directorySize, directoryOffset, directoryPart = 0, lastPart = 0, wideOffset = 0 } = place;
  const stated = { lastPart, directoryPart, countHere: count, count, directorySize, directoryOffset };
  const writer = new ByteWriter();
  if (archive.wide === true) {
    const wide = { ...stated, ...archive.wideEnd };
    writer.u32(0x06064b50).u64(44).u16(45).u16(45).u32(wide.lastPart).u32(wide.directoryPart);
    writer.u64(wide.countHere).u64(wide.count).u64(wide.directorySize).u64(wide.directoryOffset);
    writer
      .u32(0x07064b50)
      .u32(lastPart)
      .u64(wideOffset)
      .u32(lastPart + 1);
  }
  const narrow =
    archive.wide === true ? { countHere: 0xffff, count: 0xffff, directorySize: full, directoryOffset: full } : {};
  const comment = toBytes(archive.end?.comment ?? '');
  const end = { ...stated, ...narrow, commentLength: comment.length, ...archive.end };
  writer.u32(0x06054b50).u16(end.lastPart).u16(end.directoryPart).u16(end.countHere).u16(end.count);
  writer.u32(end.directorySize).u32(end.directoryOffset).u16(end.commentLength).bytes(comment);
  return writer.done();
}

/** Lays the archive out behind `start` bytes, with offsets and part numbers as `place` gives them. */
function layOut(archive: ZipArchive, start: number, place: (offset: number) => { part: number; offset: number }) {
  const bodies: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let at = start;
  for (const entry of archive.entries) {
    const { part, offset } = place(at);
    const body = writeZipEntry(entry);
    bodies.push(body);
    records.push(writeZipRecord(entry, offset, part));
    at += body.length;
  }
  const gap = toBytes(archive.gap ?? '');
  const directory = concat(records);
  const directoryAt = place(at + gap.length);
  const end = writeZipEnd(archive, {
    count: archive.entries.length,
    directorySize: directory.length,
    directoryOffset: directoryAt.offset,
    directoryPart: directoryAt.part,
    lastPart: place(Number.MAX_SAFE_INTEGER).part,
    wideOffset: place(at + gap.length + directory.length).offset,
  });
  return concat([...bodies, gap, directory, end]);
}

export function writeZip(archive: ZipArchive): Uint8Array {
  const before = toBytes(archive.before ?? '');
  const start = archive.countsBefore === true ? before.length : 0;
  const whole = layOut(archive, start, (offset) => ({ part: 0, offset }));
  return new ByteWriter()
    .bytes(before)
    .bytes(whole)
    .bytes(archive.after ?? '')
    .done();
}

const mark = new ByteWriter().u32(0x08074b50).done();

function writeMarked(
  archive: ZipArchive,
  lastPart: number,
  place: (offset: number) => { part: number; offset: number },
): Uint8Array {
  const placeOrLast = (offset: number) =>
    offset === Number.MAX_SAFE_INTEGER ? { part: lastPart, offset: 0 } : place(offset);
  return new ByteWriter()
    .bytes(mark)
    .bytes(layOut(archive, mark.length, placeOrLast))
    .done();
}

/** The archive as parts of this size, as the vendor splits it: a mark first, offsets counted in the part they lie in. */
export function writeSplitZip(archive: ZipArchive, partSize: number): Uint8Array[] {
  const write = (lastPart: number): Uint8Array =>
    writeMarked(archive, lastPart, (offset) => ({ part: Math.floor(offset / partSize), offset: offset % partSize }));
  const size = write(0).length;
  return splitEvery(write(Math.ceil(size / partSize) - 1), partSize);
}

/** The same with parts of any size. @param edges where each part but the first begins */
export function writeUnevenZip(archive: ZipArchive, edges: readonly number[]): Uint8Array[] {
  const starts = [0, ...edges];
  const bytes = writeMarked(archive, edges.length, (offset) => {
    const part = starts.findLastIndex((start) => start <= offset);
    return { part, offset: offset - (starts[part] ?? 0) };
  });
  return starts.map((start, part) => bytes.subarray(start, starts[part + 1] ?? bytes.length));
}
