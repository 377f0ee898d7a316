// What is in a backup of 100,000 entries: seen, searched, ticked and extracted.
import { beforeAll, describe, expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';
import { TreePage } from './tree-page.ts';

const newRun = useStage();

const fileCount = 100_000;
/** Rows of the view, and those kept ready around it. */
const mostRows = 60;
let many: Uint8Array;

// a/ (b/ (deep.php), one.txt), installation/ (sql/), language/, index.php, Zoo.txt
const site = writeJpa({
  entries: [
    { path: 'a/', mode: 0o040755 },
    { path: 'a/b/deep.php', content: '<?php' },
    { path: 'a/one.txt', content: 'one', modified: 1_700_000_000, mode: 0o100640 },
    { path: 'index.php', content: '<?php // index' },
    { path: 'installation/index.php', content: '<?php // restores' },
    { path: 'installation/sql/site.sql', content: 'SELECT 1' },
    { path: 'installation/sql/databases.json', content: '{}' },
    { path: 'language/' },
    { path: 'Zoo\u202E.txt', content: 'zoo' },
  ],
});

beforeAll(() => {
  many = writeJpa({
    entries: Array.from({ length: fileCount }, (_, index) => ({
      path: `folder-${index % 500}/file-${index}.txt`,
      content: 'x',
      store: true,
      modified: 1_700_000_000 + index,
    })),
  });
});

async function open(run: RunPage, content: Uint8Array): Promise<TreePage> {
  await run.chooseFiles([{ name: 'site.jpa', content }]);
  await run.reaches('ready');
  const tree = new TreePage(run);
  await tree.grid.waitFor();
  return tree;
}

test('100,000 entries are there at once, and only the rows in view exist while they are scrolled through', async () => {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    const seen = (selector: string, mark: string): void => {
      if (document.querySelector(selector) !== null && performance.getEntriesByName(mark).length === 0)
        requestAnimationFrame(() => performance.mark(mark));
    };
    new MutationObserver(() => {
      seen('main[data-state=ready]', 'ready');
      seen('[data-row]', 'rows');
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
  const tree = await open(run, many);
  expect(await tree.selection()).toBe('All of 100,000 files, 100 kB');
  expect((await tree.rows()).at(0)).toMatchObject({ label: 'folder-0, ticked', index: 2, position: 1, siblings: 500 });

  await tree.row('folder-0').click();
  await tree.press('*');
  await expect.poll(() => tree.grid.getAttribute('aria-rowcount')).toBe(String(fileCount + 500 + 1));
  const slow = await tree.scroll(120, 90);
  const fast = await tree.scroll(120, 20_000);
  expect(Math.max(slow.mostRows, fast.mostRows)).toBeLessThan(mostRows);
  expect(await tree.focused()).toBe('folder-0');

  const marks = await run.page.evaluate(() =>
    performance.getEntriesByType('mark').map(({ name, startTime }) => ({ name, startTime })),
  );
  const told = (frames: readonly number[]): string => {
    const sorted = frames.toSorted((a, b) => a - b);
    return `${sorted[60]?.toFixed(1)} ms, 95 of 100 within ${sorted[114]?.toFixed(1)} ms, at most ${sorted.at(-1)?.toFixed(1)} ms`;
  };
  console.log(marks, `frames: ${told(slow.frameMs)}; in leaps: ${told(fast.frameMs)}`);
});

test('letters find among 100,000 entries as they are typed', async () => {
  const { run } = await newRun();
  const tree = await open(run, many);
  await tree.search('FILE-9999');
  expect(await tree.names()).toEqual(['file-9999.txt', ...Array.from({ length: 10 }, (_, at) => `file-9999${at}.txt`)]);
  await run.says('11 matches.');
  await tree.search('folder-49/');
  await run.says('200 matches: 0 by name, 200 by folder.');
  await tree.search('folder-4');
  await run.says(/matches: 111 by name/);
  expect((await tree.rows()).length).toBeLessThan(mostRows);
  const slowestMs = await run.page.evaluate(async () => {
    const box = document.querySelector('[type=search]');
    if (!(box instanceof HTMLInputElement)) throw new Error('no search box');
    let slowest = 0;
    for (const text of ['f', 'fi', 'fil', 'e', 'e-1', 'x', '1', '12', '']) {
      const start = performance.now();
      box.value = text;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      slowest = Math.max(slowest, performance.now() - start);
    }
    return slowest;
  });
  console.log(`slowest search: ${slowestMs.toFixed(1)} ms`);
  // Loose, for a loaded machine.
  expect(slowestMs).toBeLessThan(1_000);
});

describe('the keyboard', () => {
  test('walks the tree, and the focus stays where it is said to be', async () => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await run.page.getByRole('searchbox').focus();
    // The box for everything, and the tree: what is in between are no stops.
    await tree.press('Tab', 'Tab');
    const walk = [
      ['ArrowDown', 'installation'],
      ['ArrowUp', 'a'],
      ['ArrowRight', 'a'],
      ['ArrowRight', 'b'],
      ['ArrowRight', 'b'],
      ['ArrowDown', 'deep.php'],
      ['ArrowLeft', 'b'],
      ['ArrowLeft', 'b'],
      ['ArrowLeft', 'a'],
      ['ArrowLeft', 'a'],
      ['End', 'Zoo<U+202E>.txt'],
      ['Home', 'a'],
      ['PageDown', 'Zoo<U+202E>.txt'],
      ['PageUp', 'a'],
      ['i', 'installation'],
      ['*', 'installation'],
      ['Enter', 'installation'],
    ] as const;
    expect(await tree.focused()).toBe('a');
    for (const [key, name] of walk) {
      await tree.press(key);
      await expect.poll(() => tree.focused()).toBe(name);
    }
    expect(await tree.names()).toEqual([
      'a',
      'b',
      'one.txt',
      'installation',
      'language',
      'index.php',
      'Zoo<U+202E>.txt',
    ]);
    expect(await run.page.locator('[data-row][tabindex="0"]').count()).toBe(1);
  });

  test('ticks, and rows say what they are', async () => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await tree.row('a').click();
    await tree.press('ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowDown', ' ');
    expect((await tree.rows()).slice(0, 5)).toEqual([
      { label: 'a, partly ticked', index: 2, level: 1, position: 1, siblings: 5, expanded: 'true', checked: 'mixed' },
      { label: 'b, not ticked', index: 3, level: 2, position: 1, siblings: 2, expanded: 'true', checked: 'false' },
      { label: 'deep.php, not ticked', index: 4, level: 3, position: 1, siblings: 1, expanded: null, checked: 'false' },
      { label: 'one.txt, ticked', index: 5, level: 2, position: 2, siblings: 2, expanded: null, checked: 'true' },
      {
        label: 'installation, ticked',
        index: 6,
        level: 1,
        position: 2,
        siblings: 5,
        expanded: 'false',
        checked: 'true',
      },
    ]);
    expect(await tree.grid.getAttribute('aria-rowcount')).toBe('9');
    expect(await tree.selection()).toBe('6 of 7 files, 1 empty folder, 47 bytes');
    expect(await run.page.getByRole('radio', { name: 'What I tick below' }).isChecked()).toBe(true);
  });

  test('keeps the focus on a row that is scrolled far out of view', async () => {
    const { run } = await newRun();
    const tree = await open(run, many);
    await tree.row('folder-0').click();
    await tree.press('*', 'End');
    await expect.poll(() => tree.focused()).toBe('file-99999.txt');
    await tree.scroll(5, -500_000);
    expect(await tree.focused()).toBe('file-99999.txt');
    await tree.press('ArrowUp');
    await expect.poll(() => tree.focused()).toBe('file-99499.txt');
    await expect.poll(() => tree.row('file-99499.txt').isVisible()).toBe(true);
    await tree.press('Home');
    await expect.poll(() => tree.focused()).toBe('folder-0');
  });
});

describe('a mouse', () => {
  test('opens folders and ticks', async () => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await tree.row('a').getByText('a/').click();
    expect(await tree.names()).toContain('one.txt');
    await tree.tickBox('a').click();
    expect(await tree.selection()).toBe('5 of 7 files, 1 empty folder, 44 bytes');
    await tree.tickBox('everything').click();
    await tree.tickBox('everything').click();
    expect(await tree.selection()).toBe('0 of 7 files, 0 bytes');
    expect(await run.button('Extract to folder').isDisabled()).toBe(true);
    await run.says('Nothing is ticked: there is nothing to extract.');
  });

  test('leads from what was found to the folder where it lies', async () => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await tree.search('sql');
    expect(await tree.names()).toEqual(['sql', 'site.sql', 'databases.json']);
    expect((await tree.rows()).at(1)?.label).toBe('site.sql, in installation/sql, ticked');
    await tree.row('sql').getByText('sql/').click();
    await expect.poll(() => tree.focused()).toBe('sql');
    expect(await tree.names()).toEqual([
      'a',
      'installation',
      'sql',
      'databases.json',
      'site.sql',
      'index.php',
      'language',
      'index.php',
      'Zoo<U+202E>.txt',
    ]);
  });
});

