// The list that `sha256sum -c` (GNU coreutils) reads: for every file its sum and its path, from the folder that everything was
// extracted into. A path with a backslash or a line break is written with those escaped, and a backslash before the sum.
import type { ListRow } from './list-rows.ts';

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

export function* sumLines(rows: Iterable<ListRow>): Generator<string, void> {
  for (const { sha256, place } of rows) if (sha256 !== null && place !== null) yield sumLine(sha256, place);
}

export function sumLine(sha256: string, place: string): string {
  // Alone it stands for what is typed, not for a file.
  const path = place === '-' ? './-' : place;
  const escaped = path.replace(/[\\\n\r]/g, (character) => escapes[character] ?? character);
  return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`;
}
