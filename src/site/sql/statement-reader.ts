// What a reader of SQL is told by the lexer, and what the lexer has to know.
import type { Dialect } from './dialect.ts';
import type { Head } from './head.ts';

/** What the makers of backups put for the prefix of names. */
export const placeholder = '#__';

/** Told of each statement in turn: its head, then its bytes, then its end. */
export interface StatementReader {
  begin(head: Head): void;
  /** Bytes between `from` and `to`; valid during the call. */
  text(bytes: Uint8Array, from: number, to: number): void;
  /** `#__` outside of strings. @param isBare neither in a name in quotes nor in a comment */
  prefix(isBare: boolean): void;
  /** @param hasSemicolon whether the bytes end in one */
  end(hasSemicolon: boolean): void;
}

export interface LexerOptions {
  readonly dialect: Dialect;
  /** What stands between statements, where that is known: a comment. The usual one is known anyway. */
  readonly marker: string | null;
}
