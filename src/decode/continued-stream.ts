// Makes one raw deflate stream (RFC 1951) of several that lie one behind the other, without packing anything anew: each block
// says whether it is the last, and a stream whose last block says that it is not, and which ends with a byte, can be followed by
// another. Where the last block begins is known only when all before it was inflated.
import { Z_BLOCK, Z_OK, zlibInflate } from 'pako';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ReusableInflater } from './reusable-inflater.ts';

/** What pako says of where it has come to (zlib.h, `data_type`): below these flags, how many bits of the last byte it has not used. */
const lastBlock = 64;
const endOfBlock = 128;

/** A stored block of no bytes, behind the three bits of its header and what is left of their byte (RFC 1951, 3.2.4). */
const emptyBlock = Uint8Array.of(0, 0, 0xff, 0xff);
const headerBits = 3;

/** An empty last block: what streams that were continued end with. */
export function endOfStreams(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(3, 0);
}

/** A stream and what makes it continue are this much longer than the stream, at most. Bytes. */
export const mostAdded = emptyBlock.length + 1;

/** What is inflated at once, at most, whatever there is to inflate. Bytes. */
const roomSize = 64 * 1024;

/** Kept, as their tables and rooms take longer to make than a short stream takes to be inflated. */
const idle: StreamContinuer[] = [];

/** The caller's, until it gives it back. */
export function takeContinuer(): StreamContinuer {
  return idle.pop() ?? new StreamContinuer();
}

/** Whatever has become of its last stream. */
export function giveContinuer(continuer: StreamContinuer): void {
  idle.push(continuer);
}

/** One stream at a time, from its start to its end. */
export class StreamContinuer {
  readonly #inflater = new ReusableInflater();
  readonly #room = new Uint8Array(roomSize);

  /**
   * Inflates a whole stream. Yields plain bytes, which are the reader's until it asks for more, and returns the stream as one that
   * goes on.
   * @throws DamagedEntry where it is broken, cut, or followed by further bytes
   */
  *continue(packed: Uint8Array): Generator<Uint8Array, Uint8Array<ArrayBuffer>, undefined> {
    const { stream } = this.#inflater;
    this.#inflater.reset();
    stream.input = packed;
    stream.next_in = 0;
    stream.avail_in = packed.length;
    // Bits from the start. The first block begins there.
    let lastHeader = 0;
    for (;;) {
      stream.output = this.#room;
      stream.next_out = 0;
      stream.avail_out = roomSize;
      const status = zlibInflate(stream, Z_BLOCK);
      if (stream.next_out > 0) yield this.#room.subarray(0, stream.next_out);
      if (status !== Z_OK) throw new DamagedEntry({ what: 'broken-stream' });
      if (!isSet(stream.data_type, endOfBlock)) continue;
      const unused = stream.data_type % lastBlock;
      if (!isSet(stream.data_type, lastBlock)) lastHeader = 8 * stream.next_in - unused;
      else if (stream.avail_in > 0) throw new DamagedEntry({ what: 'broken-stream' });
      else return continued(packed, lastHeader, unused);
    }
  }
}

/** @param lastHeader where the last block begins, in bits @param unused bits of the last byte, which may be anything */
function continued(packed: Uint8Array, lastHeader: number, unused: number): Uint8Array<ArrayBuffer> {
  const start = packed.length + (unused < headerBits ? 1 : 0);
  const bytes = new Uint8Array(start + emptyBlock.length);
  bytes.set(packed);
  const lastByte = packed.at(-1) ?? 0;
  bytes[packed.length - 1] = lastByte % 2 ** (8 - unused);
  const at = Math.floor(lastHeader / 8);
  // The bit is set, as the block was the last: taking its value away clears it.
  bytes[at] = (bytes[at] ?? 0) - 2 ** (lastHeader % 8);
  bytes.set(emptyBlock, start);
  return bytes;
}

function isSet(flags: number, flag: number): boolean {
  return Math.floor(flags / flag) % 2 === 1;
}
