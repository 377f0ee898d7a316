// A run that is held, as the page shows it: what happened, what can be answered, and that the answer is heard.
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { useStage } from './stage.ts';

declare global {
  /** In the worker: writing works again. */
  var mendWriting: (() => void) | undefined;
}

const newRun = useStage();
const files = Array.from({ length: 40 }, (_, index) => ({ path: `file-${index}.txt`, content: `content ${index}` }));
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));

/** Opening any file for writing fails in the worker, until it is mended. */
function failWriting(page: Page, name: string): { mend: () => Promise<void> } {
  const failing = new Promise<() => Promise<void>>((resolve) => {
    page.on('worker', (worker) => {
      const patched = worker.evaluate((exception) => {
        const open = Reflect.get(FileSystemFileHandle.prototype, 'createWritable');
        let isMended = false;
        globalThis.mendWriting = () => {
          isMended = true;
        };
        Object.defineProperty(FileSystemFileHandle.prototype, 'createWritable', {
          value(this: FileSystemFileHandle, ...rest: []) {
            if (!isMended) return Promise.reject(new DOMException('no', exception));
            return open.apply(this, rest);
          },
        });
      }, name);
      resolve(async () => {
        await patched;
        await worker.evaluate(() => globalThis.mendWriting?.());
      });
    });
  });
  return { mend: async () => (await failing)() };
}

test('a full disk is told, and the run goes on when there is room', async () => {
  const { run, written } = await newRun();
  const { mend } = failWriting(run.page, 'QuotaExceededError');
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: files }) }]);
  await run.reaches('ready');
  await run.extract();
  await run.says('The disk is full.');
  expect(await run.alert()).toContain('Make room');
  expect(await run.namelessControls()).toEqual([]);
  expect(await run.overflow()).toBeLessThanOrEqual(0);
  await mend();
  await run.button('Try again').click();
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('a file that cannot be written counts down to the next try, and can be left out', async () => {
  const { run, written } = await newRun();
  const { mend } = failWriting(run.page, 'InvalidStateError');
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: files }) }]);
  await run.reaches('ready');
  await run.extract();
  await run.says(/Trying again by itself in \d+ s \(1 of 3\)/);
  await mend();
  await run.button('Try again').click();
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('the first damage is asked about, and all else is extracted', async () => {
  const { run, written } = await newRun();
  const damaged = { path: 'damaged.php', content: 'x', fields: { data: '\xff\xff' } };
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: [damaged, ...files] }) }]);
  await run.reaches('ready');
  await run.extract();
  await run.says('damaged.php is damaged: its compressed data is broken.');
  await run.button('Go on without it').click();
  await run.reaches('done');
  expect(await written()).toEqual(promised);
  expect(await run.warnings()).toContain('damaged.php');
});
