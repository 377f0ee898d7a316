// Inflates one small raw deflate stream in one go, with pako: a port of zlib, as strict as zlib is, that says where a stream
// ends. Where its answer is not exactly what the archive states, the browser's own decompressor decides.
import { Z_FINISH, Z_STREAM_END, zlibInflate, zlibInflateInit2, zlibInflateReset, ZStream } from 'pako';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';

/**
 * What is decoded in one go is at most this long, packed and plain; longer streams go through inflateStream. Bytes. It is
 * also what bounds the work on a stream that lies about its size.
 */
export const wholeLimit = 1024 * 1024;

/** Raw deflate cannot give more than this many bytes for one (RFC 1951: 258 bytes for two bits). */
const highestRatio = 1032;

/**
 * @returns bytes of `pool`
 * @throws DamagedEntry where the stream is broken, ends elsewhere than at the end of `packed`, or does not give `size` bytes.
 */
export async function inflateWhole(packed: Uint8Array, size: number, pool: BufferPool): Promise<Uint8Array> {
  if (size > packed.length * highestRatio)
    throw new DamagedEntry({ what: 'impossible-size', size, packedSize: packed.length });
  // An empty file, for which some writers keep not even an empty stream.
  if (packed.length === 0) return packed;
  const plain = pool.take(size);
  if (inflateInto(plain, packed) !== size) await inflateSlowly(plain, packed);
  return plain;
}

/** zlib's own number for a raw stream with a window of 32 KiB, the most there is. */
const rawWindowBits = -15;
const nothing = new Uint8Array();

/** One decoder for all streams: it is set up once and works on one at a time, from beginning to end. */
const decoder = new ZStream();
zlibInflateInit2(decoder, rawWindowBits);

/**
 * Inflates one stream that ends, rightly, in the last byte of `packed`.
 * @returns how many bytes it gave; null where it is not such a stream, or gives more than there is room for
 */
export function inflateInto(room: Uint8Array<ArrayBuffer>, packed: Uint8Array): number | null {
  zlibInflateReset(decoder);
  decoder.input = packed;
  decoder.next_in = 0;
  decoder.avail_in = packed.length;
  decoder.output = room;
  decoder.next_out = 0;
  decoder.avail_out = room.length;
  const status = zlibInflate(decoder, Z_FINISH);
  const isExact = status === Z_STREAM_END && decoder.avail_in === 0;
  // Neither is to live longer for having been here.
  decoder.input = decoder.output = nothing;
  return isExact ? decoder.next_out : null;
}

async function inflateSlowly(plain: Uint8Array, packed: Uint8Array): Promise<void> {
  let length = 0;
  for await (const piece of inflateStream([packed])) {
    if (length + piece.length > plain.length) throw new DamagedEntry({ what: 'too-long', expected: plain.length });
    plain.set(piece, length);
    length += piece.length;
  }
  if (length < plain.length) throw new DamagedEntry({ what: 'too-short', expected: plain.length, found: length });
}
