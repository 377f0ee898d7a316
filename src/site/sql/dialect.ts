// How the servers that backups are made of write strings, names and comments, as far as they differ.
import type { Technology } from '../technology.ts';

export interface Dialect {
  /** A backslash in a string takes the next byte with it. */
  readonly hasBackslashEscapes: boolean;
  /** `"…"` is a string; else a name. */
  readonly hasDoubleQuotedStrings: boolean;
  /** `[…]` is a name. */
  readonly hasBracketedNames: boolean;
  /** `#` begins a comment, and `--` only before a blank. */
  readonly hasMysqlComments: boolean;
}

const mysql: Dialect = {
  hasBackslashEscapes: true,
  hasDoubleQuotedStrings: true,
  hasBracketedNames: false,
  hasMysqlComments: true,
};

const standard: Dialect = {
  hasBackslashEscapes: false,
  hasDoubleQuotedStrings: false,
  hasBracketedNames: false,
  hasMysqlComments: false,
};

export function dialectOf(technology: Technology): Dialect {
  switch (technology) {
    case 'mysql':
      return mysql;
    case 'sqlserver':
    case 'sqlite':
      return { ...standard, hasBracketedNames: true };
    case 'postgresql':
    case 'other':
      return standard;
    default:
      return technology satisfies never;
  }
}
