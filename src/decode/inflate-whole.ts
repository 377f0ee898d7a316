// Inflates one small raw deflate stream in one go. fflate is fast and not to be trusted alone: it cuts some valid streams
// short, and passes over bytes behind the end (github.com/101arrowz/fflate/pull/295). So its answer counts only where the
// stream ends exactly at its last byte and gives exactly the stated size; in every other case the browser's own
// decompressor decides.
import { Inflate } from 'fflate';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';

/** What is decoded in one go is at most this long; longer streams go through inflateStream. Bytes. */
export const wholeLimit = 4 * 1024 * 1024;

/** Raw deflate cannot give more than this many bytes for one (RFC 1951: 258 bytes for two bits). */
const highestRatio = 1032;
/** Bytes fed at once, so that a stream that lies about its size is stopped soon: at most 16 MiB of output later. */
const pieceSize = 16 * 1024;

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
  const plain = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((chunk) => {
    if (length + chunk.length <= size) plain.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let start = 0; start < packed.length && length <= size; start += pieceSize) {
      const end = start + pieceSize;
      inflate.push(packed.subarray(start, end), end >= packed.length);
    }
  } catch {
    // fflate's errors are plain ones without a kind; the browser's decompressor says what is wrong.
    return null;
  }
  return length === size && endsExactly(inflate) ? plain : null;
}

/**
 * Has the stream used its input to the last byte? fflate does not tell, so this looks at two private fields of the pinned
 * version: `p`, the input from the byte on where it stopped, and `s.p`, the bits of that byte it has used.
 */
function endsExactly(inflate: Inflate): boolean {
  const unread: unknown = inflate['p'];
  const state: unknown = inflate['s'];
  if (!(unread instanceof Uint8Array) || typeof state !== 'object' || state === null || !('p' in state))
    throw new Error('fflate has changed inside: see decode/inflate-whole.ts');
  return unread.length === (state.p === 0 ? 0 : 1);
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
