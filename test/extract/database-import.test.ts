// From an archive to rows in a real MariaDB: every fixture's own dump, and a made-up one of an old backup in 120 parts.
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Session } from '../../src/extract/session.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixtures } from '../support/fixtures.ts';
import { useMariaDb } from '../support/mariadb.ts';
import { dumpStatements, inParts } from '../support/write-dump.ts';
import { nastyDump } from '../site/sql/nasty-database.ts';
import { fixtureFiles, into, jpaFile, opened, quiet, usual } from './session-files.ts';

const mariaDb = useMariaDb();
const slow = 120_000;
const sql = 'installation/sql/';

/** The first database of an open backup, as a file that the user chose. */
async function saved(session: Session, isCompressed: boolean): Promise<Uint8Array> {
  const [database] = await session.listDatabases();
  if (database === undefined) throw new Error('no database');
  const folder = new FakeFolder();
  const handle = await folder.handle.getFileHandle('out', { create: true });
  const { key, prefix } = database;
  const how = {
    tables: null,
    dropsFirst: true,
    isCompressed,
    without: [],
    site: null,
    takenAt: null,
    handle,
    page: 'p',
  };
  await session.exportDatabase({ key, prefix, ...how }, quiet);
  const bytes = folder.files().get('out') ?? new Uint8Array();
  return isCompressed ? gunzipSync(bytes) : bytes;
}

/** The dump of a fixture, read by other means: number, title and hash of each row. */
async function rowsOf(session: Session): Promise<string[][]> {
  const folder = new FakeFolder();
  await session.extract(into(folder, 'overwrite', 'skip'), usual, quiet);
  const parts = ['site.sql', 'site.s01', 'site.s02'].map((name) => folder.files().get(sql + name) ?? new Uint8Array());
  const text = new TextDecoder().decode(concat(parts));
  const rows = text.matchAll(/VALUES \((\d+),'((?:[^'\\]|\\.)*)','(\w+)'\)/g);
  return [...rows].map(([, id = '', title = '', hash = '']) => [id, title.replaceAll("\\'", "'"), hash]);
}

test.for(fixtures)(
  'the database of $name arrives row by row',
  { timeout: slow },
  async ({ name, password }, { task }) => {
    const server = await mariaDb();
    const session = await opened(fixtureFiles(name), password ?? undefined);
    const database = `fixture_${fixtures.findIndex((one) => one.name === name)}`;
    await server.create(database);
    await server.importFile(database, await saved(session, name.endsWith('.zip')));
    const found = await server.query(database, 'SELECT * FROM jos_content ORDER BY id');
    expect(found, task.name).toEqual(await rowsOf(session));
    expect(found).toHaveLength(120);
    expect(found[0]?.[1]).toBe("Title 0 about #__users and 'quotes'");
  },
);

test.each(['json', 'ini'])(
  'a backup with databases.%s and 120 files of a dump arrives whole',
  { timeout: slow },
  async (kind) => {
    const server = await mariaDb();
    const dump = nastyDump(kind === 'json' ? 'marked' : 'lines');
    const parts = inParts(dumpStatements(dump), 120);
    const stated = {
      dbtype: 'mysqli',
      dbname: 'old',
      sqlfile: 'site.sql',
      dbpass: 'a"\\b',
      prefix: 'jos_',
      parts: 120,
    };
    const ini = Object.entries(stated).map(([key, value]) => `${key} = "${String(value).replace(/["\\]/g, '\\$&')}"\n`);
    const list =
      kind === 'json'
        ? JSON.stringify({ 'site.sql': { ...stated, marker: '\n/**ABDB**/' } })
        : `[site.sql]\n${ini.join('')}`;
    const entries = parts.map((content, number) => ({
      path: `${sql}site.${number === 0 ? 'sql' : `s${String(number).padStart(2, '0')}`}`,
      content,
    }));
    // As a careless server lists them.
    entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    const session = await opened([
      jpaFile({ entries: [...entries, { path: `${sql}databases.${kind}`, content: list }] }),
    ]);
    const database = `from_${kind}`;
    await server.create(database);
    await server.importFile(database, await saved(session, true));
    for (const { name, rows } of dump.tables) {
      const table = name.replace('#__', 'jos_');
      const [[count] = []] = await server.query(database, `SELECT COUNT(*) FROM \`${table}\``);
      expect(count, table).toBe(String(rows.length));
    }
    const [[longest] = []] = await server.query(database, 'SELECT LENGTH(title) FROM jos_content WHERE id = 105');
    expect(longest).toBe('1500000');
    expect(await server.query(database, 'SELECT jos_half(84)')).toEqual([['42']]);
  },
);
