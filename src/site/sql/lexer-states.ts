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
  /** Comments that are of no statement. */
  | 'dropped-line'
  | 'dropped-block';

export type Stops = Readonly<Record<State, Uint8Array>>;

/** By state, a table of all bytes: see `stopsAt`. */
export function stopsOf(dialect: Dialect, delimiter: string): Stops {
  const { hasBackslashEscapes, hasDoubleQuotedStrings, hasBracketedNames } = dialect;
  const { singleQuote, doubleQuote, backtick, openBracket, closeBracket, hash, dash, slash, semicolon } = byte;
  const escape = hasBackslashEscapes ? byte.backslash : null;
  const brackets = hasBracketedNames ? [openBracket] : [];
  const first = delimiter.charCodeAt(0);
  return {
    between: Uint8Array.from({ length: 256 }, (_, value) => (isBlank(value) ? 0 : 1)),
    code: stopsAt([singleQuote, doubleQuote, backtick, ...brackets, hash, dash, slash, semicolon, first]),
    single: stopsAt([singleQuote], escape),
    double: hasDoubleQuotedStrings ? stopsAt([doubleQuote], escape) : stopsAt([doubleQuote, hash]),
    name: stopsAt([backtick, hash]),
    bracket: stopsAt([closeBracket, hash]),
    'line-comment': stopsAt([byte.newline, hash]),
    'block-comment': stopsAt([byte.star, hash]),
    semicolon: Uint8Array.from({ length: 256 }, (_, value) => (isBlank(value) && value !== byte.newline ? 0 : 1)),
    'dropped-line': stopsAt([byte.newline]),
    'dropped-block': stopsAt([byte.star]),
  };
}
