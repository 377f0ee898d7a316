// Where a reader of SQL may be, and which bytes it has to stop at there.
import { byte, isBlank, stopsAt } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';

export type State =
  | 'between'
  | 'code'
  | 'single'
  | 'double'
  | 'name'
  | 'bracket'
  | 'line-comment'
  | 'block-comment'
  /** In a statement with a body: behind a semicolon that may be its end. */
  | 'semicolon'
  | 'semicolon-line'
  | 'semicolon-block'
  /** A comment within one that MySQL executes: its client cannot tell where that ends. */
  | 'hidden-block'
  /** Comments that are of no statement. */
  | 'dropped-line'
  | 'dropped-block';

export type Stops = Readonly<Record<State, Uint8Array>>;

/** Control characters: some end a comment or a name for a server, and not for its client. */
const controls: readonly number[] = Array.from({ length: 0x20 }, (_, value) => value).filter(
  (value) => value !== 0x09 && value !== byte.newline && value !== 0x0d,
);

/** Every word has to be looked at. */
const words = Uint8Array.from({ length: 256 }, (_, value) => (isBlank(value) && !controls.includes(value) ? 0 : 1));

/** By state, a table of all bytes: see `stopsAt`. */
function stopsOf(dialect: Dialect, delimiter: string): Stops {
  const { hasBackslashEscapes, hasDoubleQuotedStrings, hasBracketedNames } = dialect;
  const {
    singleQuote,
    doubleQuote,
    backtick,
    openBracket,
    closeBracket,
    hash,
    dash,
    slash,
    semicolon,
    star,
    backslash,
  } = byte;
  const escape = hasBackslashEscapes ? byte.backslash : null;
  const brackets = hasBracketedNames ? [openBracket] : [];
  const first = delimiter.charCodeAt(0);
  return {
    between: Uint8Array.from({ length: 256 }, (_, value) => (isBlank(value) ? 0 : 1)),
    code: stopsAt([
      singleQuote,
      doubleQuote,
      backtick,
      ...brackets,
      hash,
      dash,
      slash,
      semicolon,
      star,
      backslash,
      first,
      ...controls,
    ]),
    single: stopsAt([singleQuote], escape),
    double: hasDoubleQuotedStrings ? stopsAt([doubleQuote], escape) : stopsAt([doubleQuote, hash]),
    name: stopsAt([backtick, hash]),
    bracket: stopsAt([closeBracket, hash]),
    'line-comment': stopsAt([byte.newline, hash]),
    'block-comment': stopsAt([star, hash, slash]),
    semicolon: Uint8Array.from({ length: 256 }, (_, value) => (isBlank(value) && value !== byte.newline ? 0 : 1)),
    'semicolon-line': stopsAt([byte.newline, hash]),
    'semicolon-block': stopsAt([star, hash, slash]),
    'hidden-block': stopsAt([star]),
    'dropped-line': stopsAt([byte.newline]),
    'dropped-block': stopsAt([star]),
  };
}

/** All that are needed, each made once: a dump may set a delimiter again and again. */
export class StopTables {
  readonly #dialect: Dialect;
  readonly #plain = new Map<string, Stops>();
  readonly #wordwise = new Map<string, Stops>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** @param isWordwise for statements of which the end is told by their words */
  of(delimiter: string, isWordwise: boolean): Stops {
    const tables = isWordwise ? this.#wordwise : this.#plain;
    const first = delimiter === ';' ? ';' : delimiter.charAt(0);
    const known = tables.get(first);
    if (known !== undefined) return known;
    const stops = stopsOf(this.#dialect, first);
    const made = isWordwise ? { ...stops, code: words } : stops;
    tables.set(first, made);
    return made;
  }
}

/** Is what is read there of a statement, and written? */
export function isTold(state: State): boolean {
  return state !== 'between' && state !== 'hidden-block' && state !== 'dropped-line' && state !== 'dropped-block';
}

export function isControl(value: number): boolean {
  return value < 0x20 && value !== 0x09 && value !== byte.newline && value !== 0x0d;
}

/** What ends what is in quotes. */
export const closingBytes = {
  single: byte.singleQuote,
  double: byte.doubleQuote,
  name: byte.backtick,
  bracket: byte.closeBracket,
} as const;
