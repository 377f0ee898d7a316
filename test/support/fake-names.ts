// Which names Chromium refuses in a picked folder, as measured: the same on every system, and some more on Windows, where its
// list of dangerous types has some that every Joomla site is full of.

export type NameRules = 'browser' | 'browser-windows';

const refusedAnywhere: readonly RegExp[] = [
  /^$/,
  /["*/:<>?\\|]/,
  /[\p{Cc}\p{Cf}]/u,
  /^[ ~]|^\.\.|[ .~]$/,
  /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9]|conin\$|conout\$|clock\$)(?:\.|$)/i,
  /^(?:desktop\.ini|thumbs\.db)$/i,
  /\.(?:lnk|url|scf)$/i,
  /\.\{[^{}]*\}$/,
];
const refusedOnWindows = /\.(?:ini|cfg|dll|manifest|hta|sys)$/i;

/** The longest name in bytes of UTF-8; 248 where it is to be written, because the swap file's suffix must fit too. */
export const longestName = 255;
export const longestWritableName = 248;

/** The name the browser reaches on disk: it cuts at NUL, without a word, and replaces lone surrogates. */
export function nameOnDisk(name: string): string {
  const end = name.indexOf('\0');
  return (end < 0 ? name : name.slice(0, end)).toWellFormed();
}

export function isNameAllowed(name: string, rules: NameRules): boolean {
  if (refusedAnywhere.some((rule) => rule.test(name))) return false;
  return !(rules === 'browser-windows' && refusedOnWindows.test(name));
}

/** @throws TypeError as Chromium does. */
export function checkName(name: string, rules: NameRules): void {
  if (!isNameAllowed(nameOnDisk(name), rules)) throw new TypeError('Name is not allowed.');
}

export function nameSize(name: string): number {
  return new TextEncoder().encode(name).length;
}
