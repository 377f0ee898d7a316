// The card of whole archives, and of hostile ones: read to its end whatever stands in it, never beyond its bounds.
import { expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { EntryReader } from '../../src/extract/entry-reader.ts';
import { readCard, type SiteCard } from '../../src/site/card.ts';
import { indexWith } from '../plan/entries.ts';
import { prepare, prepareJpa, type Prepared } from '../extract/run.ts';
import { fixtures, openFixture } from '../support/fixtures.ts';
import type { JpaEntry } from '../support/write-jpa.ts';

const { signal } = new AbortController();

function cardOf({ source, index }: Prepared): Promise<SiteCard> {
  const reader = new EntryReader(source);
  return readCard(index, (entry, most) => reader.start(entry, most, signal));
}

const cardOfJpa = async (entries: readonly JpaEntry[]): Promise<SiteCard> => cardOf(await prepareJpa(entries));

test.each(fixtures)('$name tells what it is', async ({ name, password }) => {
  const card = await cardOf(await prepare(openFixture(name), password));
  expect(card.identity).toEqual({
    host: 'www.public.example',
    backupMs: Date.UTC(2023, 10, 14, 22, 13, 20),
    akeebaVersion: '9.8.1',
    phpVersion: '8.2.12',
    root: '/home/public/public_html',
    description: 'Backup of public taken on Tuesday, 14 November 2023 & more <b>bold</b>',
    comment: 'Before the big upgrade',
    unreadable: [],
  });
  expect(card).toMatchObject({
    system: { name: 'Joomla', version: null },
    installer: 'open',
    folders: [{ name: 'images', size: 251_501 }, { name: 'text' }, { name: 'tmp' }, { name: 'installation' }, {}],
    databases: [{ name: 'public_db', prefix: 'jos_', tables: ['#__content'], size: 17_032, technology: 'mysql' }],
  });
});

test('the account of the database is nowhere in it', async () => {
  const said = JSON.stringify(await cardOf(await prepare(openFixture('site.jpa'))));
  for (const secret of ['hunter2-public', 'dbuser', 'localhost']) expect(said).not.toContain(secret);
});

test('a backup that says nothing has an empty card', async () => {
  expect(await cardOfJpa([{ path: 'a.txt', content: 'x' }])).toEqual({
    identity: {
      host: null,
      backupMs: null,
      akeebaVersion: null,
      phpVersion: null,
      root: null,
      description: null,
      comment: null,
      unreadable: [],
    },
    system: null,
    installer: 'none',
    folders: [],
    databases: [],
  });
});

test('a restoration script with a password is told from one without', async () => {
  const installer = { path: 'installation/index.php', content: '<?php' };
  const password = { path: 'installation/password.php', content: "<?php define('AKEEBA_PASSHASH', 'x:y');" };
  expect((await cardOfJpa([installer])).installer).toBe('open');
  expect((await cardOfJpa([installer, password])).installer).toBe('password');
  // Alone, or empty, it asks for nothing.
  expect((await cardOfJpa([password])).installer).toBe('none');
  expect((await cardOfJpa([installer, { ...password, content: '' }])).installer).toBe('open');
  expect((await cardOfJpa([{ path: 'installation/password.php/x', content: '' }])).installer).toBe('none');
});

test('old backups tell the same in INI files', async () => {
  const card = await cardOfJpa([
    { path: 'installation/extrainfo.ini', content: 'host="old.example"\nbackup_date="2010-05-01 10:00:00"' },
    { path: 'installation/sql/site.sql', content: 'SELECT 1;' },
    { path: 'installation/sql/databases.ini', content: '[site.sql]\ndbname = "old_db"\ndbpass = "p"\nprefix = "jos_"' },
  ]);
  expect(card.identity).toMatchObject({ host: 'old.example', backupMs: Date.UTC(2010, 4, 1, 10) });
  expect(card.databases).toMatchObject([{ name: 'old_db', tables: null }]);
});

test('what is there and makes no sense is named, and the rest is read all the same', async () => {
  const card = await cardOfJpa([
    { path: 'installation/README.html', content: 'x', fields: { size: 5 } },
    { path: 'installation/extrainfo.json', content: '{"host": ' },
    { path: 'installation/sql/databases.json', content: 'nonsense' },
    { path: 'wp-includes/version.php', content: "$wp_version = '6.4.2';" },
  ]);
  expect(card.identity.unreadable).toEqual([
    'installation/README.html',
    'installation/extrainfo.json',
    'installation/sql/databases.json',
  ]);
  expect(card.system).toEqual({ name: 'WordPress', version: '6.4.2' });
});

test('an empty list of databases is a backup without one', async () => {
  for (const content of ['', '[]', '{}', ' {\n} '])
    expect((await cardOfJpa([{ path: 'installation/sql/databases.json', content }])).identity.unreadable).toEqual([]);
});

test('of an entry that is too large no more is read than is needed', async () => {
  const size = 2 ** 31;
  const huge = [
    'installation/README.html',
    'installation/extrainfo.json',
    'installation/sql/databases.json',
    'configuration.php',
  ].map((path): Entry => ({ path, kind: 'file', size, packedSize: size, data: { in: 'nothing' } }));
  let read = 0;
  await readCard(indexWith(huge), (_, most) => {
    read += most;
    return Promise.resolve(new Uint8Array(most).fill(0x3c));
  });
  expect(read).toBeLessThan(9 * 1024 * 1024);
});

test('of two files with one path the first is taken, and a folder is none', async () => {
  const card = await cardOfJpa([
    { path: 'installation/extrainfo.json/' },
    { path: 'installation/extrainfo.json', content: '{"host": "first"}' },
    { path: 'installation/extrainfo.json', content: '{"host": "second"}' },
  ]);
  expect(card.identity.host).toBe('first');
});
