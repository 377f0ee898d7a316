// A dump, in pieces of any size → its statements, in pieces. Strings, names and comments are told apart byte by byte, so that
// a semicolon, a marker or a `#__` counts only where it is one. Memory is that of one piece, however long a statement is.
import { byte, isBlank } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';
import { hasBody, mostHeadSize, readHead, type Head } from './head.ts';
import { stopsOf, type State, type Stops } from './lexer-states.ts';
import { Window } from './window.ts';

/** Told of each statement in turn: its head, then its bytes, then its end. */
export interface StatementReader {
  begin(head: Head): void;
  /** Bytes between `from` and `to`; valid during the call. */
  text(bytes: Uint8Array, from: number, to: number): void;
  /** `#__` outside of strings. */
  prefix(): void;
  /** @param hasSemicolon whether the bytes end in one */
  end(hasSemicolon: boolean): void;
}

export interface LexerOptions {
  readonly dialect: Dialect;
  /** What stands between statements, where that is known: a comment. The usual one is known anyway. */
  readonly marker: string | null;
}

/** What the makers of backups put between statements. */
const usualMarker = '/**ABDB**/';
export const placeholder = '#__';
/** The most that has to be looked at to tell what stands somewhere inside a statement: a marker. */
const mostLookahead = 64;

const nothing = new Uint8Array(0);

export class SqlLexer {
  readonly #reader: StatementReader;
  readonly #dialect: Dialect;
  readonly #markers: readonly string[];
  #stops: Stops;
  #delimiter = ';';
  #state: State = 'between';
  /** Statements that have a body end at a marker. Known from the start, or once one has been seen. */
  #isMarked: boolean;
  /** Of the statement being read. */
  #hasBody = false;
  /** The start of a statement that was read before, and what it says: thousands begin alike. */
  #known: { readonly start: Uint8Array; readonly head: Head } | null = null;
  readonly #window = new Window();
  /** Where the bytes begin that the reader has not been told of. */
  #from = 0;

  constructor(reader: StatementReader, { dialect, marker }: LexerOptions) {
    this.#reader = reader;
    this.#dialect = dialect;
    this.#markers = marker === null ? [usualMarker] : [marker, usualMarker];
    this.#isMarked = marker !== null;
    this.#stops = stopsOf(dialect, this.#delimiter);
  }

  /** Bytes kept for the next piece. */
  get held(): number {
    return this.#window.rest.length;
  }

  push(piece: Uint8Array): void {
    this.#read(piece, false);
  }

