// INI files as old backups hold them (extrainfo.ini, databases.ini): sections of `key = value`, a quoted value escaped as by
// PHP's addcslashes. Whatever is not understood is passed over.

/** By section, then by key. What stands before the first section is under ''. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** A file has a handful of each; of one that was made to have millions, or none that end, the rest is not read. */
const mostLines = 20_000;
const mostLineLength = 16_384;

export function parseIni(text: string): IniSections {
  const sections = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  sections.set('', values);
  for (const untrimmed of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/, mostLines)) {
    const line = untrimmed.slice(0, mostLineLength).trim();
    const equals = line.indexOf('=');
    if (line.startsWith('[') && line.endsWith(']') && line.length > 2) {
      const name = line.slice(1, -1);
      values = sections.get(name) ?? new Map<string, string>();
      sections.set(name, values);
    } else if (equals > 0 && !/^[;#[]/.test(line)) {
      values.set(line.slice(0, equals).trimEnd(), unquote(line.slice(equals + 1).trimStart()));
    }
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
