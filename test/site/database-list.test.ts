import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDatabasesIni, parseDatabasesJson } from '../../src/site/database-list.ts';

const account = { dbhost: 'host.secret', dbuser: 'user.secret', dbpass: 'pass.secret' };
const stated = {
  dbtype: 'mysqli',
  dbtech: 'mysql',
  dbname: 'public_db',
  sqlfile: 'site.sql',
  marker: '\n/**ABDB**/',
  ...account,
  prefix: 'jos_',
  parts: 3,
  tables: ['#__content', '#__users'],
};
const known = {
  dump: 'site.sql',
  name: 'public_db',
  technology: 'mysql',
  marker: '/**ABDB**/',
  prefix: 'jos_',
  partCount: 3,
  tables: ['#__content', '#__users'],
};

function one(facts: Record<string, unknown>): unknown {
  return parseDatabasesJson(JSON.stringify({ 'site.sql': { ...stated, ...facts } }))[0];
}

describe('databases.json', () => {
  test('is read, without the account', () => {
    expect(parseDatabasesJson(JSON.stringify({ 'site.sql': stated }))).toEqual([known]);
  });
  test('may hold several, in its order', () => {
    const text = JSON.stringify({
      'site.sql': stated,
      '1a2b3c4d-shop.sql': { ...stated, sqlfile: '1a2b3c4d-shop.sql' },
    });
    expect(parseDatabasesJson(text).map(({ dump }) => dump)).toEqual(['site.sql', '1a2b3c4d-shop.sql']);
  });
  test('that is none gives nothing', () => {
    for (const text of ['', '{', 'null', '[]', '7', '"site.sql"', '[{"sqlfile":"site.sql"}]'])
      expect(parseDatabasesJson(text), text).toEqual([]);
  });
  test('with facts of the wrong kind gives what is left', () => {
    for (const nonsense of [null, 7, 'x', [], true])
      expect(parseDatabasesJson(JSON.stringify({ 'site.sql': nonsense }))).toMatchObject([{ dump: 'site.sql' }]);
    expect(one({ prefix: 7, parts: 'many', tables: 'all', marker: {}, dbname: [] })).toEqual({
      ...known,
      prefix: null,
      partCount: null,
      tables: null,
      marker: null,
      name: '',
    });
  });
  test('with names of objects’ own parts is only that', () => {
    expect(parseDatabasesJson('{"__proto__":{"sqlfile":"site.sql"},"constructor":{}}')).toMatchObject([
      { dump: 'site.sql', prefix: null },
    ]);
  });
  test('names no file elsewhere', () => {
    for (const path of ['../x.sql', 'a/b.sql', 'a\\b.sql', '.sql', 'x', '', 'x.sql\0.sql'])
      expect(parseDatabasesJson(JSON.stringify({ [path]: { sqlfile: path } })), path).toEqual([]);
  });
  test('may state counts as text, and none that is no count', () => {
    const counts: readonly [unknown, number | null][] = [
      ['120', 120],
      [1, 1],
      [0, null],
      [-1, null],
      [1.5, null],
      [1e300, null],
      ['1e3', null],
      ['', null],
    ];
    for (const [parts, partCount] of counts) expect(one({ parts }), String(parts)).toMatchObject({ partCount });
  });
  test('states no prefix that would end a quoted name', () => {
    for (const prefix of ['`', "x'y", 'a b', '"', 'x\n', '/**/', 'é', 'a'.repeat(61)])
      expect(one({ prefix }), prefix).toMatchObject({ prefix: null });
    for (const prefix of ['', 'wp_', 'aB9$_', 'my-site_']) expect(one({ prefix }), prefix).toMatchObject({ prefix });
  });
  test('states no marker that is not one comment', () => {
    for (const marker of ['\n', '', ';', '/*', '/**/', '/*x', '/*\n*/'])
      expect(one({ marker }), marker).toMatchObject({ marker: null });
  });
  test('names the technology, or the driver', () => {
    const names: readonly [object, string][] = [
      [{ dbtech: 'postgresql', dbtype: 'postgresql' }, 'postgresql'],
      [{ dbtech: '', dbtype: 'pdomysql' }, 'mysql'],
      [{ dbtech: null, dbtype: null }, 'mysql'],
      [{ dbtech: 'sqlsrv' }, 'sqlserver'],
      [{ dbtech: 'sqlite' }, 'sqlite'],
      [{ dbtech: 'oracle' }, 'other'],
    ];
    for (const [facts, technology] of names) expect(one({ ...facts }), technology).toMatchObject({ technology });
  });
});

describe('databases.ini', () => {
  const text = [
    '[site.sql]',
    'dbtype = "mysqli"',
    'dbname = "public_db"',
    'sqlfile = "site.sql"',
    'marker = "\\n"',
    'dbhost = "host.secret"',
    'dbuser = "user.secret"',
    String.raw`dbpass = "pass.secret \"[x]\" \\ \n[evil.sql]\nprefix = \"no\""`,
    'prefix = "jos_"',
    'parts = "3"',
  ].join('\n');

  test('is read, without the account', () => {
    expect(parseDatabasesIni(text)).toEqual([{ ...known, marker: null, tables: null }]);
  });
  test('that is none gives nothing', () => {
    for (const nonsense of ['', 'a = 1', '[site]\nprefix = x', '<html>'])
      expect(parseDatabasesIni(nonsense)).toEqual([]);
  });
});

test('no word of the account ever comes out of either', () => {
  const secret = /host\.secret|user\.secret|pass\.secret/;
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constantFrom('a\\', '"', '\\"', '\n'));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value), (others) => {
      const facts: Record<string, string | number | null> = { ...others, ...account, sqlfile: 'site.sql' };
      const ini = Object.entries(facts).map(([key, given]) => `${key} = "${quoted(String(given))}"`);
      expect(JSON.stringify(parseDatabasesJson(JSON.stringify({ 'site.sql': facts })))).not.toMatch(secret);
      expect(JSON.stringify(parseDatabasesIni(['[site.sql]', ...ini].join('\n')))).not.toMatch(secret);
    }),
  );
});

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

test('more files than any dump is in are not believed', () => {
  const partsOf = (parts: unknown) => parseDatabasesJson(JSON.stringify({ 'site.sql': { parts } }))[0]?.partCount;
  expect([100_000, '100000', 100_001, 999_999_999, '999999999'].map(partsOf)).toEqual([
    100_000,
    100_000,
    null,
    null,
    null,
  ]);
});
