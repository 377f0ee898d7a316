import { expect, test } from 'vitest';
import { fixture, fixturePath } from '../support/fixtures.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
const paths = fixture('split/site.jpa').parts.map(fixturePath);
const isPart =
  (name: string) =>
  (path: string): boolean =>
    path.endsWith(`/${name}`);

test('a missing part is named, and adding it opens the backup', async () => {
  const { run } = await newRun();
  await run.chooseFiles(paths.filter((path) => !isPart('site.j03')(path)));
  await run.says('site.j03');
  expect(await run.state()).toBe('idle');

  await run.chooseFiles(paths.filter(isPart('site.j03')));
  await run.reaches('ready');
});

test('the last part alone is recognised as such, and adding the others opens the backup', async () => {
  const { run } = await newRun();
  await run.chooseFiles(paths.filter(isPart('site.jpa')));
  await run.says('only the last of several parts');
  await run.says('site.j01');

  await run.chooseFiles(paths.filter((path) => !isPart('site.jpa')(path)));
  await run.reaches('ready');
});

test('parts picked in any order are put in order', async () => {
  const { run } = await newRun();
  await run.chooseFiles(paths.toReversed());
  await run.reaches('ready');
  const lines = await run.page.getByRole('list', { name: 'Parts' }).getByRole('listitem').allInnerTexts();
  const names = lines.map((line) => /site\.j\w+/.exec(line)?.[0]);
  expect(names).toEqual(fixture('split/site.jpa').parts.map((part) => part.replace('split/', '')));
});

test('several backups at once: one is chosen', async () => {
  const { run } = await newRun();
  await run.chooseFiles([fixturePath('site.zip'), fixturePath('site-v13.jpa'), fixturePath('README.md')]);
  await run.says('site-v13.jpa');
  expect(await run.state()).toBe('idle');

  await run.page.getByRole('button', { name: 'Open this backup', description: /site-v13\.jpa/ }).click();
  await run.reaches('ready');
  expect(await run.text()).toContain('1.3');
});
