// A dump that was made to do harm. MySQL's client obeys commands of its own in a file, `system` and `\!` among them: whatever is in
// a dump, none of it may be one in the file that is saved. The real client says what it takes for one.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SqlFile } from '../../../src/site/sql/sql-file.ts';
import { toBytes } from '../../support/byte-writer.ts';
import { useMariaDb } from '../../support/mariadb.ts';
import { exported, plain, statementsOf } from './rewritten.ts';

const mariaDb = useMariaDb();
const slow = 120_000;
const m = '/**ABDB**/';

describe('what is outside of quotes and no SQL is refused:', () => {
  test.each([
    ['a backslash', 'SELECT 1 \\! touch x\n;'],
    ['one that begins a statement', '\\! touch x\n;'],
    ['one in a body', `${m}CREATE PROCEDURE p() BEGIN\n\\. x\nEND;\n`],
    ['a control character, of which client and server do not think alike', "SELECT 1 --\u0001 '\n;"],
    ['a comment for MySQL that goes on behind its statement', "/*!50003 SELECT 1; SELECT 2 /* a */ ' ;"],
    ['a #__ that an empty prefix makes a comment of', "SELECT /#__* ';"],
  ])('%s', (_, dump) => {
    for (const size of [1, 7, Infinity]) expect(statementsOf(`SELECT 0;\n${dump}`, {}, size)).toBe('database-unsafe');
  });
  test('in data, names and comments, all of it is left as it is', () => {
    const dump = 'INSERT INTO `a\\!` VALUES (\'\\! x\n\\! y\', "\\! z") /* \\! a */ -- \\! b\n;\n';
    expect(statementsOf(dump)).toBe(dump);
  });
  test('UTF-16 is refused as such', () => {
    for (const bytes of [
      [0xff, 0xfe, 0x43, 0],
      [0xfe, 0xff, 0, 0x43],
      [0x43, 0, 0x52, 0],
    ])
      for (const size of [1, Infinity]) expect(statementsOf(Uint8Array.from(bytes), {}, size)).toBe('database-wide');
  });
});

describe('statements that no dump has are left out, and told:', () => {
  test.each([
    ['system touch x\n;', 'SYSTEM'],
    ['/* a */ source x\n;', 'SOURCE'],
    ['/*!50003 */ tee x\n;', 'TEE'],
    ['? x;', ''],
    ['USE mysql;', 'USE'],
    ['GRANT ALL ON *.* TO x;', 'GRANT'],
    ['CREATE USER x;', 'CREATE'],
    ['DROP DATABASE x;', 'DROP'],
    ['SET GLOBAL x = 1;', 'SET'],
    ['SET PASSWORD = 1;', 'SET'],
    ["LOAD DATA INFILE 'x' INTO TABLE a;", 'LOAD'],
  ])('%s', (statement, word) => {
    const file = new SqlFile(plain);
    const output = new TextDecoder().decode(file.push(toBytes(`${statement}\nSELECT 1; ${statement}\nSELECT 2;`)));
    const rest = new TextDecoder().decode(file.endOfStretch() ?? undefined);
    expect(output + rest).toBe('SELECT 1;\nSELECT 2;\n');
    expect(file.counts).toMatchObject({ foreignCount: 2, foreignWords: [word] });
  });
  test('also behind a semicolon under a delimiter of its own', () => {
    expect(statementsOf('DELIMITER //\nSELECT 1; system touch x//\nDELIMITER ;\nSELECT 2;\n')).toBe(
      'SELECT 1;\nSELECT 2;\n',
    );
  });
  test('for other servers, what is no word', () => {
    expect(statementsOf('.shell x\n;SELECT 1;VACUUM;', { technology: 'sqlite' })).toBe('SELECT 1;\nVACUUM;\n');
  });
});

test('a mode of SQL is never set: the client would read strings in another way', () => {
  expect(statementsOf("SET @x=1, sql_mode='NO_BACKSLASH_ESCAPES';\nSET @y = 1;\nSELECT 1;")).toBe(
    'SET @y = 1;\nSELECT 1;\n',
  );
});

