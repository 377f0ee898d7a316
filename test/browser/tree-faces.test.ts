// What is in a backup, in light and dark and on a narrow screen (show.ts), with all that can be said of it.
import { beforeAll, expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';
import { TreePage } from './tree-page.ts';

const newRun = useStage();
beforeAll(makeShots);

const times = { modified: 1_773_000_000, mode: 0o100644 };
const backup = writeJpa({
  entries: [
    {
      path: 'administrator/components/com_content/src/Model/ArticleModel.php',
      content: '<?php //'.repeat(900),
      ...times,
    },
    { path: 'images/', mode: 0o040755, modified: 1_773_000_000 },
    ...Array.from({ length: 30 }, (_, index) => ({
      path: `images/2026/holiday/IMG_2026-04-${index}_the-view-from-the-top-of-the-hill-behind-the-house.jpeg`,
      content: 'jpeg'.repeat(index * 4_000),
      store: true,
      ...times,
    })),
    { path: 'images/2026/invoice_\u202Egpj.exe', content: 'x' },
    { path: 'images/2026/ends in a space ', content: 'x' },
    { path: 'images/2026/שלום.txt', content: 'x' },
    { path: 'images/2026/', mode: 0o040711 },
    { path: `${'deep/'.repeat(40)}at the bottom.txt`, content: 'x' },
    { path: 'current', kind: 'link', content: 'images/2026' },
    { path: 'configuration.php', content: '<?php', mode: 0o100400, modified: 1_700_000_000 },
    { path: '.htaccess', content: 'RewriteEngine On', ...times },
    { path: '../outside.php', content: 'x' },
  ],
});

async function open(run: RunPage): Promise<TreePage> {
  await run.chooseFiles([{ name: 'site-example.org-20260402-101500utc.jpa', content: backup }]);
  await run.reaches('ready');
  const tree = new TreePage(run);
  await tree.grid.waitFor();
  return tree;
}

test('the tree, closed and open, ticked in part', async () => {
  const { run } = await newRun();
  const tree = await open(run);
  await show(run, 'tree');
  await tree.row('images').click();
  await tree.press('ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown', ' ');
  await show(run, 'tree-open');
  await tree.row('deep').click();
  await tree.press(...Array.from({ length: 80 }, () => 'ArrowRight'));
  expect((await tree.rows()).find(({ label }) => label === 'at the bottom.txt, ticked')?.level).toBe(41);
  await show(run, 'tree-deep');
});

test('a search, and one in vain', async () => {
  const { run } = await newRun();
  const tree = await open(run);
  await tree.search('2026');
  await show(run, 'tree-search');
  await tree.search('joomla');
  await run.says('Nothing in the backup has this');
  await show(run, 'tree-search-in-vain');
});

test('patterns that match, and none that does; nothing ticked', async () => {
  const { run } = await newRun();
  const tree = await open(run);
  await tree.choose('Only what matches');
  await run.page.getByLabel('Patterns').fill('*.php');
  await expect.poll(() => tree.selection()).toContain('2 of 37 files');
  await show(run, 'tree-patterns');
  await run.page.getByLabel('Patterns').fill('*.PHP');
  await run.says('Nothing matches.');
  await show(run, 'tree-patterns-in-vain');
  await tree.choose('Database only');
  await run.says('this backup holds no database');
});

test('a backup of nothing', async () => {
  const { run } = await newRun();
  await run.chooseFiles([{ name: 'empty.jpa', content: writeJpa({ entries: [] }) }]);
  await run.reaches('ready');
  await run.says('There is nothing in this backup');
  await show(run, 'tree-nothing');
});

test('a list that cannot be had, until it can', async () => {
  const { run } = await newRun();
  await run.chooseFiles(['one.jpa', 'two.jpa'].map((name) => ({ name, content: backup })));
  await run.says('which one?');
  await run.page.workers()[0]?.evaluate(() => {
    const { Float64Array: columns } = globalThis;
    const none = function (): never {
      Object.assign(globalThis, { Float64Array: columns });
      throw new RangeError('no memory for a column');
    };
    Object.assign(globalThis, { Float64Array: none });
  });
  await run.button('Open this backup').first().click();
  await run.reaches('ready');
  await run.says('The list of files could not be shown.');
  expect(await run.button('Extract to folder').isEnabled()).toBe(true);
  await show(run, 'tree-failed');
  await run.button('Try again').click();
  await new TreePage(run).grid.waitFor();
});
