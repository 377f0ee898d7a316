// Every archive there is, opened and extracted by the page in headless Chromium, and compared with the manifest.
import { expect, test } from 'vitest';
import { fixturePath, fixtures, readManifest } from '../support/fixtures.ts';
import { moved, promisedTree } from '../support/tree.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const promised = promisedTree(readManifest());

test.each(fixtures)('$name comes out as the site it was made from', async ({ parts, password, format }) => {
  const { run, written } = await newRun();
  await run.chooseFiles(parts.map(fixturePath));
  await run.reaches(password === null ? 'ready' : 'needs-password');
  if (password !== null) {
    await run.givePassword(password);
    await run.reaches('ready');
  }
  await run.extract();
  await run.reaches('done');

  // A backslash separates in ZIP, where archivers on Windows write it so; elsewhere it belongs to the name, made harmless.
  const withBackslash = format === 'zip' ? 'uploads/back/slash.txt' : 'uploads/back_slash.txt';
  expect(await written()).toEqual(moved(promised, 'uploads/back\\slash.txt', withBackslash));
  expect(await run.text()).toContain('index-link.php');
});