test('under #__ itself, a #__ without quotes, which begins a comment, is not written', () => {
  expect(statementsOf("INSERT INTO #__a VALUES ('\n\\! x');", { prefix: null })).toBe('database-unsafe');
  expect(statementsOf(`${m}CREATE PROCEDURE p() SELECT * FROM #__a;${m}SELECT 1;`, { prefix: null })).toBe(
    'SELECT 1;\n',
  );
});

describe('the client of MariaDB', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unstow-hostile-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('runs no command out of any dump', { timeout: slow }, async () => {
    const server = await mariaDb();
    await server.create('hostile');
    const file = join(folder, 'made');
    // So that what follows proves something: this is how a command is obeyed.
    await server.importFile('hostile', toBytes(`system touch ${file}\n;\n`));
    expect(existsSync(file)).toBe(true);
    await rm(file);
    const token = fc.constantFrom(
      ...["'", '"', '`', '\n', ';', ' ', '-- ', '#', '/*', '*/', '/*!', '/*!50003 ', '/*M!', '/', '*', '-', ',', '#__'],
      ...['\\', '\\\\', "\\'", "''", `\\! touch ${file}\n`, `\nsystem touch ${file}\n`, `;system touch ${file}\n;`],
      ...['SELECT 1', 'INSERT INTO `a` VALUES (', 'CREATE PROCEDURE p() BEGIN ', ' END;\n', m, 'DELIMITER //\n', '//'],
      ...["SET sql_mode = 'NO_BACKSLASH_ESCAPES';", '/*!*/', 'DELIMITER ;\n', '\u000b', '\r'],
    );
    const prefix = fc.constantFrom('', '-', 'jos_', null);
    const written = fc.sample(
      fc.tuple(fc.array(token, { minLength: 2, maxLength: 14 }), prefix).map(([tokens, to]) => {
        const text = `SELECT '${tokens.join('')}`;
        // An end for whatever has been left open, so that more than a few are whole.
        for (const end of ["';\n", ';\n', '";\n', '`;\n', '*/;\n', "';*/;\n"])
          for (const marker of [m, null]) {
            const sql = statementsOf(text + end, { prefix: to, marker });
            if (sql.includes('touch') && sql !== 'cut') return sql;
          }
        return null;
      }),
      { numRuns: 1500, seed: 1 },
    );
    const dumps = [...new Set(written.filter((sql) => sql !== null))];
    expect(dumps.length).toBeGreaterThan(50);
    for (const sql of dumps.slice(0, 150)) {
      await server.importFile('hostile', toBytes(sql)).catch(() => undefined);
      expect(existsSync(file), sql).toBe(false);
    }
  });

  test('replaces a table by a view, and a view by a table', { timeout: slow }, async () => {
    const server = await mariaDb();
    await server.create('kinds');
    const table = 'CREATE TABLE `#__a` (x int);\n';
    const view = 'CREATE VIEW `#__a` AS select 1 AS `x`;\n';
    for (const dump of [table, view, table, table, view, view]) {
      const sql = exported([dump], { dropsFirst: true, marker: null });
      await server.importFile('kinds', sql ?? new Uint8Array());
    }
    expect(await server.query('kinds', 'SELECT x FROM jos_a')).toEqual([['1']]);
  });
});

test('a dump that was made to take long does not', { timeout: 20_000 }, () => {
  const started = performance.now();
  const long = { marker: null };
  statementsOf("DROP '[';".repeat(110_000), { ...long, technology: 'sqlite' });
  statementsOf("CREATE '[';".repeat(90_000), { ...long, technology: 'sqlserver' });
  statementsOf('DELIMITER a\nDELIMITER ;\n'.repeat(40_000), long);
  const tables = Array.from({ length: 20_000 }, (_, index) => `t${index}`);
  const views = tables.map((name) => `CREATE VIEW v${name} AS SELECT 1 FROM \`x\`;\n`).join('');
  statementsOf(views, { ...long, chosen: ['x'], tables: [...tables, 'x'] });
  expect(performance.now() - started).toBeLessThan(5000);
});
