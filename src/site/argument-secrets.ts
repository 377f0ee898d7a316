// Secrets that have no name: the user and the password that a program hands to a function that connects, and in settings the
// strings of a plain list, `array('localhost', 'root', 'password')`.
import type { Outline } from './code-outline.ts';
import type { Range } from './range.ts';

const calls = /(?:connect\w{0,40}|login|pdo|mysqli|createconnection|authenticate)\s{0,9}$/i;
/** The first argument of others is the server. */
const startsWithUser = /\bwpdb\s{0,9}$/i;
const fewestInList = 2;

interface Bracket {
  readonly kind: 'call' | 'list' | 'other';
  isHiding: boolean;
  isKeyed: boolean;
  readonly strings: Range[];
}

/** @param isSettings lists are looked at too */
export function argumentRanges(text: string, { outline, strings }: Outline, isSettings: boolean): readonly Range[] {
  const ranges: Range[] = [];
  const open: Bracket[] = [];
  let hiding = 0;
  let next = 0;
  const stringsUpTo = (end: number) => {
    for (let string = strings[next]; string !== undefined && string[0] < end; string = strings[next]) {
      next += 1;
      (hiding > 0 ? ranges : open.at(-1)?.strings)?.push(within(text, string));
    }
  };
  for (const { index, 0: sign } of outline.matchAll(/=>|[([{}\]),:]/g)) {
    stringsUpTo(index);
    const top = open.at(-1);
    if (sign === '(' || sign === '[' || sign === '{') {
      const bracket = opened(outline.slice(Math.max(0, index - 60), index), sign, isSettings);
      if (bracket.isHiding) hiding += 1;
      open.push(bracket);
    } else if (top === undefined) continue;
    else if (sign === ',') {
      if (top.kind !== 'call' || top.isHiding) continue;
      top.isHiding = true;
      hiding += 1;
    } else if (sign === '=>' || sign === ':') top.isKeyed = true;
    else {
      open.pop();
      if (top.isHiding) hiding -= 1;
      if (top.kind === 'call' && top.isKeyed) ranges.push(...top.strings);
      if (top.kind === 'list' && !top.isKeyed && top.strings.length >= fewestInList)
        ranges.push(...top.strings.slice(1));
    }
  }
  stringsUpTo(text.length);
  return ranges;
}

function opened(before: string, sign: string, isSettings: boolean): Bracket {
  const isHiding = sign === '(' && startsWithUser.test(before);
  const isCall = isHiding || (sign === '(' && calls.test(before));
  const isList = isSettings && (sign === '[' || (sign === '(' && /\barray\s{0,9}$/i.test(before)));
  return { kind: isCall ? 'call' : isList ? 'list' : 'other', isHiding, isKeyed: false, strings: [] };
}

function within(text: string, [from, to]: Range): Range {
  return [from + 1, Math.max(from + 1, text.charAt(to - 1) === text.charAt(from) ? to - 1 : to)];
}
