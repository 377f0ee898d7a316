// How the data of one ZIP record is to be decoded, and what must not be decoded at all.
import type { Entry as ZipRecord } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { crc32 } from '../../bytes/crc32.ts';
import type { EntryData, Span } from '../entry.ts';
import type { RecordAttributes } from './attributes.ts';
import { full } from './zip64-field.ts';

/** A link's target is a path. One that claims more than any path can have is an attack on memory. */
const longestTarget = 64 * 1024;
const strongEncryption = 0x40;

const stored = 0;
const deflate = 8;
/** APPNOTE 4.4.5. */
const methodNames = new Map([
  [1, 'shrink'],
  [6, 'implode'],
  [9, 'deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'XZ'],
  [96, 'JPEG'],
  [97, 'WavPack'],
  [98, 'PPMd'],
]);

export interface RecordPlace {
  readonly attributes: RecordAttributes;
  readonly span: Span;
  /** The record's data ends where other data must be, or nothing is. */
  readonly isBeyond: boolean;
}

/** Null for data that a password opens. */
export function recordData(record: ZipRecord, { attributes, span, isBeyond }: RecordPlace): EntryData | null {
  const { uncompressedSize: size, compressedSize: packedSize, compressionMethod } = record;
  if (attributes.kind === 'directory') {
    // Passing it over would lose the data without a word.
    return size > 0 ? { in: 'unsupported', span, method: 'directory with data' } : { in: 'nothing' };
  }
  if (attributes.special !== null) return { in: 'unsupported', span, method: attributes.special };
  // What a Zip64 field should have overridden.
  const isUnresolved = record.extraFieldZip64 === undefined && (size === full || packedSize === full);
  if (isUnresolved || (attributes.kind === 'link' && size > longestTarget))
    return { in: 'damaged', span, damage: { what: 'impossible-size', size, packedSize }, rest: null };
  if (isBeyond) return { in: 'damaged', span, damage: { what: 'beyond-end' }, rest: null };
  const scheme = record.encrypted ? unknownEncryption(record) : null;
  if (scheme !== null) return { in: 'unsupported', span, method: scheme };
  if (compressionMethod !== stored && compressionMethod !== deflate)
    return { in: 'unsupported', span, method: methodNames.get(compressionMethod) ?? `method ${compressionMethod}` };
  if (record.encrypted) return null;

  const sum = lacksChecksum(record, attributes) || record.crc32 === undefined ? {} : { crc32: record.crc32 };
  const { rawFilename, rawBitFlag = 0 } = record;
  const localHeader = {
    nameLength: rawFilename.length,
    nameCrc32: crc32(rawFilename),
    method: compressionMethod,
    stated: { flags: rawBitFlag, crc32: record.crc32 ?? 0, size },
  };
  return { in: compressionMethod === stored ? 'stored' : 'deflate', span: { ...span, localHeader }, ...sum };
}

/** The vendor writes 0 for a checksum where its host cannot compute one. Any other 0 is a checksum like any other. */
export function lacksChecksum(record: ZipRecord, attributes: RecordAttributes): boolean {
  return attributes.isVendor && !record.encrypted && record.crc32 === 0 && record.uncompressedSize > 0;
}

/** Only WinZip's AES and the old stream cipher can be opened. */
function unknownEncryption(record: ZipRecord): string | null {
  const { extraFieldAES, rawBitFlag = 0 } = record;
  if (Math.floor(rawBitFlag / strongEncryption) % 2 === 1) return 'strong encryption';
  if (extraFieldAES === undefined) return record.compressionMethod === 99 ? 'AES without its parameters' : null;
  const { strength = 0, originalCompressionMethod } = extraFieldAES;
  return originalCompressionMethod === 99 && strength >= 1 && strength <= 3 ? null : 'unknown encryption';
}
