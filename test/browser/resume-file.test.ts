// A run into one file that the browser makes in its own storage: the tab dies in its middle, or the worker, and it goes on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import { killWorker } from './kill-worker.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';
import { stepsOnRecord } from './steps-on-record.ts';

const newRun = useStage();

/** What cannot be made smaller: every kind of output takes as long. */
const files = Array.from({ length: 30 }, (_, number) => ({
  path: `media/picture-${number}.webp`,
  content: new Uint8Array(400_000).map((_byte, at) => Math.imul(at + number, 2654435761) >>> 24),
  store: true,
  modified: 1_700_000_000 + number,
}));

let folder = '';
let backup = '';
let other = '';

beforeAll(async () => {
  await makeShots();
  folder = await mkdtemp(join(tmpdir(), 'unstow-backup-'));
  backup = join(folder, 'site-example.org-20260402-101500utc.jpa');
  other = join(folder, 'other.jpa');
  await writeFile(backup, writeJpa({ entries: files }));
  await writeFile(other, writeJpa({ entries: files.slice(1) }));
});
afterAll(() => rm(folder, { recursive: true }));

type Kind = 'zip' | 'tar' | 'tar.gz';

/** Without the dialog that asks where a file goes. */
async function hideDialog({ page }: RunPage): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
}

/** The storage takes its time, so that a run can be met under way. */
async function slowDown({ page }: RunPage): Promise<void> {
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    const write = Reflect.get(FileSystemSyncAccessHandle.prototype, 'write');
    Object.defineProperty(FileSystemSyncAccessHandle.prototype, 'write', {
      value(this: FileSystemSyncAccessHandle, ...args: Parameters<typeof write>) {
        const untilMs = performance.now() + 150;
        while (performance.now() < untilMs);
        return write.apply(this, args);
      },
    });
  });
}

async function save(run: RunPage, kind: Kind): Promise<void> {
  await run.choose(`One .${kind} file`);
  await run.button(`Save as .${kind}`).click();
}

/** Begins a run, and waits until it is in its middle. */
async function begin(run: RunPage, kind: Kind): Promise<void> {
  await hideDialog(run);
  await slowDown(run);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await save(run, kind);
  await expect.poll(() => run.progress(), { interval: 20 }).toBeGreaterThan(20);
  await expect.poll(() => run.page.evaluate(stepsOnRecord), { interval: 20 }).toBeGreaterThan(2);
}

async function downloaded(run: RunPage): Promise<Buffer> {
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  return readFile(await arrived.path());
}

/** Made in one go, on the same page. */
async function madeInOneGo(run: RunPage, kind: Kind): Promise<Buffer> {
  await run.button('Open another backup').click();
  await run.reaches('idle');
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await save(run, kind);
  await run.reaches('done');
  return downloaded(run);
}

/** What the page keeps in its own storage. */
function kept({ page }: RunPage): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('unstow-output', { create: true });
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

describe.each(['zip', 'tar'] as const)('a .%s', (kind) => {
  test('F-25: of a tab that dies is the very file that is made in one go', async () => {
    const { run, reopen } = await newRun();
    await begin(run, kind);

    const again = await reopen(run);
    await again.says(new RegExp(`Continue saving site-example\\S+\\.${kind} \\(\\d\\d%\\)`));
    await hideDialog(again);
    await again.button('Continue').click();
    await again.says('Choose the backup again');
    await again.chooseFiles([backup]);
    await again.reaches('done');
    await again.says('Complete');
    expect(await again.warnings()).toBe('');
    const continued = await downloaded(again);
    expect(continued.equals(await madeInOneGo(again, kind))).toBe(true);
  });
});

test('the offer, a wrong backup, and what is forgotten', async () => {
  const { run, reopen } = await newRun();
  await begin(run, 'tar.gz');
  const again = await reopen(run);
  await again.says('Continue saving');
  expect(await kept(again)).toHaveLength(1);
  await show(again, 'open-continue-file');

  await again.button('Continue').click();
  await again.says('Choose the backup again');
  await again.focusesHeading();
  await show(again, 'open-awaited-file');
  await again.chooseFiles([other]);
  await again.says('This is not the backup that was being extracted');
  await again.button('Start over').click();

  await again.button('Forget').click();
  await expect.poll(() => again.button('Forget').count()).toBe(0);
  expect(await kept(again)).toEqual([]);
  await again.page.reload();
  await again.says('Drop the backup here');
  expect(await again.button('Continue').count()).toBe(0);
});

test('a file that is gone is told, and is offered no more', async () => {
  const { run, reopen } = await newRun();
  await begin(run, 'zip');
  const again = await reopen(run);
  await again.says('Continue saving');
  await again.page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('unstow-output', { recursive: true });
  });
  await again.button('Continue').click();
  await again.says('is not there any more, or is not as it was');
  await show(again, 'open-file-lost');
  await again.page.reload();
  await again.says('Drop the backup here');
  expect(await again.button('Continue').count()).toBe(0);
});

test('F-35: of a worker that dies goes on by itself', async () => {
  const { run } = await newRun();
  await begin(run, 'zip');
  await killWorker(run);
  await run.reaches('done');
  const continued = await downloaded(run);
  expect(continued.equals(await madeInOneGo(run, 'zip'))).toBe(true);
});

test('a run that is under way in one tab is not offered in another', async () => {
  const { run } = await newRun();
  await begin(run, 'zip');
  const { run: second } = await newRun();
  await second.says('Drop the backup here');
  expect(await second.text()).not.toContain('Continue saving');
  await run.reaches('done');
  // Nor was anything of it tidied away there.
  expect(await downloaded(run)).not.toHaveLength(0);
});
