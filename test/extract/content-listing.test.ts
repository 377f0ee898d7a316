// What the page is told of the entries of an open backup, and what the presets choose among them.
import { expose, wrap } from 'comlink';
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import { fileOf, fixtureFiles, jpaFile, opened } from './session-files.ts';
import { writeZip } from '../support/write-zip.ts';
import { fixturePassword } from '../support/fixtures.ts';

test('every entry of the open backup is listed, in the order of the archive', async () => {
  const session = await opened([
    jpaFile({
      entries: [
        { path: 'b/' },
        { path: 'b/a.txt', content: 'four', modified: 1_700_000_000, mode: 0o100600 },
        { path: 'link', kind: 'link', content: 'b/a.txt' },
      ],
    }),
  ]);
  const { paths, kinds, sizes, modifiedMs, modes } = await session.listEntries();
  expect(paths).toEqual(['b/', 'b/a.txt', 'link']);
  expect([...kinds]).toEqual([1, 0, 2]);
  expect([...sizes]).toEqual([0, 4, 7]);
  expect([...modifiedMs]).toEqual([NaN, 1_700_000_000_000, NaN]);
  expect([...modes]).toEqual([0o40755, 0o100600, 0o120777]);
});

test('a list can be had again, whatever became of the last one', async () => {
  const session = await opened(fixtureFiles('site.jpa'));
  const first = await session.listEntries();
  structuredClone(first, { transfer: [first.sizes.buffer] });
  expect((await session.listEntries()).sizes.length).toBe(first.paths.length);
});

test('the presets choose in every format alike', async () => {
  const sets = [];
  for (const name of ['site.jpa', 'site.zip', 'site.jps']) {
    const session = await opened(fixtureFiles(name), name.endsWith('jps') ? fixturePassword : undefined);
    const { paths, kinds } = await session.listEntries();
    const selection = (await session.choose({ kind: 'database' })) ?? [];
    const ordinals = selection.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at));
    sets.push(ordinals.flatMap((ordinal) => (kinds[ordinal] === 0 ? (paths[ordinal] ?? []) : [])).sort());
    expect(await session.choose({ kind: 'everything' })).toBeNull();
    expect(await session.choose({ kind: 'matching', patterns: '' })).toEqual([]);
  }
  expect(sets[0]?.length).toBeGreaterThan(1);
  expect(sets[0]?.every((path) => path.startsWith('installation/sql/'))).toBe(true);
  expect(sets[1]).toEqual(sets[0]);
  expect(sets[2]).toEqual(sets[0]);
});

test('before a password opens the backup there is nothing to list', async () => {
  const session = await opened(fixtureFiles('site.jps'));
  await expect(session.listEntries()).rejects.toThrow('nothing is open');
  await expect(session.choose({ kind: 'everything' })).rejects.toThrow('nothing is open');
  await expect(new Session().listEntries()).rejects.toThrow('nothing is open');
});

test('a table crosses a worker line whole', async () => {
  const session = await opened(fixtureFiles('site.jpa'));
  const channel = new MessageChannel();
  try {
    expose({ listEntries: () => session.listEntries() }, channel.port1);
    const remote = wrap<{ listEntries: Session['listEntries'] }>(channel.port2);
    expect(await remote.listEntries()).toEqual(await session.listEntries());
  } finally {
    channel.port1.close();
    channel.port2.close();
  }
});

test('the database is chosen where its dump lies at the top, and where paths are spelled otherwise', async () => {
  const chosenOf = async (...paths: readonly string[]) => {
    const session = await opened([jpaFile({ entries: paths.map((path) => ({ path, content: 'x' })) })]);
    const { databases } = await session.readCard();
    return [await session.choose({ kind: 'database' }), databases.map(({ parts }) => parts)];
  };
  expect(await chosenOf('a.txt', 'site.sql', 'b.txt', 'site.s01')).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 3]],
  ]);
  expect(await chosenOf('a.txt', './installation/sql/site.sql', 'other.sql')).toEqual([[[1, 2]], [[1]]]);
});

test.each([
  ['./installation/', '/', 'jpa'],
  ['/installation/', '/', 'jpa'],
  ['installation\\', '\\', 'zip'],
])('the card knows a restoration script whose paths are spelled %j', async (folder, slash, format) => {
  const entries = [
    { path: `${folder}extrainfo.json`, content: '{"host": "www.example.org"}' },
    { path: `${folder}index.php`, content: 'x' },
    { path: `${folder}sql${slash}site.sql`, content: 'SELECT 1;' },
    { path: `${folder}sql${slash}databases.json`, content: '{"site.sql": {"dbname": "x", "tables": ["#__a"]}}' },
  ];
  const session = await opened([format === 'zip' ? fileOf('site.zip', writeZip({ entries })) : jpaFile({ entries })]);
  const card = await session.readCard();
  expect(card).toMatchObject({ identity: { host: 'www.example.org' }, installer: 'open' });
  expect(card.folders.map(({ name }) => name)).toEqual(['installation']);
  expect(card.databases).toMatchObject([{ key: 'installation/sql/site.sql', name: 'x', parts: [2] }]);
  expect(await session.listDatabases()).toEqual(card.databases);
});
