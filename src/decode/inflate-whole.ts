// Inflates one small raw deflate stream in one go, with pako: a port of zlib, as strict as zlib is, that says where a stream
// ends. Where its answer is not exactly what the archive states, the browser's own decompressor decides.
import { Z_FINISH, Z_STREAM_END, zlibInflate } from 'pako';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';
import { ReusableInflater } from './reusable-inflater.ts';

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

const nothing = new Uint8Array();

/** One for all streams: it works on one at a time, from beginning to end. */
const inflater = new ReusableInflater();

/**
 * Inflates one stream that ends, rightly, in the last byte of `packed`.
 * @returns how many bytes it gave; null where it is not such a stream, or gives more than there is room for
 */
export function inflateInto(room: Uint8Array<ArrayBuffer>, packed: Uint8Array): number | null {
  inflater.reset();
  const { stream } = inflater;
  stream.input = packed;
  stream.next_in = 0;
  stream.avail_in = packed.length;
  stream.output = room;
  stream.next_out = 0;
  stream.avail_out = room.length;
  const status = zlibInflate(stream, Z_FINISH);
  const isExact = status === Z_STREAM_END && stream.avail_in === 0;
  // Neither is to live longer for having been here.
  stream.input = stream.output = nothing;
  return isExact ? stream.next_out : null;
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
