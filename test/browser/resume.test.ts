// A tab or a worker that dies in the middle of a run, in a real directory: the run goes on, and the tree is whole.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canHaveDisplay } from '../support/display.ts';
import { contentLine, readDisk } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { killWorker } from './kill-worker.ts';
import { useRealStage } from './stage.ts';

const files = Array.from({ length: 3_000 }, (_, index) => ({
  path: `folder-${index % 20}/file-${index}.txt`,
  content: `${index} `.repeat(3_000),
}));
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));

describe.skipIf(!canHaveDisplay())('in a real folder', () => {
  const newRun = useRealStage();

  test('F-25: a tab that dies is opened again and goes on by itself, once the browser was told that it may', async () => {
    const { run, around, target, extract, reopen } = await newRun();
    const backup = join(around, 'site.jpa');
    await writeFile(backup, writeJpa({ entries: files }));
    // Dropped, as from a file manager: that gives a handle, by which the file is found again.
    await run.drop([backup]);
    await run.reaches('ready');
    await extract();
    await expect.poll(() => run.progress(), { interval: 20 }).toBeGreaterThan(20);

    const again = await reopen(run);
    expect(Object.keys(await readDisk(target)).length).toBeLessThan(files.length);
    await again.run.says(/Continue extracting site\.jpa into site-\w+ \(\d+%\)/);
    await again.press('Continue');
    await again.run.reaches('done');
    expect(await readDisk(target)).toEqual(promised);
    await again.run.says('Your files are out.');
    await again.run.says('Complete');
    expect(await again.run.warnings()).toBe('');

    // What was finished is offered no more.
    await again.run.button('Open another backup').click();
    await again.run.reaches('idle');
    expect(await again.run.text()).not.toContain('Continue');
  });

  test('F-35: a worker that dies is replaced, whatever the browser still had to close for it', async () => {
    const { run, target, extract } = await newRun();
    await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: files }) }]);
    await run.reaches('ready');
    await extract();
    await expect.poll(() => run.progress(), { interval: 20 }).toBeGreaterThan(20);
    await killWorker(run);
    await run.reaches('done');
    expect(await readDisk(target)).toEqual(promised);
    expect(await run.warnings()).toBe('');
  });
});
