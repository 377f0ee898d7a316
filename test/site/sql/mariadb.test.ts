// The proof of the export: a real MariaDB imports it, and holds what was put into the dump, row by row and byte by byte.
import { describe, expect, test } from 'vitest';
import type { SqlFileOptions } from '../../../src/site/sql/sql-file.ts';
import { toBytes } from '../../support/byte-writer.ts';
import { useMariaDb, type MariaDb } from '../../support/mariadb.ts';
import { dumpStatements, inParts, type Dump, type Value } from '../../support/write-dump.ts';
import { nastyDump } from './nasty-database.ts';
import { exported } from './rewritten.ts';

const mariaDb = useMariaDb();
const slow = 120_000;

interface Import {
  readonly dump: Dump;
  readonly partCount?: number;
  readonly options?: Partial<SqlFileOptions>;
  /** How often it is imported into the same database. */
  readonly times?: number;
}

let count = 0;

async function imported({ dump, partCount = 1, options = {}, times = 1 }: Import): Promise<[MariaDb, string]> {
  const server = await mariaDb();
  count += 1;
  const database = `database_${count}`;
  await server.create(database);
  const parts = inParts(dumpStatements(dump), partCount);
  const sql = exported(parts, { tables: dump.tables.map(({ name }) => name), ...options }, 65_536);
  if (sql === null) throw new Error('the dump was taken for one that is cut');
  for (let time = 0; time < times; time += 1) await server.importFile(database, sql);
  return [server, database];
}

function hexOf(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'object' && 'hex' in value) return hexOf(value.hex);
  return Buffer.from(typeof value === 'number' ? String(value) : toBytes(value)).toString('hex');
}

/** What a table holds, against what it should. */
async function expectRows(
  server: MariaDb,
  database: string,
  { dump, prefix = 'jos_' }: { dump: Dump; prefix?: string },
): Promise<void> {
  for (const { name, create, rows } of dump.tables) {
    const columns = [...create.matchAll(/^ {2}(`(?:[^`]|``)+`)/gm)].map(([, column]) => column ?? '');
    const table = name.replace('#__', prefix);
    const hex = columns.map((column) => `LOWER(HEX(CAST(${column} AS BINARY)))`);
    const found = await server.query(database, `SELECT ${hex.join()} FROM \`${table}\` ORDER BY ${columns[0] ?? ''}`);
    // The client shows an empty string as nothing.
    expect(found.length, table).toBe(rows.length);
    found.forEach((row, index) => {
      const wanted = rows[index]?.map(hexOf);
      if (row.join() !== wanted?.join()) expect(row.map(shortened), table).toEqual(wanted?.map(shortened));
    });
  }
}

function shortened(hex: string): string {
  return hex.length > 200 ? `${hex.slice(0, 200)}… (${hex.length})` : hex;
}

