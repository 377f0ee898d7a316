// The commands that give the sums of parts on the server, or on another computer: to be pasted, so no name may be more than a
// name to the shell that it is pasted into.

export interface PartCommand {
  /** Where it is typed. */
  readonly where: string;
  readonly command: string;
}

/** Beyond so many, those with a number are named by a pattern. */
const mostNamed = 8;

const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export function partCommands(names: readonly string[]): readonly PartCommand[] {
  const list = words(names, posixQuoted).join(' ');
  const posix = [
    { where: 'On Linux, as most servers are', command: `sha256sum -- ${list}` },
    { where: 'On macOS', command: `shasum -a 256 -- ${list}` },
  ];
  // No file there has a name with characters that cannot be seen, as far as they could do harm.
  if (names.some((name) => unseen.test(name))) return posix;
  const paths = names.map(powerShellQuoted).join(',');
  const command = `Get-FileHash -Algorithm SHA256 -LiteralPath ${paths} | Format-List Hash,Path`;
  return [...posix, { where: 'On Windows, in PowerShell', command }];
}

/** Many parts of one backup differ by their number alone. */
function words(names: readonly string[], quoted: (name: string) => string): readonly string[] {
  const [, stem = '', letter = ''] = /^(.*)\.([jz])\d+$/is.exec(names[0] ?? '') ?? [];
  const numbered = names.filter(
    (name) => name.startsWith(`${stem}.${letter}`) && /^\d+$/.test(name.slice(stem.length + 2)),
  );
  if (names.length <= mostNamed || letter === '' || numbered.length !== names.length - 1) return names.map(quoted);
  return [`${quoted(`${stem}.${letter}`)}[0-9]*`, ...names.slice(-1).map(quoted)];
}

/** For any POSIX shell; a name with characters that cannot be seen for bash, ksh and zsh. */
export function posixQuoted(name: string): string {
  if (/^[\w.][\w.-]*$/.test(name)) return name;
  if (!unseen.test(name)) return `'${name.replaceAll("'", `'\\''`)}'`;
  const escaped = Array.from(name, (character) => {
    if (character === "'" || character === '\\') return `\\${character}`;
    return unseen.test(character) ? octalEscaped(character) : character;
  });
  return `$'${escaped.join('')}'`;
}

/** In octal: digits that follow never belong to it. */
function octalEscaped(character: string): string {
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** It takes the curly ones for quotes too. */
export function powerShellQuoted(name: string): string {
  return `'${name.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}
