// The data descriptor of a ZIP entry (APPNOTE 4.3.9): checksum and sizes behind the data, where the local header has zeros.
// Its signature is optional, and its sizes have 32 or 64 bits: what decides is that the packed size is the distance.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import type { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { LocalFields } from './local-header.ts';

const pieceLength = 256 * 1024;
const longest = 24;
const signature = 'PK\x07\x08';
/** What comes behind an entry: the next one, or the directory. */
const next = ['PK\x03\x04', 'PK\x01\x02'];

type Sizes = Pick<LocalFields, 'crc32' | 'packedSize' | 'size'>;

/** Behind data of known size; 0 where there is none. */
export async function descriptorLengthAt(
  source: ReadAhead,
  { dataStart, packedSize, limit }: Sizes & { readonly dataStart: number; readonly limit: number },
): Promise<number> {
  const at = dataStart + packedSize;
  const bytes = await source.read(at, Math.min(longest, limit - at));
  return layouts.find((layout) => readAs(layout, bytes, packedSize) !== null)?.length ?? 0;
}

/** Behind data of unknown size: the first place that fits. */
export async function findDescriptor(
  source: ReadAhead,
  dataStart: number,
  limit: number,
): Promise<{ readonly end: number; readonly fields: Sizes } | null> {
  for (let start = dataStart; start < limit; start += pieceLength) {
    const from = Math.max(dataStart, start - longest);
    const bytes = await source.read(from, Math.min(pieceLength + 2 * longest, limit - from));
    for (let at = bytes.indexOf(0x50); at !== -1; at = bytes.indexOf(0x50, at + 1)) {
      const found = fitsAt(bytes, at, from - dataStart);
      if (found !== null) return { end: from + found.end, fields: found.fields };
    }
  }
  return null;
}

interface Layout {
  readonly length: number;
  readonly isSigned: boolean;
  readonly isWide: boolean;
}

const layouts: readonly Layout[] = [
  { length: 16, isSigned: true, isWide: false },
  { length: 24, isSigned: true, isWide: true },
  { length: 12, isSigned: false, isWide: false },
  { length: 20, isSigned: false, isWide: true },
];

/** A signed descriptor begins at `at`, or what follows an unsigned one does. @param distance from the data's start to `bytes` */
function fitsAt(
  bytes: Uint8Array,
  at: number,
  distance: number,
): { readonly end: number; readonly fields: Sizes } | null {
  const isNext = next.some((mark) => hasAscii(bytes, mark, at));
  if (!isNext && !hasAscii(bytes, signature, at)) return null;
  for (const layout of layouts) {
    const start = isNext ? at - layout.length : at;
    if (layout.isSigned === isNext || start < 0) continue;
    const fields = readAs(layout, bytes.subarray(start), distance + start);
    if (fields !== null) return { end: start + layout.length, fields };
  }
  return null;
}

/** Null where the packed size is not this one. */
function readAs({ length, isSigned, isWide }: Layout, bytes: Uint8Array, packedSize: number): Sizes | null {
  if (bytes.length < length || (isSigned && !hasAscii(bytes, signature))) return null;
  const cursor = new ByteCursor(bytes);
  if (isSigned) cursor.skip(signature.length);
  const crc32 = cursor.u32();
  const stated = isWide ? cursor.u64() : cursor.u32();
  const size = isWide ? cursor.u64() : cursor.u32();
  return stated === packedSize ? { crc32, packedSize, size } : null;
}
