// Inflates one small raw deflate stream in one go. fflate is fast and not to be trusted alone: it cuts some valid streams
// short, and passes over bytes behind the end (github.com/101arrowz/fflate/pull/295). So its answer counts only where the
// stream gives exactly the stated size and needs its very last byte; in every other case the browser's own decompressor
// decides.
import { inflateSync } from 'fflate';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';

/**
 * What is decoded in one go is at most this long, packed and plain; longer streams go through inflateStream. Bytes. It is
 * also what bounds the work on a stream that lies about its size, which fflate follows to its end.
 */
export const wholeLimit = 1024 * 1024;

/** Raw deflate cannot give more than this many bytes for one (RFC 1951: 258 bytes for two bits). */
const highestRatio = 1032;

/** @throws DamagedEntry where the stream is broken, ends elsewhere than at the end of `packed`, or does not give `size` bytes. */
export async function inflateWhole(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (size > packed.length * highestRatio)
    throw new DamagedEntry({ what: 'impossible-size', size, packedSize: packed.length });
  // An empty file, for which some writers keep not even an empty stream.
  if (packed.length === 0) return packed;
  return inflateFast(packed, size) ?? inflateSlow(packed, size);
}

/** Null where fflate does not give what is stated. */
function inflateFast(packed: Uint8Array, size: number): Uint8Array | null {
  // One byte more than stated, to see a stream that gives more.
  const out = new Uint8Array(size + 1);
  const plain = tryInflate(packed, out);
  if (plain?.length !== size) return null;
  // fflate does not tell where a stream ends. One that ends in its last byte cannot do without it; what the second go
  // writes into the same memory, before it fails, is the same bytes again.
  return tryInflate(packed.subarray(0, -1), out) === null ? plain : null;
}

function tryInflate(packed: Uint8Array, out: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(packed, { out });
  } catch {
    // fflate's errors are plain ones without a kind; the browser's decompressor says what is wrong.
    return null;
  }
}

async function inflateSlow(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const plain = new Uint8Array(size);
  let length = 0;
  for await (const chunk of inflateStream([packed])) {
    if (length + chunk.length > size) throw new DamagedEntry({ what: 'too-long', expected: size });
    plain.set(chunk, length);
    length += chunk.length;
  }
  if (length < size) throw new DamagedEntry({ what: 'too-short', expected: size, found: length });
  return plain;
}
