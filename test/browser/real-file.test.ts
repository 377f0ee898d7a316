// Onto a real disk: one file through the browser's own dialog, and the script that gives a real folder what no browser can.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { canHaveDisplay } from '../support/display.ts';
import { fixture, fixturePath } from '../support/fixtures.ts';
import { siteLines, unpack } from '../support/unpacked-site.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { useRealStage } from './stage.ts';

const runProgram = promisify(execFile);

describe.skipIf(!canHaveDisplay())('a real file', () => {
  const newRun = useRealStage();

  test.each(['zip', 'tar', 'tar.gz'])('of a split backup, as .%s, is the whole site', async (kind) => {
    const backup = fixture('split/site.jpa');
    const { run, save } = await newRun();
    await run.chooseFiles(backup.parts.map(fixturePath));
    await run.reaches('ready');
    await run.choose(`One .${kind} file`);
    const file = await save(`Save as .${kind}`, `saved.${kind}`);
    await run.reaches('done');
    expect(await run.text()).toContain(`saved.${kind}`);

    const folder = await unpack(await readFile(file), toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });

  test('is not there any more when the run is cancelled', async () => {
    const backup = fixture('site-dynamic.jps');
    const { run, save, around } = await newRun();
    await run.chooseFiles(backup.parts.map(fixturePath));
    await run.givePassword(backup.password ?? '');
    await run.reaches('ready');
    await run.choose('One .zip file');
    await run.page.evaluate(() => {
      // Pressed as soon as it is there: the run is short.
      new MutationObserver(() => {
        for (const button of document.querySelectorAll('button'))
          if (button.textContent.trim() === 'Cancel') button.click();
      }).observe(document.body, { subtree: true, childList: true });
    });
    await save('Save as .zip', 'cancelled.zip');
    await run.reaches('cancelled');
    await run.says('Nothing was kept');
    expect((await readdir(around)).filter((name) => name.startsWith('cancelled'))).toEqual([]);
  });
});

/** Writing stops when the file has its first bytes, for good. */
async function holdWrites({ page }: RunPage): Promise<void> {
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const write = Reflect.get(FileSystemWritableFileStream.prototype, 'write');
    let written = 0;
    Object.defineProperty(FileSystemWritableFileStream.prototype, 'write', {
      value(this: FileSystemWritableFileStream, ...args: Parameters<typeof write>) {
        written += 1;
        return written > 3 ? new Promise<void>(() => undefined) : write.apply(this, args);
      },
    });
  });
}

describe.skipIf(!canHaveDisplay())('F-33: the tab of a run into one real file', () => {
  const newRun = useRealStage();

  test.each(['zip', 'tar'])('asks before it is closed, and leaves nothing of the .%s when it dies', async (kind) => {
    const { run, save, around, reopen } = await newRun();
    await holdWrites(run);
    const content = new Uint8Array(12_000_000).map((_byte, at) => Math.imul(at, 2654435761) >>> 24);
    const entries = [{ path: 'media/film.mp4', content, store: true }];
    await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await run.choose(`One .${kind} file`);
    await save(`Save as .${kind}`, `site.${kind}`);
    await run.reaches('running');
    await expect.poll(() => run.progress()).toBeGreaterThan(5);

    const asked: string[] = [];
    run.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await run.page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await run.state()).toBe('running');

    const { run: again } = await reopen(run);
    await again.says('Drop the backup here');
    expect(await again.text()).not.toContain('Continue');
    // The dialog itself has made an empty file of the name.
    const left = (await readdir(around)).filter((name) => name.startsWith(`site.${kind}`));
    const sizes = await Promise.all(left.map(async (name) => (await stat(join(around, name))).size));
    expect(sizes.filter((size) => size > 0)).toEqual([]);
  });
});

describe.skipIf(!canHaveDisplay())('a real folder', () => {
  const newRun = useRealStage();

  test('is the whole site once the ZIP of refused names is unpacked and the restore script has run in it', async () => {
    const unzip = toolOrSkip('unzip', 'unzip');
    const backup = fixture('site.jpa');
    const { run, target, extract } = await newRun();
    await run.chooseFiles(backup.parts.map(fixturePath));
    await run.reaches('ready');
    await extract();
    await run.says('Some names cannot go into');
    await run.button('Extract').last().click();
    await run.reaches('done');
    const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save restore script').click()]);
    await arrived.saveAs(join(target, 'unstow-restore.sh'));
    const archive = join(target, 'unstow-refused-names.zip');
    await runProgram(unzip, ['-q', archive, '-d', target]);
    await rm(archive);
    await runProgram('sh', [join(target, 'unstow-restore.sh')]);

    const { found, promised } = await siteLines(target, backup);
    expect(found).toEqual(promised);
  });
});
