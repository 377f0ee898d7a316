// What is ticked is what is extracted, and what the page says afterwards is of that.
import { expect, test } from 'vitest';
import { fixturePath } from '../support/fixtures.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';
import { TreePage } from './tree-page.ts';

const newRun = useStage();

async function open(run: RunPage, files: readonly Parameters<RunPage['chooseFiles']>[0][number][]): Promise<TreePage> {
  await run.chooseFiles(files);
  await run.reaches('ready');
  const tree = new TreePage(run);
  await tree.grid.waitFor();
  return tree;
}

test('the ticked files alone come out, and no more is claimed', async () => {
  await makeShots();
  const content = writeJpa({
    entries: [
      { path: 'installation/index.php', content: 'installer' },
      { path: 'images/a.jpg', content: 'a'.repeat(3000) },
      { path: 'images/b.jpg', content: 'b'.repeat(2000) },
      { path: 'index.php', content: 'index' },
    ],
  });
  const { run, written } = await newRun();
  const tree = await open(run, [{ name: 'site.jpa', content }]);
  const fact = (label: string): Promise<string> =>
    run.page.getByText(label, { exact: true }).locator('xpath=following-sibling::*[1]').innerText();
  expect(await fact('Free space needed')).toBe('5 kB');
  await tree.tickBox('installation').click();
  await tree.tickBox('index.php').click();
  await tree.row('images').click();
  await tree.press('ArrowRight');
  await tree.tickBox('b.jpg').click();
  await expect.poll(() => fact('Free space needed')).toBe('3 kB');

  await run.extract();
  await run.reaches('done');
  const files = await written();
  expect(Object.keys(files)).toEqual(['images/a.jpg']);
  const text = await run.text();
  expect(text).toContain('The files you chose are out.');
  expect(text).toContain('1 file you chose of 4, 3 kB');
  expect(text).toContain('The data of the others was not looked at.');
  expect(text).toContain('Only a part of the backup is in the folder.');
  expect(text).not.toMatch(/Complete|Your files are out|restoration script/);
  await show(run, 'done-selection');
});

test('with nothing ticked there is no run, and the reason is said', async () => {
  const { run } = await newRun();
  const tree = await open(run, [fixturePath('site.jpa')]);
  await tree.choose('Only what matches');
  await expect.poll(() => run.button('Extract to folder').isDisabled()).toBe(true);
  await run.says('Nothing is ticked');
});

test('the database alone goes into one file', async () => {
  const { run } = await newRun();
  await run.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const tree = await open(run, [fixturePath('site.zip')]);
  await tree.choose('Database only');
  await expect.poll(() => tree.selection()).not.toContain('All of');
  await run.choose('One .zip file');
  await run.button('Save as .zip').click();
  await run.reaches('done');
  expect(await run.text()).toContain('Your file is ready, with what you chose in it.');
  await show(run, 'done-database');
});
