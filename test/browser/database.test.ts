// Saving a database by the page in Chromium: what can be chosen, what arrives, and how the dialog looks.
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { fixturePath } from '../support/fixtures.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

const sql = 'installation/sql/';
const names = ['options', 'usermeta', 'posts', ...Array.from({ length: 60 }, (_, index) => `shop_orders_${index}`)];
const account = { dbhost: 'host.secret', dbuser: 'user.secret', dbpass: 'pass.secret' };
const list = { dbtech: 'mysql', dbname: 'public_db', marker: '\n/**ABDB**/', prefix: 'wp_', parts: 3, ...account };
const wordPress = {
  name: 'site-example.org-20260402-101500utc.jpa',
  content: writeJpa({
    entries: [
      {
        path: `${sql}site.sql`,
        content: names.map((name) => `/**ABDB**/CREATE TABLE \`#__${name}\` (id int);\n`).join(''),
      },
      { path: `${sql}site.s02`, content: '/**ABDB**/INSERT INTO `#__posts` VALUES (1);\n' },
      {
        path: `${sql}databases.json`,
        content: JSON.stringify({ 'site.sql': { ...list, tables: names.map((name) => `#__${name}`) } }),
      },
    ],
  }),
};
const damaged = {
  name: 'damaged.jpa',
  content: writeJpa({
    entries: [{ path: `${sql}site.sql`, content: 'too short', fields: { size: 4_096 } }],
  }),
};

/** Without the dialog that asks where a file goes. */
async function openedWith(files: Parameters<RunPage['chooseFiles']>[0]): Promise<RunPage> {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await run.chooseFiles(files);
  await run.reaches('ready');
  await run.button('Save database as').click();
  return run;
}

async function download(run: RunPage): Promise<{ name: string; bytes: Uint8Array }> {
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  return { name: arrived.suggestedFilename(), bytes: new Uint8Array(await readFile(await arrived.path())) };
}

test('the database of a backup is saved with its own prefix, and as .sql.gz', async () => {
  const run = await openedWith([fixturePath('site.jpa')]);
  await run.button('Save as .sql').click();
  await run.says('is finished');
  await show(run, 'database-download');
  const { name, bytes } = await download(run);
  const text = new TextDecoder().decode(bytes);
  expect(name).toBe('site.sql');
  expect(text).toMatch(/^-- Database of www\.public\.example\n-- Backup of 2023-11-14 22:13:20 UTC\n/);
  expect(text.match(/INSERT INTO `jos_content`/g)).toHaveLength(120);
  await run.says('Save it again');
  await run.button('Close').click();

  await run.button('Save database as').click();
  await run.page.getByRole('checkbox', { name: 'Compress' }).check();
  await run.button('Save as .sql.gz').click();
  const packed = await download(run);
  expect(packed.name).toBe('site.sql.gz');
  expect(gunzipSync(packed.bytes).toString()).toBe(text);
});

test('prefix and tables are chosen, and what is missing is said', async () => {
  const run = await openedWith([wordPress]);
  await run.says('site.s01');
  await show(run, 'database');
  await run.choose('Another one');
  await run.page.getByRole('textbox', { name: 'Prefix' }).fill('new-');
  await run.says('letters from a to z');
  expect(await run.button('Save as .sql').isDisabled()).toBe(true);
  await run.page.getByRole('textbox', { name: 'Prefix' }).fill('new_');
  await run.says('This looks like WordPress');
  await run.page.getByText('Tables: all').click();
  await run.page.getByLabel('Find a table').fill('shop');
  await run.button('Untick these').click();
  await run.says('3 of 63');
  await show(run, 'database-choices');
  await run.page.getByRole('checkbox', { name: 'Replace tables' }).check();
  await run.button('Save as .sql').click();
  const text = new TextDecoder().decode((await download(run)).bytes);
  expect(text).toContain('-- Not complete, missing in the backup: site.s01\n');
  expect(text).toContain('DROP VIEW IF EXISTS `new_posts`;\nCREATE TABLE `new_posts` (id int);\n');
  expect(text).not.toContain('shop');
  expect(text + (await run.text())).not.toMatch(/\.secret/);
  await run.says('but 1 file of the dump is missing');
  await show(run, 'database-saved-missing');
});

test('a database is saved without a file of its dump that is damaged', async () => {
  const run = await openedWith([
    {
      name: 'part-damaged.jpa',
      content: writeJpa({
        entries: [
          { path: `${sql}site.sql`, content: 'CREATE TABLE `#__a` (id int);\n' },
          { path: `${sql}site.s01`, content: 'too short', fields: { size: 4_096 } },
        ],
      }),
    },
  ]);
  await run.button('Save as .sql').click();
  await run.says('Go on without');
  await show(run, 'database-without');
  await run.page.getByRole('button', { name: 'Go on without' }).click();
  await run.says('is finished');
  const text = new TextDecoder().decode((await download(run)).bytes);
  expect(text).toContain('-- Not complete, missing in the backup: site.s01\n');
  expect(text).toContain('CREATE TABLE `#__a`');
});

test('a damaged dump gives no file, and says where the damage is', async () => {
  const run = await openedWith([damaged]);
  await run.says('does not list its tables');
  await show(run, 'database-unlisted');
  await run.choose('#__');
  await run.button('Save as .sql').click();
  await run.says('The dump of the database is damaged');
  await show(run, 'database-failed');
  await run.button('Try again').click();
  await run.page.keyboard.press('Escape');
  await expect.poll(() => run.page.locator('dialog').count()).toBe(0);
  expect(await run.state()).toBe('ready');
});

test('a file that was chosen is written, whatever was in it; and the focus comes back to the button', async () => {
  const { run } = await newRun();
  await run.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await root.getFileHandle('chosen.sql', { create: true });
    const stream = await handle.createWritable();
    await stream.write('what was there'.repeat(10_000));
    await stream.close();
    window.showSaveFilePicker = () => Promise.resolve(handle);
  });
  await run.chooseFiles([fixturePath('site.zip')]);
  await run.reaches('ready');
  await run.button('Save database as').click();
  await run.button('Save as .sql').click();
  await run.says('is complete');
  expect(await run.text()).not.toContain('Save the file');
  const text = await run.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    return (await (await root.getFileHandle('chosen.sql')).getFile()).text();
  });
  expect(text.match(/INSERT INTO `jos_content`/g)).toHaveLength(120);
  expect(text).toMatch(/-- End of the database\n$/);
  expect(text).not.toContain('what was there');
  await run.page.keyboard.press('Escape');
  await expect.poll(() => run.page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Save database as/);
});
