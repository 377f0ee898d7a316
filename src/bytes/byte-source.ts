// Random access to a run of bytes: where everything this program reads comes from.

/** A run of bytes of known size. Whoever calls `read` owns the bytes it returns and must not change them (they may be shared). */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`.
   * @throws RangeError where the range leaves the source: callers check against `size` first.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same, where it is in memory; null where it must be read, or the source keeps nothing. */
  peek?(offset: number, length: number): Uint8Array | null;
  /** Where the bytes end that can be read together with the one at `offset`; `size` where this is left out. */
  endOfStretch?(offset: number): number;
  /** Where the part ends that holds the byte at `offset`: what lies behind may fail by itself. `size` where this is left out. */
  endOfPart?(offset: number): number;
}

export function checkRange(size: number, offset: number, length: number): void {
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset > size - length
  )
    throw new RangeError(`${length} bytes at ${offset} are outside a source of ${size}`);
}

/** Bytes already in memory. */
export class MemorySource implements ByteSource {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    return Promise.resolve(this.#bytes.subarray(offset, offset + length));
  }
}

/** The same bytes over a plain buffer, which is what streams and files take. Copies only what is shared between threads. */
export function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
