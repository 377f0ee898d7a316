// Writes little-endian fields into records of known length, and refuses values that do not fit: cut off, a size or an
// offset would be a wrong one that looks right. One buffer for all records: fresh ones took more time than their fields.

const most = { u16: 0xffff, u32: 0xffffffff, u64: Number.MAX_SAFE_INTEGER };

export class FieldWriter {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #length = 0;
  #position = 0;

  /** @param longest length of a record */
  constructor(longest: number) {
    this.#bytes = new Uint8Array(longest);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /**
   * Begins a record; the one before is no more.
   * @param length bytes that will be written, exactly
   */
  record(length: number): this {
    this.#length = length;
    this.#position = 0;
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#advance(2), checked(value, most.u16), true);
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#advance(4), checked(value, most.u32), true);
    return this;
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#advance(8), BigInt(checked(value, most.u64)), true);
    return this;
  }

  /** @param value -2^31 to 2^31 - 1 */
  i32(value: number): this {
    this.#view.setInt32(this.#advance(4), value, true);
    return this;
  }

  u8(value: number): this {
    this.#view.setUint8(this.#advance(1), value);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.#advance(bytes.length));
    return this;
  }

  /** The record, until the next is begun. @throws Error where fields are missing */
  done(): Uint8Array {
    if (this.#position !== this.#length) throw new Error(`${this.#position} of ${this.#length} bytes`);
    return this.#bytes.subarray(0, this.#length);
  }

  #advance(length: number): number {
    const at = this.#position;
    if (at + length > this.#length) throw new Error(`more than ${this.#length} bytes`);
    this.#position += length;
    return at;
  }
}

function checked(value: number, largest: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= largest) return value;
  throw new Error(`${value} in a field up to ${largest}`);
}
