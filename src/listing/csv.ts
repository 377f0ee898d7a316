// The list of entries as a table: RFC 4180, in UTF-8 with a mark at its start, by which spreadsheets know it. Names come from
// strangers, and a spreadsheet runs what begins like a formula: such a cell gets a ' in front. So does one that begins with
// a ' itself: whoever takes one ' away from the start of every cell that has it gets back what was there.
import type { ListRow } from './list-rows.ts';

const mark = '\u{feff}';
const lineBreak = '\r\n';

const columns = ['path', 'kind', 'size', 'modified', 'mode', 'sha256', 'status'] as const;

/** What is passed over at the start of a cell: it cannot be seen, or is not there for some programs. */
const unseen = /^[\s\p{C}\p{Z}\u{115f}\u{1160}\u{3164}\u{ffa0}]+/u;
/** Also in the widths and forms that some programs fold to the plain ones. */
const startsFormula =
  /^[=+\-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\u{fe66}\u{fe62}\u{fe63}\u{fe6b}\u{2212}\u{207c}\u{208c}]/u;
const breaksCells = /^[\t\r\n]/;

/** Latest and earliest that a Date can tell. */
const mostMs = 8.64e15;

export function* csvLines(rows: Iterable<ListRow>): Generator<string, void> {
  yield `${mark}${columns.join(',')}${lineBreak}`;
  for (const row of rows) yield `${cellsOf(row).map(quoted).join(',')}${lineBreak}`;
}

function cellsOf({ entry, sha256, status }: ListRow): readonly string[] {
  const { path, kind, size, modifiedMs, mode } = entry;
  return [
    guarded(path),
    kind,
    String(size),
    // Of a year before 0 or after 9999 it begins with a sign.
    guarded(timeText(modifiedMs)),
    mode === undefined ? '' : (mode % 0o10000).toString(8).padStart(4, '0'),
    sha256 ?? '',
    status,
  ];
}

function timeText(ms: number | undefined): string {
  return ms === undefined || !(Math.abs(ms) <= mostMs) ? '' : new Date(ms).toISOString();
}

/** No formula for any program. */
export function guarded(text: string): string {
  const isRisky = breaksCells.test(text) || startsFormula.test(text.replace(unseen, '')) || text.startsWith("'");
  return isRisky ? `'${text}` : text;
}

/** What `guarded` was given. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
