// Where the data of an entry begins. JPA states it; a ZIP directory states only where the local header lies, which repeats
// what the directory says (PKWARE APPNOTE 4.3.7) and ends in an extra field of its own length. Where the two differ, programs
// would not agree on what the entry is, so it is none (hostile archives are made that way).
import type { Span } from '../archive/entry.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';

const fixedLength = 30;
const signature = 0x04034b50;
const descriptorSignature = 0x08074b50;
/** Signature, checksum, two sizes of eight bytes. */
const longestDescriptor = 24;
const shortestDescriptor = 12;
/** A field whose value is in a Zip64 one. */
const full = 0xffffffff;

/** Where the data lies. @throws DamagedEntry where it is not there, or is not that of this entry. */
export async function dataSpan(span: Span, source: ByteSource): Promise<Pick<Span, 'offset' | 'length'>> {
  const offset = await dataOffset(span, source);
  const { length } = span;
  if (offset + length > source.size) throw new DamagedEntry({ what: 'beyond-end' });
  return { offset, length };
}

/** @throws DamagedEntry where the local header is not there, or is not that of this entry. */
export async function dataOffset(span: Span, source: ByteSource): Promise<number> {
  const { localHeader, offset } = span;
  if (localHeader === undefined) return offset;
  const length = fixedLength + localHeader.nameLength;
  if (offset + length > source.size) throw new DamagedEntry({ what: 'beyond-end' });

  const header = new ByteCursor(await source.read(offset, length));
  const isHeader = header.u32() === signature;
  header.skip(2);
  const flags = header.u16();
  const method = header.u16();
  header.skip(4);
  const sums: Sums = { crc32: header.u32(), packedSize: header.u32(), size: header.u32() };
  const nameLength = header.u16();
  const extraLength = header.u16();
  const isSame =
    isHeader &&
    method === localHeader.method &&
    nameLength === localHeader.nameLength &&
    crc32(header.bytes(nameLength)) === localHeader.nameCrc32;
  if (!isSame) throw new DamagedEntry({ what: 'header-differs' });
  const start = offset + length + extraLength;
  const { stated } = localHeader;
  if (stated !== null) {
    const expected = { crc32: stated.crc32, packedSize: span.length, size: stated.size };
    const hasDescriptor = isDescribed(flags);
    const isTwice =
      withoutLevel(flags) === withoutLevel(stated.flags) &&
      agree(sums, expected, hasDescriptor) &&
      (!hasDescriptor || (await isDescribedAt(start + span.length, source, expected)));
    if (!isTwice) throw new DamagedEntry({ what: 'header-differs' });
  }
  return start;
}

interface Sums {
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
}

/** Bits 1 and 2 say how hard the packer tried, and not all makers write them twice. */
function withoutLevel(flags: number): number {
  return flags - (Math.floor(flags / 2) % 4) * 2;
}

/** Checksum and sizes were not known when the header was written: they follow the data. */
function isDescribed(flags: number): boolean {
  return Math.floor(flags / 8) % 2 === 1;
}

/**
 * A local header holds sizes modulo 2^32, or says that it does not hold them. With a descriptor, each field by itself may be
 * left blank: libarchive writes the size, which it knows, beside a blank checksum and packed size.
 */
function agree(sums: Sums, expected: Sums, mayBeBlank: boolean): boolean {
  const isBlank = (field: number): boolean => mayBeBlank && field === 0;
  const isSize = (narrow: number, size: number): boolean =>
    narrow === full || narrow === size % 2 ** 32 || isBlank(narrow);
  const isSum = sums.crc32 === expected.crc32 || isBlank(sums.crc32);
  return isSum && isSize(sums.packedSize, expected.packedSize) && isSize(sums.size, expected.size);
}

/** A descriptor begins with a signature or not, and its sizes have four bytes or eight: nothing says which. */
async function isDescribedAt(offset: number, source: ByteSource, expected: Sums): Promise<boolean> {
  const left = source.size - offset;
  if (left < shortestDescriptor) return false;
  const bytes = await source.read(offset, Math.min(longestDescriptor, left));
  const isSigned = new ByteCursor(bytes).u32() === descriptorSignature;
  return [isSigned ? 4 : 0, 0].some((start) => {
    const narrow = new ByteCursor(bytes.subarray(start));
    if (narrow.left < shortestDescriptor || narrow.u32() !== expected.crc32) return false;
    const wide = new ByteCursor(bytes.subarray(start + 4));
    if (narrow.u32() === expected.packedSize % 2 ** 32 && narrow.u32() === expected.size % 2 ** 32) return true;
    return wide.left >= 16 && wide.u64() === expected.packedSize && wide.u64() === expected.size;
  });
}
