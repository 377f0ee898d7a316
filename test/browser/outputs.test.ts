// Everything into one file, by the page in Chromium: where the user says, or as a download where the browser has no dialog.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { fixture, fixturePath } from '../support/fixtures.ts';
import { siteLines, unpack } from '../support/unpacked-site.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const kinds = ['zip', 'tar', 'tar.gz'] as const;
const backup = fixture('site.jps');

/** With the backup open, and without the dialog that asks where a file goes. */
async function openedWithoutDialog(): Promise<RunPage> {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await open(run);
  return run;
}

async function open(run: RunPage): Promise<void> {
  await run.chooseFiles(backup.parts.map(fixturePath));
  await run.reaches('needs-password');
  await run.givePassword(backup.password ?? '');
  await run.reaches('ready');
}

async function download(run: RunPage): Promise<{ name: string; bytes: Uint8Array }> {
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  return { name: arrived.suggestedFilename(), bytes: new Uint8Array(await readFile(await arrived.path())) };
}

/** What the page keeps in its own storage. */
function kept(run: RunPage): Promise<string[]> {
  return run.page.evaluate(async () => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('unstow-output', { create: true });
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

describe('without a dialog for files', () => {
  test.each(kinds)('a .%s is made, and downloaded as the whole site', async (kind) => {
    const run = await openedWithoutDialog();
    await run.choose(`One .${kind} file`);
    await run.says('not encrypted');
    await run.button(`Save as .${kind}`).click();
    await run.reaches('done');
    const { name, bytes } = await download(run);
    expect(name).toBe(`site.${kind}`);
    const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
    await run.says('Handed over to your downloads');
  });

  async function made(): Promise<RunPage> {
    const run = await openedWithoutDialog();
    await run.choose('One .zip file');
    await run.button('Save as .zip').click();
    await run.reaches('done');
    expect(await kept(run)).toHaveLength(1);
    return run;
  }

  test('the copy is deleted when the user says so', async () => {
    const run = await made();
    await download(run);
    await run.button('Delete the browser').click();
    await expect.poll(() => kept(run)).toEqual([]);
    expect(await run.text()).not.toContain('Save it again');
  });

  test('the copy stays as long as its download may run, and is deleted when the page is opened anew', async () => {
    const run = await made();
    await download(run);
    await run.button('Open another backup').click();
    await open(run);
    expect(await kept(run)).toHaveLength(1);
    await run.page.reload();
    await expect.poll(() => kept(run)).toEqual([]);
  });

  test('F-04: what the browser has no room for is refused before it is begun', async () => {
    const run = await openedWithoutDialog();
    await run.page.workers()[0]?.evaluate(() => {
      navigator.storage.estimate = () => Promise.resolve({ quota: 9000, usage: 4000 });
    });
    await run.choose('One .tar file');
    await run.button('Save as .tar').click();
    await run.says('The browser has no room for this file');
    expect(await run.state()).toBe('ready');
    expect(await kept(run)).toEqual([]);
  });

  test('F-32: where the estimate was wrong, the run ends, and goes on when there is room', async () => {
    const run = await openedWithoutDialog();
    const session = await run.page.context().newCDPSession(run.page);
    const { origin } = new URL(run.page.url());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 100_000 });
    await run.choose('One .tar file');
    await run.button('Save as .tar').click();
    await run.reaches('failed');
    await run.says('The browser has no room for this file');
    await run.says('is kept by the browser');
    expect(await kept(run)).toHaveLength(1);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await run.button('Try again').click();
    await run.reaches('done');
    const { bytes } = await download(run);
    const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });
});

describe('into the file that was chosen', () => {
  async function openedWithFile(content: string): Promise<RunPage> {
    const { run } = await newRun();
    await run.page.evaluate(async (before) => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('chosen.zip', { create: true });
      const stream = await handle.createWritable();
      await stream.write(before);
      await stream.close();
      window.showSaveFilePicker = () => Promise.resolve(handle);
    }, content);
    await open(run);
    return run;
  }

  const chosen = (run: RunPage): Promise<number[]> =>
    run.page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const file = await (await root.getFileHandle('chosen.zip')).getFile();
      return [...new Uint8Array(await file.arrayBuffer())];
    });

  test('goes the whole site, and nothing is left to do', async () => {
    const run = await openedWithFile('what was there');
    await run.choose('One .zip file');
    await run.button('Save as .zip').click();
    await run.reaches('done');
    expect(await run.text()).not.toContain('Save the file');
    const bytes = Uint8Array.from(await chosen(run));
    const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });

  test('F-06: nothing goes where the choice is taken back', async () => {
    const run = await openedWithFile('what was there');
    await run.page.evaluate(() => {
      window.showSaveFilePicker = () => Promise.reject(new DOMException('no', 'AbortError'));
    });
    await run.choose('One .zip file');
    await run.button('Save as .zip').click();
    expect(await run.state()).toBe('ready');
    expect(Buffer.from(await chosen(run)).toString()).toBe('what was there');
  });
});

test('after a run into a folder there is a script for what browsers cannot set', async () => {
  const { run } = await newRun();
  await open(run);
  await run.extract();
  await run.reaches('done');
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save restore script').click()]);
  expect(arrived.suggestedFilename()).toBe('unstow-restore.sh');
  const script = await readFile(await arrived.path(), 'utf8');
  expect(script).toMatch(/^#!\/bin\/sh\n/);
  expect(script).toContain('index-link.php');
});
