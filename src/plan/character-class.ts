// The named classes of characters that a pattern may ask for (`[[:alpha:]]`), as the C library of a server has them: in ASCII
// exactly, beyond it as Unicode says, which differs from one version to the next.

const noBreak = /[\u00a0\u2007\u202f]/u;
const space = /[\t-\r ]|[\p{Zs}\p{Zl}\p{Zp}]/u;
const control = /[\p{Cc}\u2028\u2029]/u;
/** Digits of other scripts are letters here: `[:digit:]` is for 0 to 9 alone. */
const letter = /[A-Za-z]|(?![0-9])[\p{Alphabetic}\p{Nd}]/u;
const unassigned = /[\p{Cn}\p{Cs}]/u;

const isSpace = (character: string): boolean => space.test(character) && !noBreak.test(character);
const isPrinted = (character: string): boolean => !control.test(character) && !unassigned.test(character);
const isSeen = (character: string): boolean => isPrinted(character) && !isSpace(character);
const isAlphanumeric = (character: string): boolean => letter.test(character) || /[0-9]/.test(character);

const classes: ReadonlyMap<string, (character: string) => boolean> = new Map([
  ['alnum', isAlphanumeric],
  ['alpha', (character) => letter.test(character)],
  ['blank', (character) => character === '\t' || (/\p{Zs}/u.test(character) && !noBreak.test(character))],
  ['cntrl', (character) => control.test(character)],
  ['digit', (character) => /[0-9]/.test(character)],
  ['graph', isSeen],
  ['lower', (character) => /\p{Lowercase}/u.test(character)],
  ['print', isPrinted],
  ['punct', (character) => isSeen(character) && !isAlphanumeric(character)],
  ['space', isSpace],
  ['upper', (character) => /\p{Uppercase}/u.test(character)],
  ['xdigit', (character) => /[0-9A-Fa-f]/.test(character)],
]);

/** Null where there is no class of this name. */
export function characterClass(name: string): ((character: string) => boolean) | null {
  return classes.get(name) ?? null;
}
