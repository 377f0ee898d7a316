// Going on with a run that was broken off, as the page shows it: the offer, the backup picked again, the folder chosen again.
import { beforeAll, expect, test } from 'vitest';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { holdCloses } from './held-closes.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);
const files = Array.from({ length: 60 }, (_, index) => ({
  path: `media/picture-${index}.svg`,
  content: `<svg>${index}</svg>`.repeat(900),
}));
const promised = Object.fromEntries(files.map(({ path, content }) => [path, contentLine(content)]));
const backup = { name: 'site-example.org-20260402-101500utc.jpa', content: writeJpa({ entries: files }) };
const other = { name: backup.name, content: writeJpa({ entries: files.slice(1) }) };

/** Begins a run, and lets the page go when so many files are done; loads it again. */
async function breakOff(run: RunPage, filesDone: number): Promise<void> {
  const reload = async (): Promise<void> => {
    run.page.once('dialog', (dialog) => void dialog.accept());
    await run.page.reload();
  };
  // As many again may close in the worker of the next visit, which is all there are.
  holdCloses(run.page, filesDone);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await expect.poll(() => run.progress()).toBeGreaterThan(30);
  // What was done is on record within a second.
  await run.page.waitForTimeout(1_000);
  await reload();
}

test('the offer, a wrong backup, and the right one', async () => {
  const { run, written } = await newRun();
  await breakOff(run, 30);
  await run.says(/Continue extracting site-example\S+ into target-\d+ \(\d\d%\)/);
  await show(run, 'open-continue');

  // Picked through a plain input, the files are gone with the page.
  await run.button('Continue').click();
  await run.says('Choose the backup again');
  await run.focusesHeading();
  await show(run, 'open-awaited');
  await run.chooseFiles([other]);
  await run.says('This is not the backup that was being extracted');
  await show(run, 'open-not-this-backup');
  await run.chooseFiles([backup]);
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('the folder chosen again tells of it', async () => {
  const { run, written } = await newRun();
  await breakOff(run, 30);
  await run.chooseFiles([backup]);
  await run.reaches('ready');
  await run.extract();
  await run.says(/was broken off at \d\d%/);
  await show(run, 'folder-with-unfinished-run');
  await run.button('Continue').click();
  await run.reaches('done');
  expect(await written()).toEqual(promised);
});

test('what is forgotten is not offered again, and leaves no mark', async () => {
  const { run, written } = await newRun();
  await breakOff(run, 30);
  await run.button('Forget').click();
  await expect.poll(() => run.button('Forget').count()).toBe(0);
  await run.page.reload();
  await run.says('Drop the backup here');
  expect(await run.button('Continue').count()).toBe(0);
  expect(Object.keys(await written()).filter((path) => path.startsWith('.unstow'))).toEqual([]);
});
