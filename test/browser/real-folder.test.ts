// Into a real folder, through the real dialog: the only place where it shows what becomes of names.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canHaveDisplay } from '../support/display.ts';
import { fixture, fixturePath, readManifest } from '../support/fixtures.ts';
import { contentLine, emptyFolder, moved, promisedTree, readDisk, without } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
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

// The dialog is driven by X11 keys. Where there are none (not on Linux), the headless tests have to do.
describe.skipIf(!canHaveDisplay())('a real folder', () => {
  const newRun = useRealStage();

  test.each(['site.jpa', 'split/site-jps.jps', 'split/site-zip.zip'])(
    'holds the site of %s, but for names the browser refuses, and those are listed',
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
      await run.reaches('done');

      const withBackslash = format === 'zip' ? 'uploads/back/slash.txt' : 'uploads/back_slash.txt';
      const promised = moved(promisedTree(readManifest()), 'uploads/back\\slash.txt', withBackslash);
      expect(await readDisk(target)).toEqual(without(promised, refused));
      const warnings = await run.warnings();
      // A space at the end is shown as what it is.
      for (const path of refused) expect(warnings).toContain(path);
    },
  );

  test('receives names that differ only by case under both names', async () => {
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

  test('is all that a hostile archive can write to', async () => {
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
