// Into a real folder, through the real dialog: the only place where it shows what becomes of names.
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { canHaveDisplay } from '../support/display.ts';
import { fixture, fixturePath, readManifest } from '../support/fixtures.ts';
import { contentLine, emptyFolder, moved, only, promisedTree, readDisk, without, type Tree } from '../support/tree.ts';
import { unpack } from '../support/unpacked-site.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { holdCloses } from './held-closes.ts';
import type { RunPage } from './run-page.ts';
import { useRealStage } from './stage.ts';

/** Names that no browser writes, on any system; reading them is not the browser's business, so all else of their folders arrives. */
const refused = [
  'docs/space at end /inside.txt',
  'uploads/Thumbs.db',
  'uploads/a:b.txt',
  'uploads/con',
  'uploads/pipe|name.txt',
  'uploads/quote"name.txt',
  'uploads/shortcut.lnk',
  'uploads/site.url',
  'uploads/star*name.txt',
  'uploads/trailing-dot.',
  'uploads/what?.txt',
  'uploads/~$report.docx',
];
const sideZip = 'unstow-refused-names.zip';

/** What the ZIP beside the files holds, to a program that other people wrote. */
async function readSideZip(target: string): Promise<Tree> {
  const unzip = toolOrSkip('unzip', 'unzip');
  return readDisk(await unpack(await readFile(join(target, sideZip)), unzip, ['-q']));
}

/** The page does nothing for so long, as one that is not to be seen may get no time at all. */
async function standStill({ page }: RunPage, forMs: number): Promise<void> {
  await page.evaluate((ms) => {
    const untilMs = performance.now() + ms;
    while (performance.now() < untilMs);
  }, forMs);
}

