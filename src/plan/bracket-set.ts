// The `[…]` of a pattern, read as the C library of a server does, with all its oddities: `]` at the start is a member, a range
// that ends before it begins is empty, a class of no known name matches nothing from there on.
import { characterClass } from './character-class.ts';

/** A run of code points, a class, or what ends the search for the character in vain. */
type Member =
  | { readonly is: 'range'; readonly from: number; readonly to: number }
  | { readonly is: 'class'; readonly has: (character: string) => boolean }
  | { readonly is: 'nothing' };

export interface BracketSet {
  readonly is: 'set';
  readonly isNegated: boolean;
  readonly members: readonly Member[];
}

/**
 * What begins with a `[`: a set, and the place behind it; `open` where it is never closed, so that the `[` stands for itself;
 * `never` where nothing can match it.
 */
export type BracketReading = { readonly set: BracketSet; readonly next: number } | 'open' | 'never';

/** @param at the place behind the `[` */
export function readBracket(pattern: readonly string[], at: number): BracketReading {
  const isNegated = pattern[at] === '!' || pattern[at] === '^';
  const first = isNegated ? at + 1 : at;
  const members: Member[] = [];
  let next = first;
  while (next === first || pattern[next] !== ']') {
    if (next >= pattern.length) return 'open';
    const read = readMember(pattern, next);
    if (read === 'never') return 'never';
    members.push(read.member);
    next = read.next;
  }
  return { set: { is: 'set', isNegated, members }, next: next + 1 };
}

export function isInSet({ isNegated, members }: BracketSet, code: number): boolean {
  for (const member of members) {
    if (member.is === 'nothing') return false;
    if (member.is === 'range' ? member.from <= code && code <= member.to : member.has(String.fromCodePoint(code)))
      return !isNegated;
  }
  return isNegated;
}

interface MemberReading {
  readonly member: Member;
  readonly next: number;
}

function readMember(pattern: readonly string[], at: number): MemberReading | 'never' {
  const named = pattern[at] === '[' ? readNamed(pattern, at + 1) : null;
  if (named !== null) return named;
  const from = readEnd(pattern, at);
  if (from === 'never') return 'never';
  const isRange = pattern[from.next] === '-' && pattern[from.next + 1] !== ']';
  const to = isRange ? readEnd(pattern, from.next + 1) : from;
  if (to === 'never') return 'never';
  if (from.code === null || to.code === null) return { member: { is: 'nothing' }, next: to.next };
  return { member: { is: 'range', from: from.code, to: to.code }, next: to.next };
}

/** `[:alpha:]` and `[=a=]`; null for what only begins like them, whose `[` is a character like any other. */
function readNamed(pattern: readonly string[], at: number): MemberReading | null {
  if (pattern[at] === '=') {
    const code = codeOf(pattern[at + 1]);
    if (code === null || pattern[at + 2] !== '=' || pattern[at + 3] !== ']') return null;
    return { member: { is: 'range', from: code, to: code }, next: at + 4 };
  }
  if (pattern[at] !== ':') return null;
  let next = at + 1;
  while (/^[a-y]$/.test(pattern[next] ?? '')) next += 1;
  if (pattern[next] !== ':' || pattern[next + 1] !== ']') return null;
  const has = characterClass(pattern.slice(at + 1, next).join(''));
  return { member: has === null ? { is: 'nothing' } : { is: 'class', has }, next: next + 2 };
}

/** One end of a range, or a single member; `code` is null where it is a name that no character has. */
function readEnd(
  pattern: readonly string[],
  at: number,
): { readonly code: number | null; readonly next: number } | 'never' {
  if (pattern[at] === '[' && pattern[at + 1] === '.') {
    let end = at + 2;
    while (end < pattern.length && !(pattern[end] === '.' && pattern[end + 1] === ']')) end += 1;
    if (end >= pattern.length) return 'never';
    return { code: end === at + 3 ? codeOf(pattern[at + 2]) : null, next: end + 2 };
  }
  const place = pattern[at] === '\\' ? at + 1 : at;
  const code = codeOf(pattern[place]);
  return code === null ? 'never' : { code, next: place + 1 };
}

function codeOf(character: string | undefined): number | null {
  return character?.codePointAt(0) ?? null;
}
