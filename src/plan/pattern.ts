// Which entries a user means by patterns like those of the vendor's own extractor: PHP's `fnmatch` without flags, which hands
// them to the C library of the server (POSIX.1 2.13, glibc). `*` and `?` match any character, `/` and a leading dot too.
//
// Compared are characters, as PHP does since 8.1; older ones compare bytes. (glibc tries the bytes too where the characters do
// not match, so that `??` matches `é` on a server. Nobody means that.)
import { isInSet, readBracket, type BracketSet } from './bracket-set.ts';

type Token =
  /** Any number of characters. */
  | { readonly is: 'any' }
  | { readonly is: 'one' }
  | { readonly is: 'character'; readonly code: number }
  | BracketSet
  /** What no path has. */
  | { readonly is: 'never' };

export type Pattern = readonly Token[];

/** Characters. PHP takes none that is longer. */
const longestPattern = 4096;

/** @returns whether a path, as in the archive, matches one of the patterns: one a line or between commas. None match nothing. */
export function matcherOf(list: string): (path: string) => boolean {
  const patterns = patternsIn(list).map(parsePattern);
  return (path) => patterns.some((pattern) => matches(pattern, path));
}

/** What a list of patterns holds, each without the space around it. */
export function patternsIn(list: string): readonly string[] {
  return [
    ...new Set(
      list
        .split(/[,\n]/)
        .map((pattern) => pattern.trim())
        .filter((pattern) => pattern !== ''),
    ),
  ];
}

export function parsePattern(text: string): Pattern {
  const characters = Array.from(text);
  if (characters.length > longestPattern) return [{ is: 'never' }];
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
    const character = characters[at] ?? '';
    at += 1;
    if (character === '[') {
      const read = readBracket(characters, at);
      if (typeof read === 'object') at = read.next;
      tokens.push(typeof read === 'object' ? read.set : read === 'never' ? { is: 'never' } : literal(character));
    } else if (character === '\\') {
      // It stands for the character behind it, and with none there for nothing at all.
      tokens.push(literal(characters[at]));
      at += 1;
    } else if (character === '?') tokens.push({ is: 'one' });
    else if (character !== '*') tokens.push(literal(character));
    else if (tokens.at(-1)?.is !== 'any') tokens.push({ is: 'any' });
  }
  return tokens;
}

function literal(character: string | undefined): Token {
  const code = character?.codePointAt(0);
  return code === undefined ? { is: 'never' } : { is: 'character', code };
}

/**
 * Where what follows a `*` does not match, only that `*` takes one more character: an earlier one could win nothing by taking
 * more. So the steps are at most those of the path times those of the pattern, whatever the two are.
 */
export function matches(pattern: Pattern, path: string): boolean {
  let [place, token] = [0, 0];
  /** Behind the `*` met last, and where in the path it ends so far. */
  let again: { readonly token: number; readonly place: number } | null = null;
  while (place < path.length) {
    const code = path.codePointAt(place) ?? 0;
    const now = pattern[token];
    if (now?.is === 'any') {
      token += 1;
      if (token === pattern.length) return true;
      again = { token, place };
    } else if (now !== undefined && takes(now, code)) {
      token += 1;
      place += lengthOf(code);
    } else if (again === null) return false;
    else {
      place = again.place + lengthOf(path.codePointAt(again.place) ?? 0);
      token = again.token;
      again = { token, place };
    }
  }
  while (pattern[token]?.is === 'any') token += 1;
  return token === pattern.length;
}

function takes(token: Exclude<Token, { readonly is: 'any' }>, code: number): boolean {
  switch (token.is) {
    case 'one':
      return true;
    case 'character':
      return token.code === code;
    case 'set':
      return isInSet(token, code);
    case 'never':
      return false;
    default:
      return token satisfies never;
  }
}

/** UTF-16 units. */
function lengthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}
