// Secrets in XML that holds settings. A tag with a name in it that may stand for one loses the values of all its attributes and
// what it encloses; elsewhere the rest of the line is hidden.
import type { Range } from './range.ts';
import { isPasswordName, isSecretName, namesIn } from './secret-names.ts';

const tags = /<(?![!?])\/?([^\s<>/"']*)((?:[^<>"']+|"[^"]*"|'[^']*')*)>?/g;
const values = /=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Letters looked at, for each letter of the text: no file of a site comes near it. */
const mostEffort = 20;

export function xmlRanges(text: string): readonly Range[] {
  const ranges: Range[] = [];
  let shownTo = 0;
  let effort = 0;
  for (const { index, 0: tag, 1: element = '', 2: attributes = '' } of text.matchAll(tags)) {
    ranges.push(...inContent(text, shownTo, index));
    shownTo = index + tag.length;
    if (tag.startsWith('</') || !hasSecret(tag.replaceAll(/\skey\s{0,9}=/gi, ' '))) continue;
    const start = index + 1 + element.length;
    for (const { index: at, 0: whole, 1: double, 2: single } of attributes.matchAll(values)) {
      const value = double ?? single ?? '';
      const to = start + at + whole.length - 1;
      if (value !== '' && !isName(value)) ranges.push([to - value.length, to]);
    }
    if (/\/\s*>$/.test(tag)) continue;
    const close = text.indexOf(`</${element}`, shownTo);
    const end = close === -1 ? text.length : close;
    // What is marked as plain text may hold the end of the tag.
    const data = text.startsWith(
      '<![CDATA[',
      shownTo + (/^\s*/.exec(text.slice(shownTo, shownTo + 200))?.[0].length ?? 0),
    );
    const to = data ? Math.max(end, endOfData(text, shownTo)) : end;
    if (text.slice(shownTo, to).trim() !== '') ranges.push([shownTo, to]);
    effort += to - shownTo;
    // Made to take for ever: nothing more of it is shown.
    if (effort > mostEffort * text.length) return [...ranges, [index, text.length]];
  }
  return [...ranges, ...inContent(text, shownTo, text.length)];
}

function hasSecret(text: string): boolean {
  return namesIn(text, isSecretName).next().done !== true;
}

/** Shown, as it says what is hidden beside it. */
function isName(value: string): boolean {
  return /^[a-z_.-]{1,60}$/i.test(value) && isSecretName(value);
}

function endOfData(text: string, from: number): number {
  const end = text.indexOf(']]>', from);
  return end === -1 ? text.length : end;
}

/** In comments and between tags. `<name>password</name>` hides what comes next. */
function inContent(text: string, from: number, to: number): readonly Range[] {
  const ranges: Range[] = [];
  let last = from;
  for (const { end } of namesIn(text.slice(from, to), isSecretName)) {
    const start = from + end;
    if (start < last) continue;
    const isAlone = /^[\s:="']*$/.test(text.slice(start, to));
    last = isAlone ? endOfNext(text, to) : Math.max(to, start);
    ranges.push([start, last]);
  }
  return ranges;
}

/** Of what the element behind this one encloses. */
function endOfNext(text: string, from: number): number {
  const next = /^<\/[^<>]{0,200}>\s{0,200}<[^<>]{0,200}>[^<]{0,2000}/.exec(text.slice(from, from + 3000));
  return from + (next?.[0].length ?? 0);
}

const elements = /<([\w:.-]{1,80})(?:\s[^<>]{0,500})?>\s{0,99}(?:<!\[CDATA\[)?([^<>]{1,1000})/g;

/** In any XML: what an element encloses that has the name of a password. */
export function elementRanges(text: string): readonly Range[] {
  return Array.from(text.matchAll(elements)).flatMap(({ index, 0: whole, 1: name = '', 2: value = '' }): Range[] => {
    const to = index + whole.length;
    return isPasswordName(name) ? [[to - value.length, to]] : [];
  });
}
