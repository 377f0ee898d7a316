// Saving a database through the worker's calls: from an archive into a file, or into none.
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DatabaseOrder, DatabaseProgress } from '../../src/extract/database-api.ts';
import { Session } from '../../src/extract/session.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixtures } from '../support/fixtures.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { fileOf, fixtureFiles, jpaFile, opened, quiet } from './session-files.ts';

const sql = 'installation/sql/';
const key = `${sql}site.sql`;
const usual: DatabaseOrder = {
  key,
  tables: null,
  prefix: 'jos_',
  dropsFirst: false,
  isCompressed: false,
  without: [],
  site: 'www.example.com',
  takenAt: '14 November 2023',
  handle: null,
  page: 'p',
};

// A page without storage of its own: what is to be downloaded is made in memory.
beforeEach(() => {
  vi.stubGlobal('navigator', {});
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function databaseOf(dump: readonly JpaEntry[], list?: object): Promise<Session> {
  const listed = list === undefined ? [] : [{ path: `${sql}databases.json`, content: JSON.stringify(list) }];
  return opened([jpaFile({ entries: [...dump, ...listed] })]);
}

const three = [
  { path: key, content: 'CREATE TABLE `#__a` (id int);\n' },
  { path: `${sql}site.s01`, content: 'INSERT INTO `#__a` VALUES (1);\n' },
  { path: `${sql}site.s02`, content: 'INSERT INTO `#__a` VALUES (2);\n' },
];

/** Into a file that the user chose. */
async function saved(session: Session, order: Partial<DatabaseOrder> = {}): Promise<string> {
  const folder = new FakeFolder();
  const handle = await folder.handle.getFileHandle('out.sql', { create: true });
  const result = await session.exportDatabase({ ...usual, handle, ...order }, quiet);
  expect(result).toMatchObject({ download: null });
  const bytes = folder.files().get('out.sql') ?? new Uint8Array();
  expect(result?.size).toBe(bytes.length);
  return new TextDecoder().decode(order.isCompressed === true ? gunzipSync(bytes) : bytes);
}

/** What is left of the file where nothing could be saved. */
async function failed(session: Session, order: Partial<DatabaseOrder> = {}): Promise<unknown> {
  const folder = new FakeFolder();
  folder.put('out.sql', 'from before');
  const handle = await folder.handle.getFileHandle('out.sql');
  const error: unknown = await session.exportDatabase({ ...usual, handle, ...order }, quiet).catch((e: unknown) => e);
  expect(folder.text('out.sql')).toBe('from before');
  return error;
}

test.for(fixtures)('the database of $name is listed, and saved with the real prefix', async ({ name, password }) => {
  const session = await opened(fixtureFiles(name), password ?? undefined);
  const [database, ...others] = await session.listDatabases();
  expect(others).toEqual([]);
  expect(database).toMatchObject({ key, name: 'public_db', prefix: 'jos_', tables: ['#__content'], missing: [] });
  const text = await saved(session);
  expect(text.match(/INSERT INTO `jos_content`/g)).toHaveLength(120);
  expect(text).toContain("'Title 0 about #__users and \\'quotes\\''");
  expect(text).not.toContain('ABDB');
  expect(text).not.toMatch(/hunter2|dbuser/);
});

test('what is listed holds nothing of the account', async () => {
  const session = await opened(fixtureFiles('site.jpa'));
  expect(JSON.stringify(await session.listDatabases())).not.toMatch(/hunter2|dbuser|localhost/);
});

test('the file says where it is from, and ends with its last line', async () => {
  const text = await saved(await databaseOf(three));
  expect(text).toMatch(
    /^-- Database of www\.example\.com\n-- Backup of 14 November 2023\n-- From site\.jpa, installation\/sql\/site\.sql\n-- Made by Unstow\n/,
  );
  expect(text).toMatch(/\n-- End of the database\n$/);
});

test('several databases are saved one by one', async () => {
  const session = await databaseOf(
    [...three, { path: `${sql}1a2b3c4d-shop.sql`, content: 'CREATE TABLE `#__b` (id int);\n' }],
    { 'site.sql': { prefix: 'jos_', parts: 3 }, '1a2b3c4d-shop.sql': { prefix: 'shop_', parts: 1 } },
  );
  const databases = await session.listDatabases();
  expect(databases.map(({ prefix }) => prefix)).toEqual(['jos_', 'shop_']);
  const shop = await saved(session, { key: databases[1]?.key ?? '', prefix: 'shop_' });
  expect(shop).toContain('shop_b');
  expect(shop).not.toContain('_a`');
});

test('gzipped, it is the same', async () => {
  const session = await databaseOf(three);
  expect(await saved(session, { isCompressed: true })).toBe(await saved(session));
});

test('for a download it is whole, and goes when it is let go of', async () => {
  const session = await databaseOf(three);
  const result = await session.exportDatabase(usual, quiet);
  expect(await result?.download?.text()).toBe(await saved(session));
  expect(result?.size).toBe(result?.download?.size);
  await session.forgetDatabase();
});

test('progress ends with all that is to be read', async () => {
  const told: DatabaseProgress[] = [];
  const session = await databaseOf(three);
  await session.exportDatabase(usual, (progress) => told.push(progress));
  const bytesTotal = three.reduce((sum, { content }) => sum + content.length, 0);
  expect(told.at(-1)).toEqual({ bytesDone: bytesTotal, bytesTotal });
});

describe('tables that are not listed', () => {
  test('are found in the dump, and can be chosen then', async () => {
    const session = await databaseOf([
      ...three,
      { path: `${sql}site.s03`, content: 'CREATE TABLE `#__b` (id int);\n' },
    ]);
    expect((await session.listDatabases())[0]?.tables).toBeNull();
    expect(await session.listTables(key, quiet)).toEqual(['#__a', '#__b']);
    expect((await session.listDatabases())[0]?.tables).toEqual(['#__a', '#__b']);
    const text = await saved(session, { tables: ['#__b'] });
    expect(text).toContain('-- Chosen tables only: 1\n');
    expect(text).not.toContain('jos_a');
  });
});

describe('nothing of a file is kept', () => {
  test('where the dump is damaged: the part and the place are named', async () => {
    const broken = { path: `${sql}site.s01`, content: 'x'.repeat(100), fields: { size: 90 } };
    const error = await failed(await databaseOf([three[0] ?? broken, broken, three[2] ?? broken]));
    expect(error).toMatchObject({
      code: 'database-damaged',
      where: { entry: `${sql}site.s01`, part: 'site.jpa', damage: { what: 'too-long' } },
    });
  });
  test('where it breaks off in a string', async () => {
    const error = await failed(await databaseOf([{ path: key, content: "INSERT INTO `#__a` VALUES ('x" }]));
    expect(error).toMatchObject({ code: 'database-cut', where: { entry: key } });
  });
  test('where a missing part tears a statement', async () => {
    const torn = { path: `${sql}site.s01`, content: "INSERT INTO `#__a` VALUES ('x" };
    const error = await failed(await databaseOf([torn, { path: `${sql}site.s03`, content: "y');\n" }]));
    expect(error).toMatchObject({ code: 'database-cut', where: { entry: `${sql}site.s01` } });
  });
  test('where it is cancelled', async () => {
    const long = Array.from({ length: 200 }, (_, index) => ({
      path: `${sql}site.s${String(index + 1).padStart(2, '0')}`,
      content: 'INSERT INTO `#__a` VALUES (1);\n',
    }));
    const session = await databaseOf([...three.slice(0, 1), ...long]);
    const folder = new FakeFolder();
    folder.put('out.sql', 'from before');
    const handle = await folder.handle.getFileHandle('out.sql');
    const saving = session.exportDatabase({ ...usual, handle }, quiet);
    await session.cancelDatabase();
    expect(await saving).toBeNull();
    expect(folder.text('out.sql')).toBe('from before');
    expect(await saved(session)).toContain('jos_a');
  });
  test('where the file is a part of the backup', async () => {
    const [file] = fixtureFiles('site.jpa');
    const folder = new FakeFolder();
    folder.put('site.jpa', new Uint8Array((await file?.arrayBuffer()) ?? []));
    const session = await opened(fixtureFiles('site.jpa'));
    const handle = await folder.handle.getFileHandle('site.jpa');
    await expect(session.exportDatabase({ ...usual, handle }, quiet)).rejects.toMatchObject({ code: 'output-is-part' });
  });
});

test('a damaged file of the dump can be left out, and counts as missing', async () => {
  const broken = { path: `${sql}site.s01`, content: 'x'.repeat(100), fields: { size: 90 } };
  const session = await databaseOf([three[0] ?? broken, broken, three[2] ?? broken]);
  const text = await saved(session, { without: [`${sql}site.s01`] });
  expect(text).toContain('-- Not complete, missing in the backup: site.s01\n');
  expect(text).toContain('VALUES (2)');
});

test('a database of a backup that has lost some of itself may be cut, where nothing says how long it was', async () => {
  const whole = writeJpa({ entries: [...three, { path: `${sql}databases.json`, content: '{}' }] });
  const session = new Session();
  await session.survey([fileOf('site.jpa', whole.slice(0, Buffer.from(whole).indexOf(`${sql}site.s02`)))]);
  await session.open(0, { salvages: true }, quiet);
  expect((await session.listDatabases())[0]).toMatchObject({ mayBeCut: true, missing: [] });
  expect(await saved(session)).toContain('\n-- It may be cut: ');
  expect((await (await databaseOf(three)).listDatabases())[0]).toMatchObject({ mayBeCut: false });
});

test('a dump with commands for the client of a server gives no file: the file of it is named', async () => {
  const hostile = { path: `${sql}site.s01`, content: 'INSERT INTO `#__a` VALUES (1)\\! touch x\n;\n' };
  const error = await failed(await databaseOf([three[0] ?? hostile, hostile]));
  expect(error).toMatchObject({ code: 'database-unsafe', where: { entry: hostile.path } });
});

test('a part that is missing between statements is said in the file', async () => {
  const text = await saved(await databaseOf([three[0], three[2]].flatMap((entry) => entry ?? [])));
  expect(text).toContain('-- Not complete, missing in the backup: site.s01\n');
  expect(text).toContain('VALUES (2)');
});