describe.each(['marked', 'lines'] as const)('a database of %s', (generation) => {
  const dump = nastyDump(generation);
  const marker = generation === 'marked' ? '/**ABDB**/' : null;

  test('comes back as it was, from 120 parts', { timeout: slow }, async () => {
    const [server, database] = await imported({ dump, partCount: 120, options: { marker } });
    await expectRows(server, database, { dump });
    expect(await server.query(database, 'SHOW TRIGGERS')).toHaveLength(2);
    expect(await server.query(database, 'CALL jos_count(1000)')).toEqual([['2000']]);
    expect(await server.query(database, 'SELECT jos_half(84)')).toEqual([['42']]);
    expect(await server.query(database, 'SELECT COUNT(*), MIN(x) FROM jos_recent')).toEqual([['1999', '#__x']]);
    expect(await server.query(database, 'SHOW EVENTS')).toHaveLength(1);
    await server.query(database, 'INSERT INTO jos_child VALUES (101, NULL)');
    expect(await server.query(database, 'SELECT what FROM jos_log')).toEqual([['#__child; $$ // ;;;']]);
    const [[, keys = ''] = []] = await server.query(database, 'SHOW CREATE TABLE jos_child');
    expect(keys).toContain('CONSTRAINT `jos_fk_parent` FOREIGN KEY (`parent`) REFERENCES `jos_parent` (`id`)');
  });

  test('comes under another prefix, or under none', { timeout: slow }, async () => {
    for (const prefix of ['other_', '']) {
      const [server, database] = await imported({ dump, options: { marker, prefix } });
      await expectRows(server, database, { dump, prefix });
    }
  });

  test('comes under #__ itself, where no body has such a name without quotes', { timeout: slow }, async () => {
    const quoted = { ...dump, others: dump.others?.filter((text) => !/ #__log/.test(text)) ?? [] };
    const [server, database] = await imported({ dump: quoted, options: { marker, prefix: null } });
    await expectRows(server, database, { dump, prefix: '#__' });
  });

  test('replaces what is there where DROP is asked for, and only there', { timeout: slow }, async () => {
    const [server, database] = await imported({ dump, options: { marker, dropsFirst: true }, times: 2 });
    await expectRows(server, database, { dump });
    await expect(imported({ dump, options: { marker }, times: 2 })).rejects.toThrow(/already exists/);
  });

  test('comes with the chosen tables only, and what belongs to them', { timeout: slow }, async () => {
    const chosen = ['#__content', '#__child', 'no_prefix'];
    const [server, database] = await imported({ dump, options: { marker, chosen } });
    const tables = dump.tables.filter(({ name }) => chosen.includes(name));
    await expectRows(server, database, { dump: { ...dump, tables } });
    const names = await server.query(database, 'SHOW TABLES');
    // The view that reads another table too stays away.
    expect(names.flat().sort()).toEqual(['jos_child', 'jos_content', 'jos_recent', 'no_prefix']);
    expect((await server.query(database, 'SHOW TRIGGERS')).map(([name]) => name)).toEqual(['jos_after_child']);
    expect(await server.query(database, 'SHOW PROCEDURE STATUS WHERE Db = DATABASE()')).toEqual([]);
  });
});

test(
  'a plain dump, with comments, settings and delimiters of its own, comes back as it was',
  { timeout: slow },
  async () => {
    const server = await mariaDb();
    await server.create('twice');
    const dump = nastyDump('marked');
    const once = exported(inParts(dumpStatements(dump), 1)) ?? new Uint8Array();
    // As the whole of a backup of a database alone: nothing is known of it.
    const again = exported([once], { marker: null, prefix: '', dropsFirst: true }, 4096);
    await server.importFile('twice', again ?? new Uint8Array());
    await expectRows(server, 'twice', { dump });
    expect(await server.query('twice', 'SHOW TRIGGERS')).toHaveLength(2);
    expect(await server.query('twice', 'SHOW FUNCTION STATUS WHERE Db = DATABASE()')).toHaveLength(1);
  },
);

test('the settings of the session are afterwards what they were', { timeout: slow }, async () => {
  const server = await mariaDb();
  await server.create('settings');
  const settings =
    'SELECT @@sql_mode, @@foreign_key_checks, @@unique_checks, @@character_set_client, @@character_set_results, @@collation_connection;';
  const before = "SET NAMES latin1; SET sql_mode = 'ANSI'; SET foreign_key_checks = 1;";
  const sql = exported(['SELECT 0;']);
  const lines = await server.query(
    'settings',
    `${before}${settings}\n${new TextDecoder().decode(sql ?? undefined)}${settings}`,
  );
  expect(lines).toHaveLength(3);
  expect(lines[2]).toEqual(lines[0]);
});

test('an import that goes on in another session can be ended', { timeout: slow }, async () => {
  const server = await mariaDb();
  await server.create('resumed');
  const sql = new TextDecoder().decode(exported(['SELECT 0;']) ?? undefined);
  await server.query('resumed', sql.slice(sql.indexOf('SELECT 0;')));
});
