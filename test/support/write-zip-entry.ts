// One entry of a ZIP archive for tests: its local header with data, and its directory record (APPNOTE 4.3.7 to 4.3.12).
import { crc32, deflateRawSync } from 'node:zlib';
import { ByteWriter, toBytes, type Content } from './byte-writer.ts';

/** Fields that a local header and a directory record share. */
export interface ZipFields {
  readonly signature: number;
  readonly versionNeeded: number;
  readonly flags: number;
  readonly method: number;
  /** Time in the lower half, date in the upper. */
  readonly dosTime: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  readonly name: Content;
  readonly nameLength: number;
  readonly extra: Uint8Array;
}

export interface ZipRecordFields extends ZipFields {
  readonly versionMadeBy: number;
  readonly attributes: number;
  readonly part: number;
  readonly offset: number;
  readonly comment: Content;
}

export interface ZipEntry {
  /** Text is written as UTF-8 with its flag, bytes as they are without. */
  readonly path: Content;
  readonly content?: Content;
  /** Packed data, where it is not to follow from the content. */
  readonly data?: Content;
  /** Files are deflated unless this is set. */
  readonly store?: boolean;
  /** Sizes and checksum in a descriptor behind the data, and zeros in the local header. */
  readonly descriptor?: 'signed' | 'unsigned';
  /** Sizes and offset in a Zip64 field, and full 32-bit ones. */
  readonly wide?: boolean;
  /** Of both headers, and of the one only. */
  readonly fields?: Partial<ZipRecordFields>;
  readonly local?: Partial<ZipFields>;
  readonly record?: Partial<ZipRecordFields>;
}

/** What the vendor's engine writes: made by, and attributes. */
export const vendor = {
  file: { versionMadeBy: 20, attributes: 0xfe49ffe0 },
  directory: { versionMadeBy: 20, attributes: 0x41ff0010, method: 0 },
  link: { versionMadeBy: 0x314, attributes: 0xa1ff8020, method: 0, dosTime: 0 },
} as const;

/** 2023-11-15 19:22:02, on whichever clock. */
export const dosTime = ((43 << 25) | (11 << 21) | (15 << 16) | (19 << 11) | (22 << 5) | 1) >>> 0;

const utf8Flag = 0x800;
const descriptorFlag = 8;
/** A 32-bit field whose value is in the Zip64 one. */
export const full = 0xffffffff;

/** One field of an extra block. */
export function zipExtra(id: number, payload: Uint8Array): Uint8Array {
  return new ByteWriter().u16(id).u16(payload.length).bytes(payload).done();
}

/** The Unicode path field of Info-ZIP, for the name it belongs to. */
export function unicodePath(path: string, belongsTo: Uint8Array): Uint8Array {
  return zipExtra(0x7075, new ByteWriter().u8(1).u32(checksum(belongsTo)).bytes(path).done());
}

/** The extended timestamp of Info-ZIP, in Unix seconds. */
export function exactTime(seconds: number): Uint8Array {
  return zipExtra(0x5455, new ByteWriter().u8(1).u32(seconds).done());
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** What a well-behaved writer would write for this entry, with the test's own fields on top. */
function fieldsOf(entry: ZipEntry): { readonly fields: ZipRecordFields; readonly data: Uint8Array } {
  const plain = toBytes(entry.content ?? '');
  const isStored = entry.store === true || plain.length === 0 || entry.fields?.method === 0;
  const data = toBytes(entry.data ?? (isStored ? plain : deflateRawSync(plain)));
  const isText = typeof entry.path === 'string';
  const fields = {
    signature: 0x04034b50,
    versionNeeded: 20,
    flags: (isText ? utf8Flag : 0) + (entry.descriptor === undefined ? 0 : descriptorFlag),
    method: isStored ? 0 : 8,
    dosTime,
    crc32: checksum(plain),
    packedSize: data.length,
    size: plain.length,
    name: entry.path,
    nameLength: toBytes(entry.fields?.name ?? entry.path).length,
    extra: new Uint8Array(),
    versionMadeBy: 20,
    attributes: 0,
    part: 0,
    offset: 0,
    comment: '',
    ...entry.fields,
  };
  return { fields, data };
}

function writeCommon(writer: ByteWriter, fields: ZipFields): ByteWriter {
  return writer
    .u16(fields.versionNeeded)
    .u16(fields.flags)
    .u16(fields.method)
    .u32(fields.dosTime)
    .u32(fields.crc32)
    .u32(fields.packedSize)
    .u32(fields.size)
    .u16(fields.nameLength)
    .u16(fields.extra.length);
}

/** Local header, data, and descriptor if there is one. */
export function writeZipEntry(entry: ZipEntry): Uint8Array {
  const { fields, data } = fieldsOf(entry);
  const unknown = entry.descriptor === undefined ? {} : { crc32: 0, packedSize: 0, size: 0 };
  const local = { ...fields, ...unknown, ...entry.local };
  const writer = writeCommon(new ByteWriter().u32(local.signature), local);
  writer.bytes(local.name).bytes(local.extra).bytes(data);
  if (entry.descriptor === 'signed') writer.u32(0x08074b50);
  if (entry.descriptor !== undefined) writer.u32(fields.crc32).u32(fields.packedSize).u32(fields.size);
  return writer.done();
}

/** A directory record. @param offset of the local header in its part */
export function writeZipRecord(entry: ZipEntry, offset: number, part = 0): Uint8Array {
  const { fields } = fieldsOf(entry);
  const record = { ...fields, signature: 0x02014b50, offset, part, ...entry.fields, ...entry.record };
  const sizes = new ByteWriter().u64(record.size).u64(record.packedSize).u64(record.offset).done();
  const narrow =
    entry.wide === true
      ? { ...record, size: full, packedSize: full, offset: full, extra: zipExtra(1, sizes), ...entry.record }
      : record;
  const comment = toBytes(record.comment);
  return writeCommon(new ByteWriter().u32(narrow.signature).u16(narrow.versionMadeBy), narrow)
    .u16(comment.length)
    .u16(narrow.part)
    .u16(0)
    .u32(narrow.attributes)
    .u32(narrow.offset)
    .bytes(narrow.name)
    .bytes(narrow.extra)
    .bytes(comment)
    .done();
}
