// Data that is held in memory whole and goes into another archive as it is: what is proved of it, its checksum and that it
// decodes to exactly its size, can be found out apart from everything else, many entries at a time and in another thread.
import type { Entry, Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { dataSpan } from './data-offset.ts';
import { readOnlyChunk } from './decode-chunks.ts';
import { inflateInto, wholeLimit } from './inflate-whole.ts';
import { takenSpan } from './packing.ts';

/** How one file's data lies in memory, and what it ought to give. */
export interface ShortForm {
  readonly method: 'stored' | 'deflate';
  /** Bytes, packed. */
  readonly length: number;
  /** Bytes, plain. */
  readonly size: number;
}

/** The data of one file. */
export interface ShortFile extends ShortForm {
  readonly packed: Uint8Array;
  /** What the archive states, if it does. */
  readonly crc32: number | undefined;
}

/** Data of files, one behind the other. */
export interface ShortFiles {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly forms: readonly ShortForm[];
}

/** Where the data lies of a file that `readShortFile` may have; null for all others. Told without reading. */
export function shortSpan({ data, size }: Entry): Span | null {
  const span = takenSpan(data);
  if (span === null || size === 0 || size > wholeLimit) return null;
  return span.length > 0 && span.length <= wholeLimit ? span : null;
}

/**
 * Reads the data of a file that has a `shortSpan`; null where it lies in several chunks.
 * @returns what gives it; what is sealed is opened then, with others, and may throw DamagedEntry
 * @throws DamagedEntry where it is not there, or is not that of this entry
 * @throws ExtractError where a part cannot be read
 */
export async function readShortFile(
  { data, size }: Entry,
  source: ByteSource,
): Promise<(() => Promise<ShortFile>) | null> {
  if (data.in === 'chunks') {
    const open = await readOnlyChunk(data, source);
    if (open === null) return null;
    return async () => {
      const packed = await open();
      return { method: 'deflate', length: packed.length, size, packed, crc32: undefined };
    };
  }
  if (data.in !== 'stored' && data.in !== 'deflate') return null;
  const { offset, length } = await dataSpan(data.span, source);
  const file: ShortFile = {
    method: data.in,
    length,
    size,
    packed: await source.read(offset, length),
    crc32: data.crc32,
  };
  return () => Promise.resolve(file);
}

/** Where data is inflated to. */
export function inflateRoom(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(wholeLimit);
}

/**
 * The checksums of the plain bytes; null for data that is not exactly what it ought to be.
 * @param room see `inflateRoom`; with any content before and after
 */
export function sumShortFiles({ bytes, forms }: ShortFiles, room: Uint8Array<ArrayBuffer>): (number | null)[] {
  let end = 0;
  return forms.map(({ method, length, size }) => {
    const packed = bytes.subarray(end, end + length);
    end += length;
    if (method === 'stored') return length === size ? crc32(packed) : null;
    const plain = room.subarray(0, size);
    return inflateInto(plain, packed) === size ? crc32(plain) : null;
  });
}
