import { expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { parseDatabasesJson } from '../../src/site/database-list.ts';
import { findDatabases, type DatabaseFacts } from '../../src/site/databases.ts';
import { indexWith } from '../plan/entries.ts';

function file(path: string, size = 10): Entry {
  return { path, kind: 'file', size, packedSize: size, data: { in: 'nothing' } };
}

function inFolder(...names: string[]): Entry[] {
  return names.map((name) => file(`installation/sql/${name}`));
}

function find(entries: readonly Entry[], list: unknown = {}): readonly DatabaseFacts[] {
  return findDatabases(indexWith(entries), parseDatabasesJson(JSON.stringify(list)));
}

test('the parts of a dump are in the order of their numbers, not of their names', () => {
  const numbers = Array.from({ length: 120 }, (_, index) => index + 1);
  const names = ['site.sql', ...numbers.map((number) => `site.s${String(number).padStart(2, '0')}`)].sort();
  const [database] = find([file('index.php'), ...inFolder(...names)], { 'site.sql': { parts: 121, prefix: 'jos_' } });
  expect(database).toMatchObject({ key: 'installation/sql/site.sql', size: 1210, missing: [], missingCount: 0 });
  const order = database?.parts.map((ordinal) => names[ordinal - 1]);
  expect(order?.slice(0, 3)).toEqual(['site.sql', 'site.s01', 'site.s02']);
  expect(order?.slice(99, 102)).toEqual(['site.s99', 'site.s100', 'site.s101']);
});

test('what is missing is named: in between, at the start, and at the end where the count is stated', () => {
  expect(find(inFolder('site.sql', 'site.s01', 'site.s03'))[0]).toMatchObject({
    missing: ['site.s02'],
    missingCount: 1,
  });
  expect(find(inFolder('site.s01'))[0]).toMatchObject({ missing: ['site.sql'] });
  const [cut] = find(inFolder('site.sql', 'site.s01'), { 'site.sql': { parts: 4 } });
  expect(cut).toMatchObject({ missing: ['site.s02', 'site.s03'], statedPartCount: 4 });
  const [none] = find(inFolder('site.sql'), { 'site.sql': { parts: 1 } });
  expect(none).toMatchObject({ missing: [], missingCount: 0 });
});

test('of very many that are missing the first hundred are named', () => {
  const [database] = find(inFolder('site.sql', 'site.s99999', 'site.s9999999'));
  expect(database?.missingCount).toBe(99_998);
  expect(database?.missing).toHaveLength(100);
  expect(database?.missing[99]).toBe('site.s100');
  const [stated] = find(inFolder('site.sql'), { 'site.sql': { parts: 100_000 } });
  expect(stated?.missing).toHaveLength(100);
});

test('more parts than are stated all belong to the dump', () => {
  const [database] = find(inFolder('site.sql', 'site.s01', 'site.s02'), { 'site.sql': { parts: 2 } });
  expect(database).toMatchObject({ statedPartCount: 2, missing: [] });
  expect(database?.parts).toHaveLength(3);
});

test('several databases each have their own parts', () => {
  const entries = inFolder('site.sql', '1a2b3c4d-shop.sql', 'site.s01', '1a2b3c4d-shop.s01');
  const list = { 'site.sql': { dbname: 'main' }, '1a2b3c4d-shop.sql': { dbname: 'shop' } };
  expect(find(entries, list).map(({ name, parts }) => [name, parts])).toEqual([
    ['main', [0, 2]],
    ['shop', [1, 3]],
  ]);
});

test('a dump is found without any list, and beside one that does not speak of it', () => {
  expect(find(inFolder('joomla.sql'))).toMatchObject([
    { key: 'installation/sql/joomla.sql', prefix: null, tables: null },
  ]);
  expect(find(inFolder('site.sql', 'other.sql'), { 'site.sql': {} })).toHaveLength(2);
});

test('a plain dump at the top counts where there is no other', () => {
  expect(find([file('backup.sql'), file('old/backup.sql')])).toMatchObject([{ key: 'backup.sql', parts: [0] }]);
  expect(find([file('backup.sql'), ...inFolder('site.sql')])).toHaveLength(1);
});

test('a database that is listed, and of which no file is there, is none', () => {
  expect(find([file('index.php')], { 'site.sql': { parts: 3 } })).toEqual([]);
});

test('names that are almost those of parts are not', () => {
  const names = ['site.s0', 'site.s00', 'site.s1', 'site.s001', 'site.S01', 'site.s01.bak', '.sql', 'site.sqlx'];
  expect(find(inFolder(...names))).toEqual([]);
});

test('of two entries with one name the first is the part; a folder is none', () => {
  const folder: Entry = { ...file('installation/sql/site.s01'), kind: 'directory' };
  expect(find([...inFolder('site.sql', 'site.sql'), folder])[0]?.parts).toEqual([0]);
});
