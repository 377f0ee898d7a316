// Secrets in files that hold settings. Whatever follows a name that may stand for one is hidden, up to where the line and the
// statement end: which part of it is the secret is not asked. So there is no form of a statement that must be known.
import type { Outline } from './code-outline.ts';
import type { Range } from './range.ts';
import { isSecretName, namesIn, type FoundName } from './secret-names.ts';

/** Between a name and what it is given. */
const giving = /["'\\\]) \t]*(?:=>|[?.:|]*=|:|,|\()?[ \t]*/y;

/** Nothing secret: left as it is. */
const isNothing =
  /^[\s;,)\]}]*(?:\*\/\s*)?$|^\s*(?:true|false|null|none|yes|no|on|off|~|[01]|''|""|\$\w[\w>-]*)[\s;,){}\]]*$/i;

/** The only thing there, in quotes: the quotes stay. */
const isQuoted = /^\s*(["'`])([^"'`]*)\1[\s;,)\]}]*$/;

interface Lines {
  readonly text: string;
  /** Of the same length, where lines end only where a statement may. */
  readonly outline: string;
  readonly goesOn: (line: Line) => boolean;
}

/** From the first line that has a name in it to the one that is looked at. */
interface Line {
  readonly lines: Lines;
  /** Where the hidden range begins. */
  readonly from: number;
  /** Behind the last name, and the sign that gives it something. */
  readonly last: number;
  readonly lastName: FoundName;
  /** Where the line begins that it is in. */
  readonly nameLine: number;
  readonly start: number;
  readonly end: number;
  /** Brackets that are open. */
  readonly depth: number;
}

/** @param program the outline of code; null for lines */
export function settingsRanges(text: string, program: Outline | null): readonly Range[] {
  const lines: Lines =
    program === null
      ? { text, outline: text, goesOn: lineGoesOn }
      : { text, outline: program.outline, goesOn: codeGoesOn };
  const ranges: Range[] = [];
  const found = namesIn(text, isSecretName);
  let name = found.next();
  let open: Line | null = null;
  for (let start = 0; start < text.length;) {
    const end = endOfLine(lines.outline, start);
    let first: FoundName | null = null;
    let last: FoundName | null = null;
    for (; name.done !== true && name.value.index < end; name = found.next()) {
      first ??= name.value;
      // What is given stands behind the name in the program, not behind the one in a comment to it.
      if (last === null || !isRemark(lines, name.value)) last = name.value;
    }
    open = first === null || last === null ? after(open, start, end) : begun(open, { lines, first, last, start, end });
    if (open !== null) {
      open = { ...open, depth: depthAfter(open) };
      if (end >= text.length || !open.lines.goesOn(open)) {
        ranges.push(...hidden(text, open.from, end));
        open = null;
      }
    }
    start = end + 1;
  }
  return ranges;
}

interface NamesInLine {
  readonly lines: Lines;
  readonly first: FoundName;
  readonly last: FoundName;
  readonly start: number;
  readonly end: number;
}

function begun(open: Line | null, { lines, first, last, start, end }: NamesInLine): Line {
  if (open !== null && isRemark(lines, last)) return { ...open, start, end };
  const from = open?.from ?? beginning(lines.text, { start, name: first });
  const values = { lastName: last, last: given(lines.text, last.end), nameLine: start };
  return { lines, from, start, end, depth: open?.depth ?? 0, ...values };
}

function after(open: Line | null, start: number, end: number): Line | null {
  return open === null ? null : { ...open, start, end };
}

function isRemark({ text, outline }: Lines, { index }: FoundName): boolean {
  return outline.charAt(index) === ' ' && text.charAt(index) !== ' ';
}

/** A value may stand before its name, as in `{ value: x, name: DB_PASSWORD }`, or in the line before it: it is hidden too. */
function beginning(text: string, { start, name }: { readonly start: number; readonly name: FoundName }): number {
  const lineBefore = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
  const before = /\bvalue["']?\s{0,9}[:=]/i.exec(text.slice(lineBefore, name.index));
  return before === null ? given(text, name.end) : lineBefore + before.index + before[0].length;
}

function given(text: string, end: number): number {
  giving.lastIndex = end;
  giving.exec(text);
  return Math.max(end, giving.lastIndex);
}

function hidden(text: string, from: number, end: number): readonly Range[] {
  const value = text.slice(from, end);
  if (isNothing.test(value)) return [];
  const quoted = isQuoted.exec(value)?.[2];
  if (quoted === undefined) return [[from, from + value.trimEnd().length]];
  const start = from + value.search(/["'`]/) + 1;
  return quoted === '' ? [] : [[start, start + quoted.length]];
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

function depthAfter({ lines, from, start, end, depth }: Line): number {
  let now = depth;
  // A brace behind a parenthesis begins a block of statements, no value.
  for (const [bracket] of lines.outline.slice(Math.max(from, start), end).matchAll(/\)\s{0,99}\{|[([{}\])]/g))
    now = '([{'.includes(bracket) ? now + 1 : Math.max(0, now - 1);
  return now;
}

function codeGoesOn({ lines, last, lastName, start, end, depth }: Line): boolean {
  const { text, outline } = lines;
  if (depth > 0) return true;
  if (isRemark(lines, lastName) && last >= start) {
    // In a comment a name has a value only where it is given one.
    const rest = text.slice(last, end).replace(/\*\/\s*$/, '');
    return rest.trim() === '' && /[:=]\s*$/.test(text.slice(lastName.end, last));
  }
  const code = outline.slice(Math.max(start, last), end).trim();
  const next = nextCode(outline, end);
  if (code === '' && last >= start) {
    const sign = text.slice(lastName.end, last).trimEnd();
    return !/\)\s*,$/.test(sign) && !(sign.endsWith(')') && outline.charAt(next) === '{');
  }
  if (code === '') return true;
  if (/^[\])\s,:=>?.&|]*$/.test(code)) return true;
  if (/(?:[.=+?:|&<([\\]|=>|->)$/.test(code)) return true;
  return /^(?:[.=+|&:,]|\?(?!>)|->)/.test(outline.slice(next, next + 3));
}

function nextCode(outline: string, from: number): number {
  const next = /\S/g;
  next.lastIndex = from;
  return next.exec(outline)?.index ?? outline.length;
}

function lineGoesOn({ lines: { text }, from, last, lastName, nameLine, start, end }: Line): boolean {
  const line = text.slice(Math.max(start, from), end).trim();
  if (line.endsWith('\\')) return true;
  // In quotes that are not closed yet.
  const quote = /^\s*(["'])/.exec(text.slice(from, from + 100))?.[1];
  if (quote !== undefined && !line.slice(from >= start ? 1 : 0).includes(quote)) return true;
  const next = /^(?:[^\S\n]*\n)*([^\n]*)/.exec(text.slice(end + 1, end + 1000))?.[1] ?? '';
  if (/^\s*(?:-\s+)?["']?value["']?\s*[:=]/i.test(next)) return true;
  const value = text.slice(last, Math.min(endOfLine(text, last), last + 200)).trim();
  if (!text.slice(lastName.end, last).includes(':') || !/^(?:[|>!&].*)?(?:#.*)?$/.test(value)) return false;
  if (next.trim() === '') return end + 1 < text.length;
  if (indentOf(text, nameLine) < indentOf(next, 0) || /^\s*-(?:\s|$)/.test(next)) return true;
  // `Password:`, and below it what it is.
  return last >= start && !/^[^\s:=]+\s*[:=]/.test(next);
}

function indentOf(text: string, start: number): number {
  return /^[ \t]*/.exec(text.slice(start, start + 1000))?.[0].length ?? 0;
}
