// A source of any size, terabytes included, that is zeros but for a few islands: how sizes past 2^32 are tested.
import { checkRange, type ByteSource } from '../../src/bytes/byte-source.ts';

export interface Island {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Islands must not overlap. Only what is read costs memory. */
export class SparseSource implements ByteSource {
  readonly size: number;
  readCount = 0;
  bytesRead = 0;
  /** The longest read so far: a reader that trusts a size field asks for too much. */
  longestRead = 0;
  readonly #islands: readonly Island[];

  constructor(size: number, islands: readonly Island[]) {
    for (const island of islands) checkRange(size, island.offset, island.bytes.length);
    this.size = size;
    this.#islands = islands;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    this.readCount += 1;
    this.bytesRead += length;
    this.longestRead = Math.max(this.longestRead, length);
    const bytes = new Uint8Array(length);
    for (const island of this.#islands) {
      const from = Math.max(offset, island.offset);
      const to = Math.min(offset + length, island.offset + island.bytes.length);
      if (from < to) bytes.set(island.bytes.subarray(from - island.offset, to - island.offset), from - offset);
    }
    return Promise.resolve(bytes);
  }
}
