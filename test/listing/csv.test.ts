// The table of entries: what a spreadsheet would run must not be run, and nothing may be lost on the way.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { csvLines, guarded, unguarded } from '../../src/listing/csv.ts';
import type { ListRow } from '../../src/listing/list-rows.ts';
import { textBlob } from '../../src/listing/text-blob.ts';
import { toolOrSkip } from '../support/archive-tools.ts';
import { fileEntry } from '../sink/stage.ts';

function rowOf(entry: Entry): ListRow {
  return { entry, place: entry.path, sha256: 'ab'.repeat(32), status: 'read' };
}

function csvOf(entries: readonly Entry[]): string {
  return [...csvLines(entries.map(rowOf))].join('');
}

const formulas = [
  '=HYPERLINK("http://evil.example","x")',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '  \t @x',
  '\u00a0=1',
  '\u200b=1',
  '\ufeff=1',
  '\u3000=1',
  '\u202e=1',
  '\u00ad=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM',
  ' ＝1',
  '﹦1',
  '﹢1',
  '﹣1',
  '﹫x',
  '−1',
  '\tplain',
  '\rplain',
  '\u0000=1',
  'ㅤ=1',
];
const harmless = [
  'a.php',
  'a=b',
  'images/@2x.png',
  ' leading space',
  '#1',
  '%TEMP%',
  'ä/ö.txt',
  '日本.txt',
  '',
  '.htaccess',
];
const awkward = [
  'a,b',
  'a;b',
  'a"b',
  '"',
  '""',
  'a\nb',
  'a\r\nb',
  'a\rb',
  "it's",
  "'quoted'",
  "'=1",
  "''",
  ';=1',
  '",=1,"',
  'a\\b',
  '\u{1f600}.png',
];

describe('a cell', () => {
  test.each(formulas)('that would be a formula begins with a mark: %j', (text) => {
    expect(guarded(text)).toBe(`'${text}`);
  });

  test.each(harmless)('that would not stays as it is: %j', (text) => {
    expect(guarded(text)).toBe(text);
  });

  test.each([...formulas, ...harmless, ...awkward])('is what it was once the mark is taken away: %j', (text) => {
    expect(unguarded(guarded(text))).toBe(text);
  });
});

test('the table begins with a mark for UTF-8 and a line of titles, and its lines end as RFC 4180 has it', () => {
  const entry: Entry = { ...fileEntry('a "b".php', 1234), mode: 0o100644, modifiedMs: Date.UTC(2026, 3, 2, 10, 15) };
  expect(csvOf([entry])).toBe(
    '\ufeffpath,kind,size,modified,mode,sha256,status\r\n' +
      `"a ""b"".php","file","1234","2026-04-02T10:15:00.000Z","0644","${'ab'.repeat(32)}","read"\r\n`,
  );
});

test.each([
  [undefined, ''],
  [NaN, ''],
  [8.64e15 + 1, ''],
  [0, '1970-01-01T00:00:00.000Z'],
  // A year with a sign would be a formula.
  [-8.64e15, "'-271821-04-20T00:00:00.000Z"],
  [8.64e15, "'+275760-09-13T00:00:00.000Z"],
])('a time of %s is %j', (modifiedMs, cell) => {
  const line = csvOf([{ ...fileEntry('a', 1), ...(modifiedMs !== undefined && { modifiedMs }) }]);
  expect(line).toContain(`"1","${cell}","",`);
});

test('what Python’s csv reads is what was in the archive', () => {
  toolOrSkip('python3', 'python3');
  // This reader of csv takes no NUL.
  const paths = [...formulas, ...harmless, ...awkward].filter((path) => !path.includes('\0'));
  const script = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode('utf-8-sig')
print(json.dumps(list(csv.reader(io.StringIO(text, newline='')))))`;
  const { stdout } = spawnSync('python3', ['-c', script], { input: csvOf(paths.map((path) => fileEntry(path, 1))) });
  const rows: unknown = JSON.parse(stdout.toString());
  if (!Array.isArray(rows)) throw new Error('Python gave no rows');
  const cells = rows.slice(1).map((row: unknown) => (Array.isArray(row) ? String(row[0]) : ''));
  expect(cells.map(unguarded)).toEqual(paths);
  for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
});

test('a hundred thousand entries are one file, made of slices', async () => {
  const entries = Array.from({ length: 100_000 }, (_, index) => fileEntry(`folder/${index}.php`, index));
  const blob = textBlob(csvLines(entries.map(rowOf)), 'text/csv');
  const text = await blob.text();
  expect(text.split('\r\n')).toHaveLength(100_002);
  expect(text).toContain('"folder/99999.php"');
});
