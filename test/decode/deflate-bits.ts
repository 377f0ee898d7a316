// Raw deflate streams laid out bit by bit (RFC 1951), for what no compressor writes: streams that end at a chosen bit, and
// streams that are wrong in exactly one place.

/** Bits go into bytes from the lowest up; the bits of a Huffman code come highest first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #used = 8;

  /** A number, lowest bit first. */
  bits(value: number, count: number): this {
    for (let bit = 0; bit < count; bit += 1) this.#bit((value >>> bit) & 1);
    return this;
  }

  /** A Huffman code, highest bit first. */
  code(value: number, length: number): this {
    for (let bit = length - 1; bit >= 0; bit -= 1) this.#bit((value >>> bit) & 1);
    return this;
  }

  /** On to the next byte. */
  align(): this {
    this.#used = 8;
    return this;
  }

  bytes(...values: readonly number[]): this {
    this.align();
    this.#bytes.push(...values);
    return this;
  }

  /** Bits used of the last byte, 1 to 8. */
  get usedBits(): number {
    return this.#used;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #bit(bit: number): void {
    if (this.#used === 8) {
      this.#bytes.push(0);
      this.#used = 0;
    }
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | (bit << this.#used);
    this.#used += 1;
  }
}

export const stored = 0;
export const fixed = 1;
export const dynamic = 2;

export function startBlock(writer: BitWriter, type: number, isFinal = true): BitWriter {
  return writer.bits(isFinal ? 1 : 0, 1).bits(type, 2);
}

/** A stored block. @param complement what stands for the inverted length */
export function storedBlock(content: Uint8Array, isFinal = true, complement = 0xffff - content.length): Uint8Array {
  return startBlock(new BitWriter(), stored, isFinal)
    .bytes(content.length & 0xff, content.length >>> 8, complement & 0xff, complement >>> 8, ...content)
    .done();
}

/** In which order the lengths of the code length codes are written. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * The head of a dynamic block. Every length is written by itself: `lengths` are those of all literal codes (257 at least)
 * and of all distance codes. The code lengths from 0 to 15 are written in four bits each.
 */
export function dynamicHead(literals: readonly number[], distances: readonly number[]): BitWriter {
  const writer = startBlock(new BitWriter(), dynamic);
  writer
    .bits(literals.length - 257, 5)
    .bits(distances.length - 1, 5)
    .bits(lengthOrder.length - 4, 4);
  for (const symbol of lengthOrder) writer.bits(symbol < 16 ? 4 : 0, 3);
  for (const length of [...literals, ...distances]) writer.code(length, 4);
  return writer;
}

/** Lengths of the 257 shortest set of literal codes: those named, and zeros. */
export function literalLengths(named: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 257 }, (_, symbol) => named[symbol] ?? 0);
}

/** `A` and the end of the block in one bit each: `count` times `A`. A stream that a decoder may cut short from 131,072 on. */
export function runOfA(count: number): BitWriter {
  const writer = dynamicHead(literalLengths({ 0x41: 1, 0x100: 1 }), [0]);
  for (let left = count; left > 0; left -= 32) writer.bits(0, Math.min(left, 32));
  return writer.bits(1, 1);
}
