// The outline of a program: which letters of it are code, which stand in a string, which in a comment. Of PHP, JavaScript and
// JSON, which agree in this. One pass over the text.

/** What the outline has for a letter within quotes, and of a heredoc. Comments are blanks. */
export const inString = 's';

export interface Outline {
  /** As long as the text, letter for letter. A line ends in it where one ends outside of strings. */
  readonly outline: string;
  /** Strings and heredocs: from the quote to behind the other one. */
  readonly strings: readonly (readonly [from: number, to: number])[];
}

const starts = /["'`]|\/\/|\/\*|#(?!\[)|<<<|\?>/g;

export function outlineOf(text: string): Outline {
  const isPhp = text.includes('<?');
  const strings: [number, number][] = [];
  const pieces: string[] = [];
  let at = 0;
  const begin = (from: number) => {
    pieces.push(text.slice(at, from));
    at = from;
  };
  const end = (to: number, letters: string) => {
    pieces.push(letters);
    at = to;
  };
  starts.lastIndex = isPhp ? text.indexOf('<?') : 0;
  for (let found = starts.exec(text); found !== null; found = starts.exec(text)) {
    const { index, 0: start } = found;
    if (start === '?>') {
      const next = isPhp ? text.indexOf('<?', index) : index + 2;
      starts.lastIndex = next === -1 ? text.length : next;
    } else if (start === '//' || start === '/*' || start === '#') {
      begin(index);
      const to = endOfComment(text, { from: index, isLong: start === '/*', isPhp });
      end(to, text.slice(index, to).replaceAll(/[^\n]/g, ' '));
      starts.lastIndex = at;
    } else {
      const to = start === '<<<' ? endOfHeredoc(text, index + 3) : endOfString(text, index);
      if (to === null) continue;
      begin(index);
      strings.push([index, to]);
      const isClosed = start !== '<<<' && to > index + 1 && text.charAt(to - 1) === start;
      const quoted = start === '<<<' ? '' : start;
      const last = isClosed ? start : '';
      end(to, quoted + inString.repeat(to - index - quoted.length - last.length) + last);
      starts.lastIndex = at;
    }
  }
  pieces.push(text.slice(at));
  return { outline: pieces.join(''), strings };
}

interface Comment {
  readonly from: number;
  readonly isLong: boolean;
  readonly isPhp: boolean;
}

function endOfComment(text: string, { from, isLong, isPhp }: Comment): number {
  if (isLong) {
    const end = text.indexOf('*/', from + 2);
    return end === -1 ? text.length : end + 2;
  }
  const close = isPhp ? /\n|\?>/g : /\n/g;
  close.lastIndex = from;
  return close.exec(text)?.index ?? text.length;
}

/** Behind the closing quote; the end of the text where there is none. */
export function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === quote) return at + 1;
  }
  return text.length;
}

/** Null where none begins. */
function endOfHeredoc(text: string, start: number): number | null {
  const mark = /^[^\S\n]*["']?([a-z_]\w{0,80})/i.exec(text.slice(start, start + 100))?.[1];
  if (mark === undefined) return null;
  const close = new RegExp(`\\n[^\\S\\n]*${mark}\\b`, 'g');
  close.lastIndex = start;
  return close.exec(text) === null ? text.length : close.lastIndex;
}
