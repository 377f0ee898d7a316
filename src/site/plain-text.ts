// Text out of files that came with a backup: hostile until shown otherwise. Markup is never handed to a parser that would
// make a document of it; its tags go, its entities become the characters they stand for, and what is left is text.

/** Tags that begin a new line where they stand, as a browser would show them. */
const breaking = /^<\/?(?:p|div|br|h[1-6]|li|ul|ol|tr|table|blockquote|hr|pre|section|article)(?=[\s/>])/i;

/** Up to where a tag may go on: a stray `<` must not swallow the text behind it. */
const longestTag = 4096;

/** What these hold is no text. */
const unshown = ['script', 'style', 'template', 'noscript', 'title', 'svg'] as const;

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['laquo', '«'],
  ['raquo', '»'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
  ['euro', '€'],
  ['middot', '·'],
  ['bull', '•'],
  ['auml', 'ä'],
  ['ouml', 'ö'],
  ['uuml', 'ü'],
  ['Auml', 'Ä'],
  ['Ouml', 'Ö'],
  ['Uuml', 'Ü'],
  ['szlig', 'ß'],
  ['eacute', 'é'],
  ['egrave', 'è'],
  ['agrave', 'à'],
  ['ccedil', 'ç'],
  ['ntilde', 'ñ'],
]);

/** Markup as text. One pass; entities are decoded once, behind the tags, so that `&lt;b&gt;` is shown as `<b>` and is no tag. */
export function textOfMarkup(markup: string): string {
  let text = '';
  let at = 0;
  while (at < markup.length) {
    const next = markup.indexOf('<', at);
    if (next === -1) break;
    text += decodeEntities(markup.slice(at, next));
    const end = endOfTag(markup, next);
    if (end === next) {
      text += '<';
      at = next + 1;
      continue;
    }
    const tag = markup.slice(next, end);
    if (breaking.test(tag)) text += '\n';
    at = endOfUnshown(markup, tag, end);
  }
  return tidied(text + decodeEntities(markup.slice(at)));
}

/** Behind the tag, comment or declaration that begins here; `start` itself where none does. */
function endOfTag(markup: string, start: number): number {
  if (markup.startsWith('<!--', start)) {
    const end = markup.indexOf('-->', start + 4);
    return end === -1 ? markup.length : end + 3;
  }
  if (!/[a-z/!?]/i.test(markup.charAt(start + 1))) return start;
  const end = markup.indexOf('>', start);
  return end === -1 || end - start > longestTag ? start : end + 1;
}

/** Behind the content of a tag whose content is no text, or behind the tag itself. */
function endOfUnshown(markup: string, tag: string, end: number): number {
  const name = /^<([a-z]+)/i.exec(tag)?.[1]?.toLowerCase();
  if (!unshown.some((one) => one === name) || tag.endsWith('/>')) return end;
  const close = new RegExp(`</${name ?? ''}[\\s>]`, 'gi');
  close.lastIndex = end;
  const found = close.exec(markup);
  return found === null ? markup.length : found.index;
}

/** `&amp;`, `&#8211;`, `&#x2013;`. What stands for nothing stays as it is. */
export function decodeEntities(text: string): string {
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

/** Lines without spaces at their ends, never two empty ones in a row. */
export function tidied(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.replaceAll(/[ \t\u00a0]+/g, ' ').trim());
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim();
}

/** At most so many characters, none of them cut in two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const isPair = /[\ud800-\udbff]/.test(text.charAt(most - 1));
  return `${text.slice(0, isPair ? most - 1 : most)}…`;
}

/** One line of visible text: a host, a version. Null where nothing is left. */
export function oneLine(text: string, most: number): string | null {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line === '' ? null : cut(line, most);
}
