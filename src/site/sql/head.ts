// What kind of statement it is, and of which table: told from its first words.
import { byte } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';
import { HeadTokens, type HeadToken } from './head-tokens.ts';

/** What a database is made of. */
export type ObjectKind = 'table' | 'view' | 'trigger' | 'procedure' | 'function' | 'event';

/** Names as in the dump, without quotes and without a database's name. */
export type Head =
  | { readonly kind: 'create'; readonly what: ObjectKind; readonly name: string; readonly table: string | null }
  | { readonly kind: 'drop'; readonly what: ObjectKind; readonly name: string }
  /** Fills a table, or changes something about it. */
  | { readonly kind: 'rows'; readonly table: string }
  /** Of several tables at once, or of all. */
  | { readonly kind: 'lock' }
  | { readonly kind: 'setting' }
  | { readonly kind: 'other' }
  /** No dump of a database has it. The word that it begins with, if it is one. */
  | { readonly kind: 'foreign'; readonly word: string };

/** A head that is longer than this is none that any server writes. Bytes. */
export const mostHeadSize = 4096;

const other: Head = { kind: 'other' };
const lock: Head = { kind: 'lock' };
const setting: Head = { kind: 'setting' };

export interface ReadHead {
  readonly head: Head;
  /** Behind the last byte that was looked at. */
  readonly end: number;
}

/** Between `from` and `to` there is the statement's start: all of it, or `mostHeadSize` bytes. */
export function readHead(
  bytes: Uint8Array,
  range: { readonly from: number; readonly to: number },
  dialect: Dialect,
): ReadHead {
  const tokens = new HeadTokens(bytes, range, dialect);
  // Clients take a `-` or a `.` at the start for something of their own, whatever stands behind it.
  const head = beginsAsSql(bytes[range.from] ?? 0) ? toHead(tokens) : foreign('');
  return { head, end: tokens.position };
}

/** With a letter, or the slash of a comment that MySQL executes. */
function beginsAsSql(first: number): boolean {
  return (first >= 0x41 && first <= 0x5a) || (first >= 0x61 && first <= 0x7a) || first === byte.slash;
}

/** Does it hold statements of its own, with semicolons behind them? */
export function hasBody(head: Head): boolean {
  return head.kind === 'create' && head.what !== 'table' && head.what !== 'view';
}

function toHead(tokens: HeadTokens): Head {
  const first = tokens.next();
  const word = first.kind === 'word' ? first.text : '';
  switch (word) {
    case 'INSERT':
    case 'REPLACE':
    case 'UPDATE':
    case 'DELETE':
      return rowsOf(nameAfter(tokens, rowWords)) ?? foreign(word);
    case 'LOCK':
    case 'UNLOCK':
      return lock;
    case 'ALTER':
    case 'TRUNCATE':
      return rowsOf(nameAfterTable(tokens)) ?? foreign(word);
    case 'SET':
      return rowsOf(nameAfterIdentityInsert(tokens)) ?? setting;
    case 'CREATE':
      return created(tokens) ?? foreign(word);
    case 'DROP':
      return dropped(tokens) ?? foreign(word);
    case 'SELECT':
    case 'START':
    case 'COMMIT':
      return other;
    default:
      return foreign(word);
  }
}

function foreign(word: string): Head {
  return { kind: 'foreign', word: word.slice(0, mostWordLength) };
}

/** A longer one is no word. */
const mostWordLength = 40;

const rowWords: ReadonlySet<string> = new Set([
  ...['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'QUICK', 'IGNORE', 'INTO', 'FROM'],
]);
const existsWords: ReadonlySet<string> = new Set(['IF', 'NOT', 'EXISTS']);

const objects: ReadonlyMap<string, ObjectKind | 'index' | 'sequence'> = new Map([
  ['SEQUENCE', 'sequence'],
  ['INDEX', 'index'],
  ['TABLE', 'table'],
  ['VIEW', 'view'],
  ['TRIGGER', 'trigger'],
  ['PROCEDURE', 'procedure'],
  ['FUNCTION', 'function'],
  ['EVENT', 'event'],
]);

function rowsOf(table: string | null): Head | null {
  return table === null ? null : { kind: 'rows', table };
}

/** `CREATE OR REPLACE ALGORITHM=… DEFINER=… SQL SECURITY … VIEW`: what it makes is the first word that says so. */
function created(tokens: HeadTokens): Head | null {
  const what = nextObject(tokens);
  if (what === 'sequence') return other;
  if (what === 'index') return rowsOf(tableBehindOn(tokens));
  const name = what === null ? null : nameAfter(tokens, existsWords);
  if (what === null || name === null) return null;
  return { kind: 'create', what, name, table: what === 'trigger' ? tableBehindOn(tokens) : null };
}

function dropped(tokens: HeadTokens): Head | null {
  const what = nextObject(tokens);
  const name = what === null ? null : nameAfter(tokens, existsWords);
  if (what === 'sequence') return other;
  return what === null || what === 'index' || name === null ? null : { kind: 'drop', what, name };
}

/** Words that may stand before it are few, and none is a name but the definer's, which is in quotes or behind a `=` or `@`. */
function nextObject(tokens: HeadTokens): ObjectKind | 'index' | 'sequence' | null {
  let isValue = false;
  for (let count = 0; count < 40; count += 1) {
    const token = tokens.next();
    // `CURRENT_USER()` is a definer too.
    if (token.kind === 'mark' && token.byte === openParenthesis && tokens.skips(closeParenthesis)) continue;
    if (token.kind === 'end' || (token.kind === 'mark' && token.byte === openParenthesis)) return null;
    const what = token.kind === 'word' && !isValue ? objects.get(token.text) : undefined;
    if (what !== undefined) return what;
    isValue = token.kind === 'mark' && (token.byte === equals || token.byte === at);
  }
  return null;
}

const openParenthesis = 0x28;
const closeParenthesis = 0x29;
const dot = 0x2e;
const equals = 0x3d;
const at = 0x40;

/** `name BEFORE INSERT ON table`, and the same for an index. */
function tableBehindOn(tokens: HeadTokens): string | null {
  for (let count = 0; count < 10; count += 1) {
    const token = tokens.next();
    if (token.kind === 'end') return null;
    if (token.kind === 'word' && token.text === 'ON') return nameAfter(tokens, new Set());
  }
  return null;
}

function nameAfterTable(tokens: HeadTokens): string | null {
  const word = tokens.next();
  const isTable = word.kind === 'word' && (word.text === 'TABLE' || word.text === 'TABLES');
  return isTable ? nameAfter(tokens, existsWords) : null;
}

/** SQL Server's `SET IDENTITY_INSERT name ON`. */
function nameAfterIdentityInsert(tokens: HeadTokens): string | null {
  const word = tokens.next();
  return word.kind === 'word' && word.text === 'IDENTITY_INSERT' ? nameAfter(tokens, new Set()) : null;
}

/** The name behind these words; of `database`.`name` the last. */
function nameAfter(tokens: HeadTokens, words: ReadonlySet<string>): string | null {
  let token = tokens.next();
  while (token.kind === 'word' && words.has(token.text)) token = tokens.next();
  return nameOf(token, tokens);
}

function nameOf(token: HeadToken, tokens: HeadTokens): string | null {
  if (token.kind === 'end' || token.kind === 'mark') return null;
  if (!tokens.skips(dot)) return token.name;
  return nameOf(tokens.next(), tokens);
}
