// INI files as old backups hold them (extrainfo.ini, databases.ini): sections of `key = value`, a quoted value escaped as by
// PHP's addcslashes. Whatever is not understood is passed over.

/** By section, then by key. What stands before the first section is under ''. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A file has a handful of each; one that was made to have millions is read no further. */
const mostLines = 20_000;

export function parseIni(text: string): IniSections {
  const sections = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  sections.set('', values);
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, mostLines)) {
    const section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) {
      values = sections.get(section) ?? new Map<string, string>();
      sections.set(section, values);
      continue;
    }
    const [, key, value] = /^\s*([^\s;#=[][^=]*?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) values.set(key, unquote(value.trimEnd()));
  }
  return sections;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  const end = /^"((?:[^"\\]|\\.)*)"/.exec(value);
  return (end?.[1] ?? value.slice(1)).replace(/\\(.)/g, (_, escaped: string) => unescape(escaped));
}

function unescape(escaped: string): string {
  switch (escaped) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    default:
      return escaped;
  }
}
