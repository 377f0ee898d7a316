// Finds the values of secrets in text: wherever a name that stands for one is given something. The forms are those of PHP and
// JSON (code), of INI, .env and YAML (lines), and of XML. What cannot be told apart is masked rather than shown.
import { isSecretName } from './secret-names.ts';

/** A range of text that is not to be seen: from, and up to (not in it). */
export type Range = readonly [from: number, to: number];

/** What a name is given, and how far the text was looked at for it. */
interface Found {
  readonly ranges: readonly Range[];
  readonly end: number;
}

export type Form = 'code' | 'lines' | 'xml';

export function formOf(path: string, text: string): Form {
  if (/\.(?:php\d?|phtml|inc|[cm]?[jt]s|json5?|phar)(?:\W|$)/i.test(path) || /^\s*<\?php/.test(text)) return 'code';
  return /\.xml(?:\W|$)/i.test(path) || /^\ufeff?\s*</.test(text) ? 'xml' : 'lines';
}

const names = /[a-z_][\w.-]*/gi;
/** From a name to what it is given: what closes the name, and what gives. In `define('NAME', 'value')` it is a comma. */
const giving = /["'\]\s]*(=>|:=|=(?!=)|:(?!:)|,)[^\S\n]*/y;

/** Letters looked at, for each letter of the text: no file of a site comes near it. */
const mostEffort = 20;

/**
 * May overlap. What is found to be a value is searched for names all the same: where it was taken for too much, the next
 * value must not be missed.
 */
export function secretRanges(text: string, form: Form): readonly Range[] {
  const ranges: Range[] = [];
  let effort = 0;
  for (const { index, 0: name } of text.matchAll(names)) {
    if (!isSecretName(name)) continue;
    const end = index + name.length;
    const found = form === 'xml' ? inXml(text, index, end) : given(text, index, end, form);
    for (const range of found.ranges) if (range[0] < range[1]) ranges.push(range);
    effort += found.end - index;
    // Made to take for ever: nothing more of it is shown.
    if (effort > mostEffort * text.length) return [...ranges, [index, text.length]];
  }
  return ranges;
}

function given(text: string, start: number, end: number, form: Exclude<Form, 'xml'>): Found {
  giving.lastIndex = end;
  const found = giving.exec(text);
  if (found === null) return { ranges: [], end };
  const isDefined = /(?:define|putenv|setenv|set)\s*\(\s*["']$/i.test(text.slice(Math.max(0, start - 20), start));
  const at = giving.lastIndex;
  if (found[1] === ',' && !isDefined) return { ranges: [], end: at };
  return form === 'code' ? inExpression(text, at) : inLine(text, at, start);
}

/** Every string and number up to where the expression ends; not the names in `$_POST['password']`. */
function inExpression(text: string, start: number): Found {
  const ranges: Range[] = [];
  let depth = 0;
  let at = start;
  for (; at < text.length && depth >= 0; at += 1) {
    const letter = text.charAt(at);
    if (isComment(text, at)) at = endOfComment(text, at) - 1;
    else if (letter === '"' || letter === "'" || letter === '`') {
      const end = endOfString(text, at);
      const isIndex = text.charAt(at - 1) === '[' && /[\w\])]/.test(text.charAt(at - 2)) && text.charAt(end) === ']';
      if (!isIndex) ranges.push([at + 1, Math.max(at + 1, text.charAt(end - 1) === letter ? end - 1 : end)]);
      at = end - 1;
    } else if (/\d/.test(letter) && !/[\w$]/.test(text.charAt(at - 1))) {
      const end = at + (/^[\w.+-]+/.exec(text.slice(at, at + 200))?.[0].length ?? 1);
      ranges.push([at, end]);
      at = end - 1;
    } else if (text.startsWith('<<<', at)) {
      const end = endOfHeredoc(text, at + 3);
      return { ranges: [...ranges, [at + 3, end]], end };
    } else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    else if (depth === 0 && ';,'.includes(letter)) break;
    // It may go on in the next line, where it has not come to anything yet or is joined with more.
    else if (letter === '\n' && depth === 0 && ranges.length > 0 && !/^\s*[.?:+|]/.test(text.slice(at, at + 80))) break;
  }
  return { ranges, end: at };
}

function isComment(text: string, at: number): boolean {
  return (
    text.startsWith('//', at) || text.startsWith('/*', at) || (text.charAt(at) === '#' && text.charAt(at + 1) !== '[')
  );
}

function endOfComment(text: string, start: number): number {
  const isLong = text.charAt(start + 1) === '*';
  const end = isLong ? text.indexOf('*/', start + 2) + 2 : endOfLine(text, start);
  return end <= start ? text.length : end;
}

/** Behind the closing quote; the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at + 1;
  }
  return text.length;
}

function endOfHeredoc(text: string, start: number): number {
  const mark = /^["']?(\w+)/.exec(text.slice(start, start + 80))?.[1];
  const end = mark === undefined ? -1 : text.slice(start).search(new RegExp(`\\n\\s*${mark}\\b`));
  return end === -1 ? text.length : start + end;
}

const isNoSecret = /^(?:true|false|null|none|yes|no|on|off|~|[01])?$/i;

/** The rest of the line, within quotes where it is quoted; in YAML the block below it. */
function inLine(text: string, start: number, nameStart: number): Found {
  const lineEnd = endOfLine(text, start);
  const value = text.slice(start, lineEnd).trimEnd();
  if (isNoSecret.test(value)) return { ranges: [], end: lineEnd };
  if (/^[|>][+-]?\d*(?:\s+#.*)?$/.test(value)) return only(lineEnd, endOfBlock(text, lineEnd, nameStart));
  const quote = value.charAt(0);
  if (quote === '"' || quote === "'") {
    const end = endOfString(text, start);
    const isClosed = text.charAt(end - 1) === quote && end > start + 1;
    const isAlone = /^[^\S\n]*(?:[#;,}\]].*)?$/.test(text.slice(end, Math.max(end, endOfLine(text, end))));
    if (isClosed && isAlone) return only(start + 1, end - 1);
    return { ...only(start, Math.max(lineEnd, isClosed ? endOfLine(text, end) : lineEnd)), end };
  }
  return only(start, start + value.length);
}

function only(from: number, to: number): Found {
  return { ranges: [[from, to]], end: to };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Behind the last line that is indented more than the line of the name. */
function endOfBlock(text: string, start: number, nameStart: number): number {
  const indent = nameStart - (text.lastIndexOf('\n', nameStart) + 1);
  let end = start;
  while (end < text.length) {
    const next = endOfLine(text, end + 1);
    const line = text.slice(end + 1, next);
    if (line.trim() !== '' && line.length - line.trimStart().length <= indent) break;
    end = next;
  }
  return end;
}

/** `<name>value</name>`, `name="value"`, and `<entry key="name" value="value">value</entry>`. */
function inXml(text: string, start: number, end: number): Found {
  const before = text.charAt(start - 1);
  const isValue = (before === '"' || before === "'") && text.charAt(end) === before;
  if (before === '<' || isValue) {
    const close = text.indexOf('>', end);
    const tagEnd = close === -1 ? text.length : close;
    const ranges = isValue ? valuesIn(text, end, tagEnd) : [];
    const isEmpty = close === -1 || text.charAt(close - 1) === '/';
    return isEmpty || ranges.length > 0 ? { ranges, end: tagEnd } : content(text, close + 1);
  }
  giving.lastIndex = end;
  const found = giving.exec(text);
  if (found === null || found[1] === ',') return { ranges: [], end };
  const at = giving.lastIndex;
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return only(at, at + text.slice(at, at + 1000).search(/[\s;"'<>]|$/));
  const close = text.indexOf(quote, at + 1);
  return only(at + 1, close === -1 ? text.length : close);
}

/** Of the attribute `value` in the rest of a tag. */
function valuesIn(text: string, start: number, tagEnd: number): readonly Range[] {
  const attributes = text.slice(start, tagEnd).matchAll(/\bvalue\s*=\s*(["'])([^"']*)/g);
  return Array.from(attributes, ({ index, 0: whole, 2: value = '' }): Range => {
    const to = start + index + whole.length;
    return [to - value.length, to];
  });
}

function content(text: string, start: number): Found {
  const isData = text.startsWith('<![CDATA[', start);
  const from = isData ? start + 9 : start;
  const end = text.indexOf(isData ? ']]>' : '</', start);
  return only(from, end === -1 ? text.length : Math.max(from, end));
}