  /** A file of the dump ends here: with a statement, though the line break behind it may be missing. */
  endOfPart(): void {
    if (endsStatement(this.#window.rest)) this.#read(nothing, true);
    if (this.#state === 'semicolon') this.#endStatement(true);
  }

  /**
   * The dump ends, or what comes next is missing.
   * @returns false in the middle of a string, a name or a comment: what was cut there cannot be used
   */
  end(): boolean {
    this.#read(nothing, true);
    if (this.#state === 'code' || this.#state === 'line-comment') this.#endStatement(false);
    if (this.#state === 'semicolon') this.#endStatement(true);
    if (this.#state === 'dropped-line') this.#state = 'between';
    return this.#state === 'between';
  }

  #read(piece: Uint8Array, isLast: boolean): void {
    const window = this.#window;
    window.fill(piece, isLast);
    this.#from = 0;
    do this.#skip();
    while (!window.isAtEnd && this.#step());
    this.#tell();
    window.clear();
  }

  /** To the next byte that means something here. */
  #skip(): void {
    const { code, single } = this.#stops;
    if (this.#state !== 'code') this.#window.skipTo(this.#stops[this.#state]);
    else if (this.#window.skipStrings(code, single, byte.singleQuote)) this.#state = 'single';
  }

  /** Takes in what stands at the position. @returns false where that cannot be told without more bytes */
  #step(): boolean {
    switch (this.#state) {
      case 'between':
        return this.#between();
      case 'code':
        return this.#code();
      case 'semicolon':
        return this.#behindSemicolon();
      case 'single':
        return this.#quoted(byte.singleQuote);
      case 'double':
        return this.#quoted(byte.doubleQuote);
      case 'name':
        return this.#quoted(byte.backtick);
      case 'bracket':
        return this.#quoted(byte.closeBracket);
      case 'line-comment':
        return this.#comment('\n', 'code');
      case 'block-comment':
        return this.#comment('*/', 'code');
      case 'dropped-line':
        return this.#comment('\n', 'between');
      case 'dropped-block':
        return this.#comment('*/', 'between');
      default:
        return this.#state satisfies never;
    }
  }

  #between(): boolean {
    if (this.#window.lacks(mostHeadSize)) return false;
    const first = this.#window.at(0);
    if (first === byte.semicolon) return this.#advance(1);
    if (this.#window.has(this.#delimiter)) return this.#advance(this.#delimiter.length);
    if (first === 0xef && this.#window.at(1) === 0xbb && this.#window.at(2) === 0xbf) return this.#advance(3);
    if (this.#passesMarker()) return true;
    if (this.#beginsLineComment()) return this.#advance(1, 'dropped-line');
    if (this.#beginsBlockComment()) return this.#advance(2, 'dropped-block');
    if ((first === 0x44 || first === 0x64) && /^delimiter[ \t]/i.test(this.#window.ascii(10)))
      return this.#readDelimiter();
    this.#begin();
    return true;
  }

  #code(): boolean {
    if (this.#window.lacks(mostLookahead)) return false;
    if (this.#delimiter !== ';' && this.#window.has(this.#delimiter)) {
      this.#endStatement(false);
      return this.#advance(this.#delimiter.length);
    }
    switch (this.#window.at(0)) {
      case byte.doubleQuote:
        return this.#advance(1, 'double');
      case byte.backtick:
        return this.#advance(1, 'name');
      case byte.openBracket:
        return this.#advance(1, 'bracket');
      case byte.semicolon:
        return this.#semicolon();
      case byte.hash:
        if (this.#passesPrefix()) return true;
    }
    if (this.#passesMarker()) return true;
    if (this.#beginsLineComment()) return this.#advance(1, 'line-comment');
    return this.#beginsBlockComment() ? this.#advance(2, 'block-comment') : this.#advance(1);
  }

  #semicolon(): boolean {
    this.#advance(1);
    if (this.#delimiter !== ';') return true;
    if (!this.#hasBody) this.#endStatement(true);
    else if (!this.#isMarked) this.#state = 'semicolon';
    return true;
  }

  /** Without markers, the semicolon at the end of a line ends a statement that has a body: old backups have one in each line. */
  #behindSemicolon(): boolean {
    if (this.#window.at(0) === byte.newline) this.#endStatement(true);
    else this.#state = 'code';
    return true;
  }

  #quoted(closing: number): boolean {
    const first = this.#window.at(0);
    if (first === closing) return this.#advance(1, 'code');
    if (first === byte.hash) return this.#hashInside();
    // A backslash, and the byte that it takes with it is not there yet.
    return !this.#window.lacks(2) && this.#advance(1);
  }

  #comment(closing: string, next: State): boolean {
    if (this.#window.at(0) === byte.hash) return this.#hashInside();
    if (this.#window.lacks(closing.length)) return false;
    return this.#window.has(closing) ? this.#advance(closing.length, next) : this.#advance(1);
  }

  #hashInside(): boolean {
    if (this.#window.lacks(placeholder.length)) return false;
    return this.#passesPrefix() || this.#advance(1);
  }

  #passesPrefix(): boolean {
    if (!this.#window.has(placeholder)) return false;
    this.#tell();
    this.#advance(placeholder.length);
    this.#from = this.#window.position;
    this.#reader.prefix();
    return true;
  }

  #passesMarker(): boolean {
    if (this.#window.at(0) !== byte.slash) return false;
    const marker = this.#markers.find((text) => this.#window.has(text));
    if (marker === undefined) return false;
    if (this.#state !== 'between') this.#endStatement(false);
    this.#isMarked = true;
    return this.#advance(marker.length);
  }

  #beginsLineComment(): boolean {
    if (this.#window.at(0) === byte.hash) return this.#dialect.hasMysqlComments && !this.#window.has(placeholder);
    if (!this.#window.has('--')) return false;
    // Behind the end there is a 0, a blank like the others.
    return !this.#dialect.hasMysqlComments || isBlank(this.#window.at(2));
  }

  /** What stands in a comment that MySQL executes is none. */
  #beginsBlockComment(): boolean {
    return (
      this.#window.has('/*') &&
      !(this.#dialect.hasMysqlComments && (this.#window.has('/*!') || this.#window.has('/*M!')))
    );
  }

  #begin(): void {
    const known = this.#known;
    const head = known !== null && this.#window.hasBytes(known.start) ? known.head : this.#readHead();
    this.#hasBody = hasBody(head);
    this.#from = this.#window.position;
    this.#state = 'code';
    this.#reader.begin(head);
  }

  #readHead(): Head {
    const { bytes, position: from } = this.#window;
    const to = Math.min(from + mostHeadSize, bytes.length);
    const { head, end } = readHead(bytes, { from, to }, this.#dialect);
    if (head.kind === 'rows' && end < to) this.#known = { start: bytes.slice(from, end + 1), head };
    return head;
  }

  #endStatement(hasSemicolon: boolean): void {
    this.#tell();
    this.#state = 'between';
    this.#reader.end(hasSemicolon);
  }

  /** `DELIMITER $$`, to the end of its line. */
  #readDelimiter(): boolean {
    const line = this.#window.ascii(mostHeadSize).split('\n', 1).join('');
    this.#delimiter = /^\S+\s+(\S{1,15})/.exec(line)?.[1] ?? ';';
    this.#stops = stopsOf(this.#dialect, this.#delimiter);
    return this.#advance(line.length);
  }

  /** Tells the reader of what lies behind, if it is of a statement. */
  #tell(): void {
    const isInside = this.#state !== 'between' && this.#state !== 'dropped-line' && this.#state !== 'dropped-block';
    const { bytes, position } = this.#window;
    if (isInside && position > this.#from) this.#reader.text(bytes, this.#from, position);
    this.#from = position;
  }

  #advance(count: number, state = this.#state): true {
    this.#window.position += count;
    this.#state = state;
    return true;
  }
}

/** Nothing may be cut at such an end. */
function endsStatement(rest: Uint8Array): boolean {
  let last = rest.length - 1;
  while (last > 0 && isBlank(rest[last] ?? 0)) last -= 1;
  return rest[last] === byte.semicolon || (rest[last] === byte.slash && rest[last - 1] === byte.star);
}
