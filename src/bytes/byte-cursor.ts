// Reads little-endian fields and text from bytes in memory, refusing to leave them. Used for headers, which are small.

/** Thrown by a cursor asked for more than there is. The caller knows what that means for its format. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes';
}

export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  get left(): number {
    return this.#bytes.length - this.#position;
  }

  #advance(length: number): number {
    if (length < 0 || length > this.left) throw new OutOfBytes(`${length} of ${this.left} bytes`);
    const at = this.#position;
    this.#position += length;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** Past 2^53 the value is Infinity: larger than any file, and no arithmetic makes it look sane again. */
  u64(): number {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }
}
