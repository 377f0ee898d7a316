// F-35: the worker dies in the middle of a run. Another one takes its place, and the run goes on by itself.
import { expect, test } from 'vitest';
import { fixturePassword, fixturePath } from '../support/fixtures.ts';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { holdCloses } from './held-closes.ts';
import { killWorker } from './kill-worker.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const files = Array.from({ length: 2_000 }, (_, index) => ({
  path: `folder-${index % 20}/file-${index}.txt`,
  content: `${index} `.repeat(2_000),
}));
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));
const backup = { name: 'site.jpa', content: writeJpa({ entries: files }) };

test('once, and the tree is whole', async () => {
  const { run, written } = await newRun();
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await expect.poll(() => run.progress(), { interval: 10 }).toBeGreaterThan(10);
  await killWorker(run);
  await run.reaches('done');
  expect(await written()).toEqual(promised);
  expect(await run.warnings()).toBe('');
  await run.says('Complete');
});

test('again and again without a file in between, and the run has failed; it can be gone on with', async () => {
  const { run, written } = await newRun();
  holdCloses(run.page, 0);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  for (let death = 1; death <= 4; death += 1) {
    await expect.poll(() => run.state()).toBe('running');
    await run.says('being closed by the browser');
    await killWorker(run);
  }
  await run.reaches('failed');
  await run.says('has stopped');

  await run.button('Try again').click();
  await run.says('being closed by the browser');
  await run.page
    .workers()
    .at(-1)
    ?.evaluate(() => globalThis.letClose?.());
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('of an encrypted backup, and its password is asked for again', async () => {
  const { run, written } = await newRun();
  await run.chooseFiles([fixturePath('site.jps')]);
  await run.givePassword(fixturePassword);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('done');
  const whole = await written();

  const again = await newRun();
  holdCloses(again.run.page, 12);
  await again.run.chooseFiles([fixturePath('site.jps')]);
  await again.run.givePassword(fixturePassword);
  await again.run.reaches('ready');
  await again.run.extract();
  await again.run.says('being closed by the browser');
  await killWorker(again.run);
  await again.run.reaches('needs-password');
  await again.run.givePassword(fixturePassword);
  await again.run.says('being closed by the browser');
  await again.run.page
    .workers()
    .at(-1)
    ?.evaluate(() => globalThis.letClose?.());
  await again.run.reaches('done');
  expect(await again.written()).toEqual(whole);
});
