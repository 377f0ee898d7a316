// One part of the joined archive as zip.js wants to read it. The directory is in memory while it is being listed: the
// library looks into it and around it in many small reads.
import { Reader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { JoinedPart, JoinedSource } from '../../parts/joined-source.ts';
import type { HeldBytes } from './directory.ts';

/** The end of the archive while the directory is listed; nothing afterwards. */
export interface Held {
  bytes: HeldBytes | null;
}

/** One reader for each part, in order: the library tells from their sizes where a part number lies. */
export function partReaders(source: JoinedSource, held: Held): PartReader[] {
  return source.parts.map((part) => new PartReader(source, part, held));
}

class PartReader extends Reader<null> {
  override size: number;
  readonly #source: JoinedSource;
  readonly #start: number;
  readonly #held: Held;

  constructor(source: JoinedSource, part: JoinedPart, held: Held) {
    super(null);
    this.size = part.size;
    this.#source = source;
    this.#start = part.offset;
    this.#held = held;
  }

  /** Fewer bytes than asked for at the end of the part: the library's way to find the end, where a source would throw. */
  override readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    const count = Math.min(length, this.size - offset);
    if (offset < 0 || !(count > 0)) return Promise.resolve(new Uint8Array());
    const at = this.#start + offset;
    const held = this.#held.bytes;
    if (held !== null && at >= held.offset)
      return Promise.resolve(held.bytes.subarray(at - held.offset, at - held.offset + count));
    return this.#source.read(at, count);
  }
}
