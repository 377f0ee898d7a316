// The first words and names of a statement, one after the other. Comments are passed over; what stands in a comment that
// MySQL executes (`/*!50003 TRIGGER … */`) is read.
import { hasAscii } from '../../bytes/text.ts';
import { byte, isBlank, isWordByte } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';

export type HeadToken =
  /** Upper-cased, with the spelling it had. */
  | { readonly kind: 'word'; readonly text: string; readonly name: string }
  /** In quotes of names, which are taken off. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'mark'; readonly byte: number }
  | { readonly kind: 'end' };

const decoder = new TextDecoder();

export class HeadTokens {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #dialect: Dialect;
  #position: number;

  constructor(bytes: Uint8Array, range: { readonly from: number; readonly to: number }, dialect: Dialect) {
    this.#bytes = bytes;
    this.#position = range.from;
    this.#end = range.to;
    this.#dialect = dialect;
  }

  /** Behind the token that was read last. */
  get position(): number {
    return this.#position;
  }

  next(): HeadToken {
    this.#skipBlanks();
    if (this.#position >= this.#end) return { kind: 'end' };
    const first = this.#at(0);
    // What stands behind it is of another statement; it is not passed over.
    if (first === byte.semicolon) return { kind: 'end' };
    const closing = this.#closingOf(first);
    if (closing !== null) return { kind: 'name', name: this.#quoted(closing) };
    if (isWordByte(first) || first === byte.hash) {
      const name = this.#word();
      return { kind: 'word', text: name.toUpperCase(), name };
    }
    this.#position += 1;
    return { kind: 'mark', byte: first };
  }

  /** Passes over this byte, if it comes next and nothing before it. */
  skips(wanted: number): boolean {
    const isNext = this.#position < this.#end && this.#at(0) === wanted;
    if (isNext) this.#position += 1;
    return isNext;
  }

  #at(distance: number): number {
    return this.#bytes[this.#position + distance] ?? 0;
  }

  /** Of the quote that a name begins with; null where none does. */
  #closingOf(opening: number): number | null {
    if (opening === byte.backtick) return byte.backtick;
    if (opening === byte.doubleQuote && !this.#dialect.hasDoubleQuotedStrings) return byte.doubleQuote;
    return opening === byte.openBracket && this.#dialect.hasBracketedNames ? byte.closeBracket : null;
  }

  #quoted(closing: number): string {
    this.#position += 1;
    let name = '';
    for (;;) {
      const from = this.#position;
      const to = this.#find(closing);
      name += this.#text(from, to);
      this.#position = Math.min(to + 1, this.#end);
      // Doubled, it is part of the name.
      if (to >= this.#end || this.#at(0) !== closing) return name;
      name += String.fromCharCode(closing);
      this.#position += 1;
    }
  }

  #word(): string {
    const from = this.#position;
    do this.#position += 1;
    while (this.#position < this.#end && (isWordByte(this.#at(0)) || this.#at(0) === byte.hash));
    return this.#text(from, this.#position);
  }

  #text(from: number, to: number): string {
    return decoder.decode(this.#bytes.subarray(from, to));
  }

  #find(wanted: number): number {
    // Not over the whole piece: thousands of statements may begin with a quote that nothing closes.
    const found = this.#bytes.subarray(this.#position, this.#end).indexOf(wanted);
    return found < 0 ? this.#end : this.#position + found;
  }

  #skipBlanks(): void {
    for (;;) {
      while (this.#position < this.#end && isBlank(this.#at(0))) this.#position += 1;
      if (!this.#skipComment()) return;
    }
  }

  #skipComment(): boolean {
    if (this.#has('/*!') || this.#has('/*M!')) {
      while (this.#position < this.#end && !isDigit(this.#at(0)) && !isBlank(this.#at(0))) this.#position += 1;
      while (isDigit(this.#at(0))) this.#position += 1;
      return true;
    }
    if (this.#has('*/')) this.#position += 2;
    else if (this.#has('/*')) this.#skipPast('*/');
    else if (this.#has('--')) this.#skipPast('\n');
    else return false;
    return true;
  }

  #has(text: string): boolean {
    return this.#position + text.length <= this.#end && hasAscii(this.#bytes, text, this.#position);
  }

  #skipPast(text: string): void {
    this.#position += text.length;
    while (this.#position < this.#end && !this.#has(text)) this.#position += 1;
    this.#position = Math.min(this.#position + text.length, this.#end);
  }
}

function isDigit(value: number): boolean {
  return value >= 0x30 && value <= 0x39;
}
