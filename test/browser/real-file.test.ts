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
import { stepsOnRecord } from './steps-on-record.ts';

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

/** The storage takes its time, so that a run can be met under way. */
async function slowDown({ page }: RunPage): Promise<void> {
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const write = Reflect.get(FileSystemSyncAccessHandle.prototype, 'write');
    Object.defineProperty(FileSystemSyncAccessHandle.prototype, 'write', {
      value(this: FileSystemSyncAccessHandle, ...args: Parameters<typeof write>) {
        const untilMs = performance.now() + 200;
        while (performance.now() < untilMs);
        return write.apply(this, args);
      },
    });
  });
}

describe.skipIf(!canHaveDisplay())('F-33: the tab of a run into one real file', () => {
  const newRun = useRealStage();

  test.each(['zip', 'tar'])('asks before it is closed, and when it dies the .%s is gone on with', async (kind) => {
    const { run, save, around, reopen } = await newRun();
    await slowDown(run);
    const entries = Array.from({ length: 40 }, (_, number) => ({
      path: `media/film-${number}.mp4`,
      content: new Uint8Array(400_000).map((_byte, at) => Math.imul(at + number, 2654435761) >>> 24),
      store: true,
    }));
    const backup = { name: 'site.jpa', content: writeJpa({ entries }) };
    await run.chooseFiles([backup]);
    await run.reaches('ready');
    await run.choose(`One .${kind} file`);
    const file = await save(`Save as .${kind}`, `site.${kind}`);
    await run.reaches('running');
    await expect.poll(() => run.page.evaluate(stepsOnRecord), { interval: 20 }).toBeGreaterThan(2);

    const asked: string[] = [];
    run.page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await run.page.close({ runBeforeUnload: true });
    await expect.poll(() => asked).toEqual(['beforeunload']);
    expect(await run.state()).toBe('running');

    const { run: again, pressForFile } = await reopen(run);
    // The dialog itself has made an empty file of the name.
    expect((await stat(file)).size).toBe(0);
    await again.says(new RegExp(`Continue saving site\\.${kind} \\(\\d+%\\)`));
    await pressForFile('Continue', 'Choose the backup again');
    await again.chooseFiles([backup]);
    await again.reaches('done');
    await again.says('Complete');
    expect(await again.text()).not.toContain('Save the file');
    expect((await readdir(around)).filter((name) => name.startsWith('site.'))).toEqual([`site.${kind}`]);

    const folder = await unpack(await readFile(file), toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    for (const { path, content } of entries)
      expect((await readFile(join(folder, path))).equals(Buffer.from(content)), path).toBe(true);
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
