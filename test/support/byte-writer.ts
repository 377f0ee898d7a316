// Lays out little-endian fields one behind the other: what the archive writers of the tests are made of.

export type Content = string | Uint8Array;

/** Text as UTF-8, bytes as they are. */
export function toBytes(content: Content): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** Numbers too large for their field wrap, as they do in the archives of careless writers. */
export class ByteWriter {
  readonly #pieces: Uint8Array[] = [];

  get size(): number {
    return this.#pieces.reduce((size, piece) => size + piece.length, 0);
  }

  bytes(content: Content): this {
    this.#pieces.push(toBytes(content));
    return this;
  }

  u8(value: number): this {
    return this.bytes(Uint8Array.of(value));
  }

  u16(value: number): this {
    return this.#field(2, (view) => {
      view.setUint16(0, value, true);
    });
  }

  u32(value: number): this {
    return this.#field(4, (view) => {
      view.setUint32(0, value, true);
    });
  }

  u64(value: number | bigint): this {
    return this.#field(8, (view) => {
      view.setBigUint64(0, BigInt(value), true);
    });
  }

  done(): Uint8Array {
    return concat(this.#pieces);
  }

  #field(size: number, fill: (view: DataView) => void): this {
    const bytes = new Uint8Array(size);
    fill(new DataView(bytes.buffer));
    return this.bytes(bytes);
  }
}

/** The bytes cut at the given offsets: `splitAt(bytes, [3, 10])` gives three pieces. */
export function splitAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  return [0, ...cuts].map((start, i) => bytes.subarray(start, cuts[i] ?? bytes.length));
}

/** The bytes in pieces of one size, the last one shorter: how the vendor's engine splits an archive. */
export function splitEvery(bytes: Uint8Array, size: number): Uint8Array[] {
  const cuts: number[] = [];
  for (let cut = size; cut < bytes.length; cut += size) cuts.push(cut);
  return splitAt(bytes, cuts);
}
