// A dump, in pieces of any size → its statements, in pieces. Strings, names and comments are told apart byte by byte, so that
// a semicolon, a marker or a `#__` counts only where it is one. Memory is that of one piece, however long a statement is.
import { ExtractError } from '../../problems/extract-error.ts';
import { BodyDepth } from './body-depth.ts';
import { byte } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';
import { hasBody, mostHeadSize } from './head.ts';
import { Heads } from './heads.ts';
import { closingBytes, isTold, StopTables, type State, type Stops } from './lexer-states.ts';
import { endsStatement, Marks } from './marks.ts';
import { placeholder, type LexerOptions, type StatementReader } from './statement-reader.ts';
import { Window } from './window.ts';

/** The most that has to be looked at to tell what stands somewhere inside a statement: a marker. */
const mostLookahead = 64;

const nothing = new Uint8Array(0);
const blank = Uint8Array.of(0x20);

export class SqlLexer {
  readonly #reader: StatementReader;
  readonly #dialect: Dialect;
  readonly #tables: StopTables;
  #stops: Stops;
  #delimiter = ';';
  #state: State = 'between';
  /** Statements that have a body end at a marker, once one has been seen: one that is only stated may not be there. */
  #isMarked = false;
  #hasBody = false;
  #isExecuted = false;
  readonly #depth = new BodyDepth();
  readonly #window = new Window();
  readonly #marks: Marks;
  readonly #heads: Heads;
  #from = 0;

  constructor(reader: StatementReader, { dialect, marker }: LexerOptions) {
    this.#reader = reader;
    this.#dialect = dialect;
    this.#heads = new Heads(dialect);
    this.#marks = new Marks(this.#window, dialect, marker);
    this.#tables = new StopTables(dialect);
    this.#stops = this.#tables.of(this.#delimiter, false);
  }

  get held(): number {
    return this.#window.rest.length;
  }

  push(piece: Uint8Array): void {
    this.#read(piece, false);
  }

