// The threads that help with one .zip, in a browser: they do the work where they can, and are not missed where they cannot.
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { fixture, fixturePath } from '../support/fixtures.ts';
import { siteLines, unpack } from '../support/unpacked-site.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

declare global {
  /** Files that threads have summed, in the worker. */
  var summed: number;
}

const newRun = useStage();
const backup = fixture('site.jpa');

type Fate = 'work' | 'refused' | 'die' | 'silent';

/** Decides what becomes of every thread that the page's worker starts from now on. */
async function threadsWill(run: RunPage, fate: Fate): Promise<void> {
  const worker = run.page.workers().at(-1);
  if (worker === undefined) throw new Error('there is no worker');
  await worker.evaluate((which) => {
    globalThis.summed = 0;
    // As many as a browser says there are, whatever this machine has.
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 });
    const script = (text: string): string => URL.createObjectURL(new Blob([text]));
    const other = { die: script('onmessage = () => { throw new Error("dead") }'), silent: script('') };
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        if (which === 'refused') throw new DOMException('forbidden', 'SecurityError');
        super(which === 'work' ? url : other[which], options);
        this.addEventListener('message', ({ data }: MessageEvent<{ sums: (number | null)[] }>) => {
          globalThis.summed += data.sums.filter((sum) => sum !== null).length;
        });
      }
    };
  }, fate);
}

const fates: readonly (readonly [string, Fate])[] = [
  ['work', 'work'],
  ['may not be started', 'refused'],
  ['die', 'die'],
  ['never answer', 'silent'],
];

test.each(fates)('where threads %s, one .zip is the whole site', async (_, fate) => {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await run.chooseFiles(backup.parts.map(fixturePath));
  await run.reaches('ready');
  await threadsWill(run, fate);
  await run.choose('One .zip file');
  await run.button('Save as .zip').click();
  await run.reaches('done');
  const summed =
    (await run.page
      .workers()
      .at(-1)
      ?.evaluate(() => globalThis.summed)) ?? 0;
  expect(summed > 40, `${summed} files`).toBe(fate === 'work');
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  const bytes = new Uint8Array(await readFile(await arrived.path()));
  const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
  const { found, promised } = await siteLines(folder, backup);
  expect(found).toEqual(promised);
});
