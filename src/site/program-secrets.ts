// Secrets in any program or text, whatever the file is for: what is given to the name of a password word for word.
import { endOfString, inString, type Outline } from './code-outline.ts';
import type { Range } from './range.ts';
import { isPasswordName, namesIn } from './secret-names.ts';

const giving = /["'\\\])\s]{0,300}(=>|[?.:|]{0,2}=(?![=>])|:(?!:)|\(|,)[ \t]{0,100}/y;
const setter = /(?:define|env\w{0,30}|set\w{0,30}|with\w{0,30})\s{0,9}\(\s{0,9}["']$/i;
/** What a value may stand in. */
const around =
  /(?:\s{1,300}|\(|\[|\$[\w>-]{1,60}\s{0,9}\?[?:]?|\w{1,40}\s{0,9}\((?:\s{0,9}(["'])\w{0,80}\1\s{0,9},)?){0,9}/iy;
const number = /-?\d[\w.]{0,80}/y;
const word = /[^\s'"`&;,<>$?{}()%\\|]{1,300}/y;

export function programRanges(text: string, { outline }: Outline): readonly Range[] {
  const ranges: Range[] = [];
  for (const { index, end } of namesIn(text, isPasswordName)) {
    const place = outline.charAt(index);
    const isWithin = place === ' ' || (place === inString && outline.charAt(end) === inString);
    giving.lastIndex = end;
    // In the outline comments between are blanks.
    const sign = giving.exec(isWithin ? text : outline)?.[1];
    if (sign === undefined) continue;
    const at = giving.lastIndex;
    if (sign === ',' && !setter.test(text.slice(Math.max(0, index - 50), index))) continue;
    if (place === ' ') ranges.push(...inLine(text, at));
    else if (isWithin) {
      if (sign.endsWith('=')) ranges.push(...matchAt(word, text, at));
    } else ranges.push(...inCode(text, outline, at));
  }
  return ranges;
}

/** Of a text for people: a value is the only word in its line, or follows an equals sign. */
export function proseRanges(text: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const { end } of namesIn(text, isPasswordName)) {
    giving.lastIndex = end;
    const sign = giving.exec(text)?.[1];
    if (sign === undefined || sign === ',' || sign === '(') continue;
    ranges.push(...(sign.endsWith('=') ? wordAt(text, giving.lastIndex) : inLine(text, giving.lastIndex)));
  }
  return ranges;
}

function wordAt(text: string, at: number): readonly Range[] {
  return /["'`]/.test(text.charAt(at)) ? quoted(text, at) : matchAt(word, text, at);
}

function inLine(text: string, at: number): readonly Range[] {
  if (/["'`]/.test(text.charAt(at))) return quoted(text, at);
  const line = /[^\n]{0,400}/y;
  line.lastIndex = at;
  const value = line.exec(text)?.[0].replace(/\s*(?:\*\/|[;,.])?\s*$/, '') ?? '';
  return value === '' || /^<|\s/.test(value) ? [] : [[at, at + value.length]];
}

function inCode(text: string, outline: string, start: number): readonly Range[] {
  around.lastIndex = start;
  around.exec(outline);
  const at = Math.max(start, around.lastIndex);
  if (!/["'`]/.test(text.charAt(at))) return matchAt(number, text, at);
  const ranges = [...quoted(text, at)];
  // Joined of several.
  for (let end = endOfString(text, at), count = 0; count < 20; count += 1) {
    const next = /^\s{0,99}[.+]\s{0,99}(?=["'`])/.exec(text.slice(end, end + 200));
    if (next === null) break;
    ranges.push(...quoted(text, end + next[0].length));
    end = endOfString(text, end + next[0].length);
  }
  return ranges;
}

function quoted(text: string, at: number): readonly Range[] {
  const end = endOfString(text, at);
  const inner = text.charAt(end - 1) === text.charAt(at) ? end - 1 : end;
  return inner > at + 1 ? [[at + 1, inner]] : [];
}

function matchAt(what: RegExp, text: string, at: number): readonly Range[] {
  what.lastIndex = at;
  const found = what.exec(text);
  return found === null ? [] : [[at, at + found[0].length]];
}