// The dialog is driven by X11 keys. Where there are none (not on Linux), the headless tests have to do.
describe.skipIf(!canHaveDisplay())('a real folder', () => {
  const newRun = useRealStage();

  test.each(['site.jpa', 'split/site-jps.jps', 'split/site-zip.zip'])(
    'N-12, N-13, N-14, N-16: holds the site of %s, and in a ZIP what the browser refuses',
    async (name) => {
      const { parts, password, format } = fixture(name);
      const { run, target, extract } = await newRun();
      await run.chooseFiles(parts.map(fixturePath));
      if (password !== null) {
        await run.reaches('needs-password');
        await run.givePassword(password);
      }
      await run.reaches('ready');
      await extract();
      await run.says('Some names cannot go into');
      expect(await readDisk(target), 'before the answer').toEqual({});
      await run.button('Extract').last().click();
      await run.reaches('done');

      const withBackslash = format === 'zip' ? 'uploads/back/slash.txt' : 'uploads/back_slash.txt';
      const promised = moved(promisedTree(readManifest()), 'uploads/back\\slash.txt', withBackslash);
      expect(without(await readDisk(target), [sideZip])).toEqual(without(promised, refused));
      expect(await readSideZip(target)).toEqual(only(promised, refused));
      await run.says('Complete');
      const warnings = await run.warnings();
      // A space at the end is shown as what it is.
      for (const path of refused) expect(warnings).toContain(path);
    },
  );

  test('F-29: is filled whatever time the page gets, by a run that holds a lock, for which browsers let a tab live', async () => {
    const { run, target, extract } = await newRun();
    const closes = holdCloses(run.page, 20);
    const entries = Array.from({ length: 400 }, (_, number) => ({
      path: `d/f${number}`,
      content: `content ${number}`,
    }));
    await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    await run.reaches('running');
    const holdsLock = async (): Promise<boolean> => {
      const { held = [] } = await run.page.evaluate(() => navigator.locks.query());
      return held.some(({ name }) => name?.startsWith('unstow-run-') === true);
    };
    // The page shows the run as soon as it is asked for.
    await expect.poll(holdsLock).toBe(true);

    let isStill = true;
    const still = standStill(run, 10_000).finally(() => {
      isStill = false;
    });
    await closes.release();
    const contents = new Set(entries.map(({ content }) => contentLine(content)));
    const written = async (): Promise<number> =>
      Object.values(await readDisk(target)).filter((line) => contents.has(line)).length;
    await expect.poll(written, { timeout: 9_000 }).toBe(400);
    expect(isStill).toBe(true);
    await still;
    await run.reaches('done');
  });

  const odd = ['Thumbs.db', 'aa:b', '~$x', 'x.url', 'dot.', 'dots./inside', ' space', 'in\u200bdex.php', 'config.php~'];
  const oddEntries = [...odd, 'index.php'].map((path) => ({ path, content: `content of ${path}` }));

  test('N-15: is asked what it refuses, and nothing is made by that', async () => {
    const { run, target, extract } = await newRun();
    await run.chooseFiles([{ name: 'odd.jpa', content: writeJpa({ entries: oddEntries }) }]);
    await run.reaches('ready');
    await extract();
    await run.says(`It refuses ${odd.length} files`);
    await run.page.keyboard.press('Escape');
    expect(await run.state()).toBe('ready');
    expect(await readdir(target)).toEqual([]);
  });

  test('N-28: takes refused names in code, where the user wants that', async () => {
    const { run, target, extract } = await newRun();
    const long = `${'n'.repeat(250)}.php`;
    const entries = [...oddEntries, { path: long, content: `content of ${long}` }];
    await run.chooseFiles([{ name: 'odd.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    await run.page.getByRole('radio', { name: 'Under other names' }).check();
    await run.button('Extract').last().click();
    await run.reaches('done');

    const tree = await readDisk(target);
    for (const { path, content } of oddEntries) {
      const names = Object.keys(tree).filter((name) => tree[name] === contentLine(content));
      expect(names.map(decodeURIComponent), path).toEqual([path]);
    }
    expect(Object.values(tree)).toContain(contentLine(`content of ${long}`));
    await run.says('Complete');
    expect(await run.warnings()).toContain('Goes by the name aa%3Ab');
  });

  test('N-29: takes paths up to a length that leaves room for its own, and longer ones are in the ZIP', async () => {
    const { run, target, extract } = await newRun();
    // 2,892 bytes: with a name of 180, what is still taken.
    const folder = `${'d'.repeat(240)}/`.repeat(12);
    const [taken, longer] = [180, 181].map((size) => folder + 'n'.repeat(size));
    const longest = `${'d'.repeat(240)}/`.repeat(15) + 'name';
    const entries = [taken, longer, longest].map((path = '') => ({ path, content: `content of ${path.length}` }));
    await run.chooseFiles([{ name: 'long.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    await run.says('2 names lie at paths longer than 3,072 bytes');
    await run.button('Extract').last().click();
    await run.reaches('done');
    await run.says('Complete');
    expect(Object.keys(await readDisk(target)).sort()).toEqual([taken, sideZip].sort());
    expect(Object.keys(await readSideZip(target)).sort()).toEqual([longer, longest].sort());
  });

  test('leaves refused names out where the user wants that, and lists them', async () => {
    const { run, target, extract } = await newRun();
    await run.chooseFiles([{ name: 'odd.jpa', content: writeJpa({ entries: oddEntries }) }]);
    await run.reaches('ready');
    await extract();
    await run.page.getByRole('radio', { name: 'Leave them out' }).check();
    await run.button('Extract').last().click();
    await run.reaches('done');
    expect(Object.keys(await readDisk(target))).toEqual(['index.php']);
    await run.says('Not complete');
    expect(await run.warnings()).toContain('Thumbs.db');
  });

  test('L-06: a link that is there already is followed by nobody, and is told', async () => {
    const { run, around, target, extract } = await newRun();
    await writeFile(join(around, 'outside.txt'), 'outside');
    await mkdir(join(around, 'beside'));
    await symlink(join(around, 'outside.txt'), join(target, 'file.txt'));
    await symlink(join(around, 'beside'), join(target, 'folder'));
    const entries = ['file.txt', 'folder/inside.txt', 'good.txt'].map((path) => ({ path, content: `new ${path}` }));
    await run.chooseFiles([{ name: 'links.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    // The browser lists no links: to it this folder is empty.
    await run.reaches('done');

    expect(await readFile(join(around, 'outside.txt'), 'utf8')).toBe('outside');
    expect(await readdir(join(around, 'beside'))).toEqual([]);
    expect(await readFile(join(target, 'good.txt'), 'utf8')).toBe('new good.txt');
    const warnings = await run.warnings();
    for (const path of ['file.txt', 'folder/inside.txt']) expect(warnings).toContain(path);
  });

  test('N-23: receives names that differ only by case under both names', async () => {
    const { run, target, extract } = await newRun();
    const files = { 'Readme.md': 'first', 'README.md': 'second', 'a/ß.txt': 'third', 'A/SS.txt': 'fourth' };
    const entries = Object.entries(files).map(([path, content]) => ({ path, content }));
    await run.chooseFiles([{ name: 'twins.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    await run.reaches('done');

    const contents = Object.values(await readDisk(target));
    expect(contents.sort()).toEqual(Object.values(files).map(contentLine).sort());
  });

  test('N-01 to N-08: is all that a hostile archive can write to', async () => {
    const { run, around, target, extract } = await newRun();
    await writeFile(join(target, 'mine.php'), 'mine');
    const paths = [
      '../out.php',
      'a/../../out.php',
      '..',
      '/etc/unstow-out',
      'C:/out.php',
      '..\\out.php',
      'mine.php\0.jpg',
    ];
    const entries = [...paths, 'good.txt'].map((path) => ({ path, content: `content of ${path}` }));
    await run.chooseFiles([{ name: 'hostile.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await extract();
    await run.button('Overwrite').click();
    await run.reaches('done');

    expect(await readdir(around)).toHaveLength(1);
    await expect(readFile('/etc/unstow-out')).rejects.toMatchObject({ code: 'ENOENT' });
    const tree = await readDisk(target);
    expect(tree['mine.php']).toBe(contentLine('mine'));
    expect(tree['good.txt']).toBe(contentLine('content of good.txt'));
    expect(Object.values(tree)).not.toContain(contentLine('content of ../out.php'));
    const warnings = await run.warnings();
    for (const path of paths) expect(warnings).toContain(path.replace('\0', '<U+0000>'));
  });
  test('holds whole files only once a run was cancelled: none empty, no work files of the browser', async () => {
    const { run, target, extract } = await newRun();
    const files = Array.from({ length: 4000 }, (_, index) => ({
      path: `folder-${index % 20}/file-${index}.txt`,
      content: `${index} `.repeat(300),
    }));
    await run.chooseFiles([{ name: 'long.jpa', content: writeJpa({ entries: files }) }]);
    await run.reaches('ready');
    await extract();
    await run.reaches('running');
    await expect.poll(() => run.progress()).toBeGreaterThan(2);
    await run.button('Cancel').click();
    await run.reaches('cancelled');

    const promised = new Map(files.map(({ path, content }) => [path, contentLine(content)]));
    const found = Object.entries(await readDisk(target)).filter(([, line]) => line !== emptyFolder);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(files.length);
    expect(found.filter(([path, line]) => promised.get(path) !== line)).toEqual([]);
  });
});
