// The bytes that a lexer has before it: the latest piece, and in front of it what was left of the one before.
import { hasAscii } from '../../bytes/text.ts';

import { isWordByte } from './byte-kinds.ts';

const nothing = new Uint8Array(0);

export class Window {
  /** To be read only. */
  bytes: Uint8Array = nothing;
  /** Everything before it has been taken in. */
  position = 0;
  #isLast = false;

  /** Lays the next piece behind what is left. @param isLast nothing comes after it for now: what is there has to do */
  fill(piece: Uint8Array, isLast: boolean): void {
    this.bytes = joined(this.rest, piece);
    this.position = 0;
    this.#isLast = isLast;
  }

  /** Lets go of the piece, but for what has not been taken in. */
  clear(): void {
    this.bytes = this.rest.slice();
    this.position = 0;
  }

  get rest(): Uint8Array {
    return this.bytes.subarray(this.position);
  }

  get isAtEnd(): boolean {
    return this.position >= this.bytes.length;
  }

  /** 0 behind the end. */
  at(distance: number): number {
    return this.bytes[this.position + distance] ?? 0;
  }

  has(text: string): boolean {
    return hasAscii(this.bytes, text, this.position);
  }

  hasBytes(start: Uint8Array): boolean {
    if (start.length > this.bytes.length - this.position) return false;
    for (let index = 0; index < start.length; index += 1)
      if (this.bytes[this.position + index] !== start[index]) return false;
    return true;
  }

  /** At most so many bytes, as characters. */
  ascii(most: number): string {
    return String.fromCharCode(...this.bytes.subarray(this.position, this.position + most));
  }

  /** To the end of the line, at most so many bytes. */
  line(most: number): string {
    const { bytes, position } = this;
    const found = bytes.subarray(position, position + most).indexOf(0x0a);
    return this.ascii(found < 0 ? most : found);
  }

  /** The word that begins here, at most so many bytes; '' where none does. */
  word(most: number): string {
    let length = 0;
    while (length < most && isWordByte(this.at(length))) length += 1;
    return this.ascii(length);
  }

  isLongerThan(count: number): boolean {
    return this.bytes.length - this.position > count;
  }

  /** Must more be waited for before so many bytes can be looked at? */
  lacks(count: number): boolean {
    return !this.#isLast && this.bytes.length - this.position < count;
  }

  /** To the next byte that the table has a 1 for. A 2 takes the next byte with it, whatever that is. */
  skipTo(stops: Uint8Array): void {
    const { bytes } = this;
    const last = bytes.length - 1;
    let { position } = this;
    while (position <= last) {
      const stop = stops[bytes[position] ?? 0];
      if (stop === 0) position += 1;
      else if (stop === 2 && position < last) position += 2;
      else break;
    }
    this.position = position;
  }

  /**
   * The same, and past whole strings on the way: a row has dozens of them, and each would cost two steps.
   * @returns whether a string has begun in which the bytes end
   */
  skipStrings(stops: Uint8Array, inString: Uint8Array, quote: number): boolean {
    const { bytes } = this;
    const last = bytes.length - 1;
    for (let position = this.position; ; position += 1) {
      while (position <= last && stops[bytes[position] ?? 0] === 0) position += 1;
      this.position = position;
      if (bytes[position] !== quote) return false;
      this.position += 1;
      this.skipTo(inString);
      position = this.position;
      if (bytes[position] !== quote) return true;
    }
  }
}

function joined(rest: Uint8Array, piece: Uint8Array): Uint8Array {
  if (rest.length === 0) return piece;
  const bytes = new Uint8Array(rest.length + piece.length);
  bytes.set(rest);
  bytes.set(piece, rest.length);
  return bytes;
}
