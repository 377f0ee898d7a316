// The records around an entry's data: local header, data descriptor, directory record (APPNOTE 4.3.7, 4.3.9, 4.3.12). The
// first and the last say the same twice, so both are laid out from one ZipRecord.
import { dosTime, unixSeconds } from './dos-time.ts';
import type { FieldWriter } from './field-writer.ts';

export interface ZipRecord {
  /** UTF-8. */
  readonly name: Uint8Array;
  /** Unix st_mode with its type bits. */
  readonly mode: number;
  readonly modifiedMs: number;
  readonly method: 'stored' | 'deflate';
  /** Of the plain bytes, as `size`. */
  readonly crc32: number;
  readonly size: number;
  readonly packedSize: number;
  /** Sizes and checksum follow the data; in the local header they are 0. */
  readonly hasDescriptor: boolean;
  /** Sizes have 64 bits, in all three records: that the directory says so too tells a reader how long the descriptor is. */
  readonly isWide: boolean;
}

/** The largest value of a 32-bit field says that a Zip64 field has the true one. */
export const full = 0xffffffff;

/** Made by Unix, after APPNOTE 6.3. */
export const madeBy = 3 * 256 + 63;
/** Directories and deflate need version 2.0 of a reader, Zip64 version 4.5. */
const needed = 20;
export const neededWide = 45;

const descriptorFlag = 0x08;
const utf8Flag = 0x800;
const methodNumbers = { stored: 0, deflate: 8 };

const directoryType = 0o04;
const directoryBit = 0x10;

const localLength = 30;
const recordLength = 46;
const timestampLength = 9;
const longestZip64 = 4 + 3 * 8;
const longestDescriptor = 24;

/** Bytes of a record without the name. */
export const longestRecord = recordLength + timestampLength + longestZip64;

/** Bytes that an entry takes up besides its data and its name, which is there twice. */
export const longestRecords = localLength + recordLength + 2 * (timestampLength + longestZip64) + longestDescriptor;

export function localHeader(fields: FieldWriter, record: ZipRecord): Uint8Array {
  const { name, hasDescriptor, isWide } = record;
  const known = hasDescriptor ? { ...record, crc32: 0, size: 0, packedSize: 0 } : record;
  const wide = isWide ? [known.size, known.packedSize] : [];
  fields.record(localLength + name.length + extraLength(record, wide));
  writeCommon(fields.u32(0x04034b50), known, wide);
  return writeExtra(fields.bytes(name), wide, record.modifiedMs).done();
}

/** @throws Error where a size does not fit its field */
export function dataDescriptor(fields: FieldWriter, { crc32, size, packedSize, isWide }: ZipRecord): Uint8Array {
  fields
    .record(isWide ? longestDescriptor : 16)
    .u32(0x08074b50)
    .u32(crc32);
  return isWide ? fields.u64(packedSize).u64(size).done() : fields.u32(packedSize).u32(size).done();
}

/** @param offset where the local header begins */
export function directoryRecord(fields: FieldWriter, record: ZipRecord, offset: number): Uint8Array {
  const { name, mode } = record;
  // In this order, and only those whose own field is full (APPNOTE 4.5.3).
  const wide = [...(record.isWide ? [record.size, record.packedSize] : []), ...(offset >= full ? [offset] : [])];
  fields
    .record(recordLength + name.length + extraLength(record, wide))
    .u32(0x02014b50)
    .u16(madeBy);
  writeCommon(fields, record, wide)
    // No comment, part 0, no internal attributes.
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(mode * 65_536 + (Math.floor(mode / 0o10000) === directoryType ? directoryBit : 0))
    .u32(Math.min(offset, full));
  return writeExtra(fields.bytes(name), wide, record.modifiedMs).done();
}

function writeCommon(fields: FieldWriter, record: ZipRecord, wide: readonly number[]): FieldWriter {
  return fields
    .u16(wide.length > 0 ? neededWide : needed)
    .u16(utf8Flag + (record.hasDescriptor ? descriptorFlag : 0))
    .u16(methodNumbers[record.method])
    .u32(dosTime(record.modifiedMs))
    .u32(record.crc32)
    .u32(record.isWide ? full : record.packedSize)
    .u32(record.isWide ? full : record.size)
    .u16(record.name.length)
    .u16(extraLength(record, wide));
}

function extraLength({ modifiedMs }: ZipRecord, wide: readonly number[]): number {
  return (unixSeconds(modifiedMs) === null ? 0 : timestampLength) + (wide.length > 0 ? 4 + 8 * wide.length : 0);
}

/** Zip64 (id 1) and the extended timestamp with the time of modification only, each if it has anything to say. */
function writeExtra(fields: FieldWriter, wide: readonly number[], modifiedMs: number): FieldWriter {
  if (wide.length > 0) fields.u16(1).u16(8 * wide.length);
  for (const value of wide) fields.u64(value);
  const seconds = unixSeconds(modifiedMs);
  return seconds === null ? fields : fields.u16(0x5455).u16(5).u8(1).i32(seconds);
}