  endOfPart(): void {
    if (endsStatement(this.#window.rest)) this.#read(nothing, true);
    if (this.#state === 'semicolon' && this.#window.rest.length === 0 && this.#depth.isOutside)
      this.#endStatement(true);
  }

  /**
   * The dump ends, or what comes next is missing.
   * @returns false in the middle of a statement: what was cut there cannot be used
   */
  end(): boolean {
    this.#read(nothing, true);
    const isCode = this.#state === 'code' || this.#state === 'line-comment';
    // Whatever makes dumps of MySQL ends each statement, the last one too.
    if (isCode && !this.#dialect.hasMysqlComments) this.#endStatement(false);
    const isBehind = this.#state === 'semicolon' || this.#state === 'semicolon-line';
    if (isBehind && this.#depth.isOutside) this.#endStatement(true);
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

  #skip(): void {
    const { code, single } = this.#stops;
    if (this.#state !== 'code') this.#window.skipTo(this.#stops[this.#state]);
    else if (this.#window.skipStrings(code, single, byte.singleQuote)) this.#state = 'single';
  }

  #step(): boolean {
    switch (this.#state) {
      case 'between':
        return this.#between();
      case 'code':
        return this.#code();
      case 'semicolon':
        return this.#behindSemicolon();
      case 'single':
      case 'double':
      case 'name':
      case 'bracket':
        return this.#quoted(closingBytes[this.#state]);
      case 'line-comment':
        return this.#comment('\n', 'code');
      case 'block-comment':
        return this.#comment('*/', 'code');
      case 'semicolon-line':
        return this.#lineInBody();
      case 'semicolon-block':
        return this.#comment('*/', 'semicolon');
      case 'hidden-block':
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
    if (first >= 0xfe) this.#marks.refuseWideText();
    if (first === 0xef && this.#window.at(1) === 0xbb && this.#window.at(2) === 0xbf) return this.#advance(3);
    if (this.#passesMarker()) return true;
    if (this.#marks.beginsLineComment()) return this.#advance(1, 'dropped-line');
    if (this.#marks.beginsBlockComment()) return this.#advance(2, 'dropped-block');
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
    const first = this.#window.at(0);
    switch (first) {
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
    this.#marks.refuseOddByte(first);
    if (this.#passesMarker()) return true;
    if (this.#marks.beginsLineComment()) return this.#advance(1, 'line-comment');
    if (this.#marks.beginsBlockComment()) return this.#enterComment();
    if (this.#window.has('/*')) this.#isExecuted = true;
    else if (this.#window.has('*/')) this.#isExecuted = false;
    return this.#hasBody && !this.#isMarked && this.#delimiter === ';'
      ? this.#advance(this.#depth.pass(this.#window.word(mostLookahead)))
      : this.#advance(1);
  }

  #enterComment(): true {
    if (!this.#isExecuted) return this.#advance(2, 'block-comment');
    this.#blankOut(2);
    return this.#advance(0, 'hidden-block');
  }

  #semicolon(): boolean {
    this.#advance(1);
    this.#depth.take(';');
    // Under another delimiter too: MySQL's client would be given it without.
    if (!this.#hasBody) this.#endStatement(true);
    else if (this.#delimiter === ';') this.#state = 'semicolon';
    return true;
  }

  /** Without markers, the semicolon at the end of a line ends a statement that has a body, once all that began in it has ended. */
  #behindSemicolon(): boolean {
    if (this.#window.lacks(mostLookahead)) return false;
    const first = this.#window.at(0);
    if (first === byte.newline) {
      if (this.#isMarked || !this.#depth.isOutside) return this.#advance(1);
      this.#endStatement(true);
    } else if (this.#marks.beginsLineComment()) this.#advance(1, 'semicolon-line');
    else if (this.#marks.beginsBlockComment() && !this.#marks.marker) this.#advance(2, 'semicolon-block');
    else this.#state = 'code';
    return true;
  }

  /** What ends the line ends the statement too: it is left where it is. */
  #lineInBody(): boolean {
    if (this.#window.at(0) === byte.hash) return this.#hashInside();
    this.#state = 'semicolon';
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
    if (this.#window.lacks(2)) return false;
    // MySQL's client would take `/* /*! */` for the beginning of two comments.
    if (this.#window.has('/*')) return this.#blankOut(2);
    if (!this.#window.has(closing)) return this.#advance(1);
    this.#advance(closing.length);
    if (this.#state === 'hidden-block') this.#from = this.#window.position;
    return this.#advance(0, next);
  }

  #hashInside(): boolean {
    if (this.#window.lacks(placeholder.length + 1)) return false;
    return this.#passesPrefix() || this.#advance(1);
  }

  #passesPrefix(): boolean {
    if (!this.#window.has(placeholder)) return false;
    const isQuoted = this.#state === 'name' || this.#state === 'double' || this.#state === 'bracket';
    if (!isQuoted && !this.#marks.endsBarePlaceholder) {
      if (this.#state === 'code') throw new ExtractError('database-unsafe');
      return false;
    }
    this.#leaveOut(placeholder.length);
    this.#reader.prefix(this.#state === 'code');
    return true;
  }

  #blankOut(count: number): true {
    this.#leaveOut(count);
    this.#reader.text(blank, 0, 1);
    return true;
  }

  #leaveOut(count: number): true {
    this.#tell();
    this.#advance(count);
    this.#from = this.#window.position;
    return true;
  }

  #passesMarker(): boolean {
    const marker = this.#marks.marker;
    if (marker === undefined) return false;
    if (this.#state !== 'between') this.#endStatement(false);
    this.#isMarked = true;
    return this.#advance(marker.length);
  }

  #begin(): void {
    const head = this.#heads.read(this.#window);
    this.#hasBody = hasBody(head);
    this.#isExecuted = false;
    this.#depth.begin();
    this.#stops = this.#tables.of(this.#delimiter, this.#hasBody && !this.#isMarked && this.#delimiter === ';');
    this.#from = this.#window.position;
    this.#state = 'code';
    this.#reader.begin(head);
  }

  #endStatement(hasSemicolon: boolean): void {
    // MySQL's client would go on in it, and read all that follows otherwise than it is.
    if (this.#isExecuted && this.#dialect.hasMysqlComments) throw new ExtractError('database-unsafe');
    this.#tell();
    this.#state = 'between';
    this.#reader.end(hasSemicolon);
  }

  /** `DELIMITER $$`, to the end of its line. */
  #readDelimiter(): boolean {
    const line = this.#window.line(mostHeadSize);
    this.#delimiter = /^\S+\s+(\S{1,15})/.exec(line)?.[1] ?? ';';
    return this.#advance(line.length);
  }

  #tell(): void {
    const isInside = isTold(this.#state);
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