describe('presets:', () => {
  test.each([
    ['Everything', 'All of 7 files, 1 empty folder, 52 bytes'],
    ['Site files only', '4 of 7 files, 1 empty folder, 25 bytes'],
    ['Database only', '2 of 7 files, 10 bytes'],
    ['What I tick below', 'All of 7 files, 1 empty folder, 52 bytes'],
  ])('%s', async (choice, words) => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await tree.choose(choice);
    await expect.poll(() => tree.selection()).toBe(words);
  });

  test('only what matches, as it is typed', async () => {
    const { run } = await newRun();
    const tree = await open(run, site);
    await tree.choose('Only what matches');
    await run.says('type what the paths are to match');
    expect(await run.button('Extract to folder').isDisabled()).toBe(true);
    await run.page.getByLabel('Patterns').fill('*.php');
    await expect.poll(() => tree.selection()).toBe('3 of 7 files, 36 bytes');
    await run.page.getByLabel('Patterns').fill('*.PHP\nnowhere');
    await run.says('Nothing matches.');
    await run.page.getByLabel('Patterns').fill('*.PHP\na/*, *.sql');
    await expect.poll(() => tree.selection()).toBe('3 of 7 files, 16 bytes');
  });
});

test('what is open, active and ticked is there again after a run that failed', async () => {
  const { run } = await newRun();
  const tree = await open(run, site);
  await tree.row('a').click();
  await tree.press('ArrowRight', 'ArrowDown', ' ');
  const before = { rows: await tree.rows(), selection: await tree.selection() };
  await run.page.evaluate(() => {
    window.showDirectoryPicker = () => Promise.reject(new TypeError('a fault'));
  });
  await run.extract();
  await run.reaches('failed');
  await run.button('Try again').click();
  await run.reaches('ready');
  await tree.grid.waitFor();
  expect({ rows: await tree.rows(), selection: await tree.selection() }).toEqual(before);
});

test('what was found is ticked alone, and comes out alone', async () => {
  const { run, written } = await newRun();
  const tree = await open(run, site);
  await tree.search('index');
  await tree.tickBox('all that was found').click();
  expect(await tree.selection()).toBe('5 of 7 files, 1 empty folder, 21 bytes');
  await run.button('Tick only these').click();
  expect(await tree.selection()).toBe('2 of 7 files, 31 bytes');
  await run.extract();
  await run.reaches('done');
  expect(Object.keys(await written()).toSorted()).toEqual(['index.php', 'installation/index.php']);
});
