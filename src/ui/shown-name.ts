// Names from archives as a person may see them. A name can hold what steers a terminal or turns the reading direction
// ("invoice_<U+202E>gpj.exe"): such characters are shown as their code points, never as they are.

/** Controls (Cc), format characters such as bidi and zero-width (Cf), lone surrogates (Cs), private use, and line separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** A space at either end cannot be seen, and decides whether two names are the same. */
const edgeSpace = /^\p{Zs}+|\p{Zs}+$/gu;

function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** The whole name with nothing hidden in it. An empty name is named as such. */
export function shownName(name: string): string {
  if (name === '') return '(no name)';
  const spaced = name.replace(edgeSpace, (spaces) => Array.from(spaces, codePoint).join(''));
  return spaced.replace(unseen, codePoint);
}

/** Of running text: controls but line breaks and tabs, and what turns the reading direction. Joiners are part of a script. */
const steering = /(?![\n\t])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text of more than one line with nothing hidden in it. */
export function shownText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(steering, codePoint);
}

/** Shortens in the middle, where paths differ least, and keeps the end, where the file name is. Counts characters. */
export function shortened(text: string, limit = 96): string {
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  const tail = Math.ceil((limit - 1) * 0.6);
  const head = limit - 1 - tail;
  return `${characters.slice(0, head).join('')}…${characters.slice(-tail).join('')}`;
}
