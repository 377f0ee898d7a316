// A folder in which another browser has begun a run, or an earlier visit of which nothing is kept: asked about before all else.
import { beforeAll, expect, test } from 'vitest';
import { markerHeading, markerName } from '../../src/journal/run-marker.ts';
import { fillOpfs } from '../support/opfs-folder.ts';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { useStage, type HeadlessRun } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);
const content = 'from the backup';
const backup = writeJpa({ entries: [{ path: 'index.php', content }] });
const marker = markerName('0123456789abcdef');

async function chooseMarked(files: Readonly<Record<string, string>>): Promise<HeadlessRun> {
  const stage = await newRun();
  const { run, folder } = stage;
  await fillOpfs(run.page, folder, files);
  await run.chooseFiles([{ name: 'site.jpa', content: backup }]);
  await run.reaches('ready');
  await run.extract();
  await run.says('Another browser may be extracting into');
  return stage;
}

test('F-30 nothing is changed where it may be on', async () => {
  const { run, written } = await chooseMarked({ [marker]: markerHeading, 'index.php': '' });
  await show(run, 'unknown-run');
  await run.button('Do not extract here').click();
  await run.button('Do not extract here').waitFor({ state: 'hidden' });
  expect(await run.state()).toBe('ready');
  expect(await written()).toEqual({ [marker]: contentLine(markerHeading), 'index.php': contentLine('') });
});

test('F-30 where it is over, its mark and its empty files go, once the files that are there are asked about', async () => {
  const { run, written } = await chooseMarked({ [marker]: markerHeading, 'index.php': '' });
  await run.button('Go on').click();
  await run.says('How far the other extraction came cannot be found out');
  await show(run, 'unknown-run-over');
  await run.button('Keep both').click();
  await run.reaches('done');
  expect(await written()).toEqual({ 'index.php': contentLine(content) });
});

test('F-30 a folder that holds its mark alone is asked about too, and about nothing else', async () => {
  const { run, written } = await chooseMarked({ [marker]: '' });
  await run.button('Go on').click();
  await run.reaches('done');
  expect(await written()).toEqual({ 'index.php': contentLine(content) });
});
