// Entries of an open backup read one by one, outside a run: for the card, a preview, a single file, a database. Writes nothing.
import type { Entry } from '../archive/entry.ts';
import { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry } from '../decode/decode-entry.ts';

export class EntryReader {
  readonly #source: ByteSource;
  readonly #pool = new BufferPool();

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /**
   * The plain bytes of a file or a link, piece by piece. Each piece is the reader's, and may be given back to `recycle`.
   * @throws DamagedEntry where the data is not what the archive states
   * @throws ExtractError where a part cannot be read
   */
  pieces(entry: Entry, signal: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
    return decodeEntry(entry, this.#source, { signal, pool: this.#pool });
  }

  /** Takes a piece back that nobody looks at any more. */
  recycle(piece: Uint8Array): void {
    this.#pool.give(piece);
  }

  /**
   * The first bytes, at most `most` of them, and no more is decoded than they take. A whole entry has passed every check; of
   * one that is cut here the rest is not looked at.
   * @throws as `pieces` does
   */
  async start(entry: Entry, most: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(Math.min(most, entry.size));
    let length = 0;
    for await (const piece of this.pieces(entry, signal)) {
      bytes.set(piece.subarray(0, bytes.length - length), length);
      length = Math.min(length + piece.length, bytes.length);
      this.recycle(piece);
      if (length === bytes.length && length < entry.size) break;
    }
    return bytes;
  }
}
