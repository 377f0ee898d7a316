import { expect, test } from 'vitest';
import { fillOpfs } from '../support/opfs-folder.ts';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const backup = writeJpa({
  entries: [
    { path: 'index.php', content: 'from the backup' },
    { path: 'media/logo.svg', content: 'from the backup, too' },
  ],
});
const before = { 'index.php': 'from before', 'notes.txt': 'nothing to do with it' };

async function extractOver(answer: string): Promise<{ tree: Record<string, string>; run: RunPage }> {
  const { run, folder, written } = await newRun();
  await fillOpfs(run.page, folder, before);
  await run.chooseFiles([{ name: 'site.jpa', content: backup }]);
  await run.reaches('ready');
  await run.extract();
  await run.button(answer).click();
  await run.reaches('done');
  return { tree: await written(), run };
}

test('"Keep both" leaves the file that is there and writes the other beside it', async () => {
  const { tree, run } = await extractOver('Keep both');
  expect(tree['index.php']).toBe(contentLine('from before'));
  expect(tree['notes.txt']).toBe(contentLine(before['notes.txt']));
  expect(tree['media/logo.svg']).toBe(contentLine('from the backup, too'));
  const added = Object.keys(tree).filter((path) => tree[path] === contentLine('from the backup'));
  expect(added).toEqual([expect.stringMatching(/^index.*\.php$/)]);
  expect(Object.keys(tree)).toHaveLength(4);
  expect(await run.warnings()).toContain(added[0]);
});

test('"Skip files that are there" leaves them, and lists them', async () => {
  const { tree, run } = await extractOver('Skip files that are there');
  expect(tree).toEqual({
    'index.php': contentLine('from before'),
    'notes.txt': contentLine(before['notes.txt']),
    'media/logo.svg': contentLine('from the backup, too'),
  });
  expect(await run.warnings()).toContain('index.php');
});

test('"Overwrite" replaces them, and leaves alone what the backup does not hold', async () => {
  const { tree } = await extractOver('Overwrite');
  expect(tree).toEqual({
    'index.php': contentLine('from the backup'),
    'notes.txt': contentLine(before['notes.txt']),
    'media/logo.svg': contentLine('from the backup, too'),
  });
});

test('without an answer nothing is written', async () => {
  const { run, folder, written } = await newRun();
  await fillOpfs(run.page, folder, before);
  await run.chooseFiles([{ name: 'site.jpa', content: backup }]);
  await run.reaches('ready');
  await run.extract();
  await run.button('Overwrite').waitFor();
  await run.page.keyboard.press('Escape');
  await run.button('Overwrite').waitFor({ state: 'hidden' });
  expect(await run.state()).toBe('ready');
  expect(Object.keys(await written()).sort()).toEqual(Object.keys(before).sort());
});
