// The card of a backup, on the face it opens with and while it is being opened.
import type { Worker } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { fixture, fixturePassword, fixturePath } from '../support/fixtures.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

const extraInfo = {
  host: 'www.example.org',
  backup_date: '2026-11-14 22:13:20',
  akeeba_version: '10.0.2',
  php_version: '8.3.4',
  root: '/srv/www/example.org/public_html',
};
const list = {
  'site.sql': { dbname: 'example', dbuser: 'db-user-1', dbpass: 'db-secret-1', dbhost: 'db.internal', prefix: 'x_' },
};

function site(comment: string): readonly JpaEntry[] {
  const picture = 'JPEG'.repeat(2_000);
  return [
    {
      path: 'installation/README.html',
      content: `<p id="description"><![CDATA[Before the <b>big</b> upgrade]]></p><div id="comment">${comment}</div>`,
    },
    { path: 'installation/extrainfo.json', content: JSON.stringify(extraInfo) },
    { path: 'installation/password.php', content: '<?php' },
    { path: 'installation/index.php', content: '<?php' },
    { path: 'installation/sql/site.sql', content: 'SELECT 1;'.repeat(5_000) },
    { path: 'installation/sql/databases.json', content: JSON.stringify(list) },
    {
      path: 'administrator/manifests/files/joomla.xml',
      content: '<extension><name>files_joomla</name><version>5.2.1</version></extension>',
    },
    ...Array.from({ length: 40 }, (_, n) => ({ path: `images/holidays/${n}.jpg`, content: picture, store: true })),
    ...Array.from({ length: 9 }, (_, n) => ({ path: `images/logos/${n}.png`, content: picture, store: true })),
    ...Array.from({ length: 12 }, (_, n) => ({ path: `media/vendor/${n}.js`, content: picture, store: true })),
    ...Array.from({ length: 6 }, (_, n) => ({ path: `plugins/system/${n}.php`, content: picture, store: true })),
  ];
}

test('the card tells what the backup says of itself', async () => {
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: site('<p>All is well &amp; good</p>') }) }]);
  await run.reaches('ready');
  await run.says('www.example.org');
  const text = await run.text();
  for (const said of [
    'Before the <b>big</b> upgrade',
    'All is well & good',
    'Joomla 5.2.1',
    '8.3.4',
    'Akeeba Backup 10.0.2',
    'asks for a password',
    'Biggest folders',
    'holidays',
  ])
    expect(text).toContain(said);
  const time = run.page.locator('main time').first();
  expect(await time.getAttribute('datetime')).toBe('2026-11-14T22:13:20.000Z');
  expect(await time.getAttribute('title')).toMatch(/10:13:20\sPM UTC/);
  await show(run, 'ready-card');
});

test('the account of the database is nowhere on the page', async () => {
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: site('') }) }]);
  await run.reaches('ready');
  await run.says('www.example.org');
  const page = await run.page.content();
  for (const secret of ['db-user-1', 'db-secret-1', 'db.internal']) expect(page).not.toContain(secret);
});

test('what stands in a comment is text, and does nothing', async () => {
  const { run } = await newRun();
  const comment = `<p>Before it</p><script>document.title='pwned'</script><img src="x" onerror="document.title='pwned'">
    <iframe srcdoc="x"></iframe>&lt;img src=x onerror=document.title='pwned'&gt;<a href="javascript:alert(1)">press</a>\u202egpj.exe`;
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: site(comment) }) }]);
  await run.reaches('ready');
  await run.says('Before it');
  expect(await run.text()).toContain("<img src=x onerror=document.title='pwned'>");
  expect(await run.text()).toContain('<U+202E>gpj.exe');
  expect(await run.page.title()).not.toContain('pwned');
  expect(await run.page.locator('main :is(img, iframe, script, a)').count()).toBe(0);
});

test('a backup that says nothing says so', async () => {
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: [{ path: 'a.txt', content: 'a' }] }) }]);
  await run.reaches('ready');
  await run.says('does not say which site');
  await run.says('does not say when');
  await show(run, 'ready-card-empty');
});

test('what is damaged is named', async () => {
  const { run } = await newRun();
  const damaged = { path: 'installation/extrainfo.json', content: '{"host"' };
  await run.chooseFiles([
    { name: 'site.jpa', content: writeJpa({ entries: [damaged, ...site('').filter((_, n) => n !== 1)] }) },
  ]);
  await run.reaches('ready');
  await run.says('installation/extrainfo.json is in the backup and could not be read');
  expect(await run.text()).not.toContain('does not say');
  await show(run, 'ready-card-damaged');
});

test.each(['site.jpa', 'site.zip', 'split/site-jps.jps'])('%s has its card', async (name) => {
  const { run } = await newRun();
  const { parts, password } = fixture(name);
  await run.chooseFiles(parts.map(fixturePath));
  if (password !== null) await run.givePassword(fixturePassword);
  await run.reaches('ready');
  await run.says('www.public.example');
  await run.says('Before the big upgrade');
  expect(await run.page.title()).not.toContain('pwned');
});

test('while a long list is read the page tells which site it is', async () => {
  const { run } = await newRun();
  const held: Promise<Worker>[] = [];
  run.page.on('worker', (worker) => held.push(holdLongReads(worker)));
  const many = Array.from({ length: 60_000 }, (_, n) => ({ path: `site/${n}.php`, content: '', store: true }));
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: [...site('<p>Hello</p>'), ...many] }) }]);
  await run.says('www.example.org');
  expect(await run.state()).toBe('opening');
  await run.says('Hello');
  await show(run, 'opening-card');
  for (const worker of await Promise.all(held)) await worker.evaluate(() => globalThis.letRead?.());
  await run.reaches('ready');
  await run.says('Joomla 5.2.1');
});

declare global {
  /** In the worker: lets the held reads go on. */
  var letRead: (() => void) | undefined;
}

/** The walk reads a megabyte at a time: its first is read, and the second held back. The card's own reads are short. */
async function holdLongReads(worker: Worker): Promise<Worker> {
  await worker.evaluate(() => {
    const { prototype } = ReadableStreamBYOBReader;
    const read = Reflect.get(prototype, 'read');
    let count = 0;
    const released = new Promise<void>((resolve) => {
      globalThis.letRead = resolve;
    });
    Object.defineProperty(prototype, 'read', {
      value: async function (this: ReadableStreamBYOBReader, view: Uint8Array<ArrayBuffer>) {
        const isLong = view.byteLength > 1_000_000;
        if (isLong) count += 1;
        if (isLong && count > 1) await released;
        return read.call(this, view);
      },
    });
  });
  return worker;
}
