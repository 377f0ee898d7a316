// Pause, resume, cancel, on a run long enough to be met under way.
import { expect, test } from 'vitest';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { holdCloses } from './held-closes.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

const files = Array.from({ length: 3000 }, (_, index) => ({
  path: `folder-${index % 40}/file-${index}.txt`,
  content: `${index} `.repeat(1 + (index % 700)),
}));
const backup = { name: 'long.jpa', content: writeJpa({ entries: files }) };
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));

test('a paused run stands still, and once resumed it ends as if nothing had been', async () => {
  const { run, written } = await newRun();
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('running');
  await run.button('Pause').click();
  await run.reaches('paused');
  // What was already with the browser may still arrive: wait until two looks agree.
  let last = -1;
  await expect
    .poll(async () => {
      const now = Object.keys(await written()).length;
      const isStill = now === last;
      last = now;
      return isStill;
    })
    .toBe(true);
  expect(last).toBeLessThan(files.length);

  await run.button('Resume').click();
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('a cancelled run leaves whole files and nothing else, and says so', async () => {
  const { run, written } = await newRun();
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('running');
  await expect.poll(() => run.progress()).toBeGreaterThan(0);
  await run.button('Cancel').click();
  await run.reaches('cancelled');

  const tree = await written();
  const paths = Object.keys(tree).filter((path) => tree[path] !== 'empty folder');
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.length).toBeLessThan(files.length);
  for (const path of paths) expect(tree[path], path).toBe(promised[path]);
  expect(await run.text()).toContain(`${paths.length.toLocaleString('en')} of 3,000 files`);
});

test('a cancelled run whose files the browser never closes can be left, and the page says what that means', async () => {
  const { run } = await newRun();
  await run.page.clock.install();
  await run.page.reload();
  holdCloses(run.page, 20);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('running');
  await expect.poll(() => run.page.getByText('being closed by the browser').count()).toBe(1);
  await run.button('Cancel').click();
  await run.says('Cancelling …');
  expect(await run.button('Stop without waiting').count()).toBe(0);

  await run.page.clock.fastForward(10_000);
  await run.button('Stop without waiting').click();
  await run.reaches('cancelled');
  expect(await run.text()).toMatch(/At the last count [\d,]+ of 3,000 files were settled/);
  expect(await run.text()).toMatch(/had not closed yet may be in the folder, empty/);
  expect(await run.text()).not.toContain('have been removed');
  await expect.poll(() => run.page.workers()).toEqual([]);
});

test('a run that waits for the browser says so, however often the worker answers', async () => {
  const { run } = await newRun();
  const closes = holdCloses(run.page, 20);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('running');
  await run.says(/Waiting for the browser for \d+ seconds: it has [\d,]+ files to check and close/);
  expect(await run.text()).toMatch(/Last answer just now/);
  await closes.release();
  await run.reaches('done');
});

test('leaving during a run asks first, and not before or after one', async () => {
  const { run } = await newRun();
  const asked: string[] = [];
  run.page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('running');
  await run.page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);

  await run.button('Cancel').click();
  await run.reaches('cancelled');
  await run.page.close({ runBeforeUnload: true });
  await expect.poll(() => run.page.isClosed()).toBe(true);
  expect(asked).toHaveLength(1);
});

test('one page extracts one backup after another', async () => {
  const { run, written } = await newRun();
  const small = (name: string): string => `${name} once more`;
  for (const name of ['first', 'second', 'third']) {
    await run.chooseFiles([
      { name: `${name}.jpa`, content: writeJpa({ entries: [{ path: name, content: small(name) }] }) },
    ]);
    await run.reaches('ready');
    await run.extract();
    if (name !== 'first') await run.button('Keep both').click();
    await run.reaches('done');
    await run.button('Open another backup').click();
    await run.reaches('idle');
  }
  expect(await written()).toEqual({
    first: contentLine(small('first')),
    second: contentLine(small('second')),
    third: contentLine(small('third')),
  });
});
