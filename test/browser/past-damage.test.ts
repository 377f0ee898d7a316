// Going past damage, as a user does: what lies outside of it is written as it was, and the loss is told before and after.
import { beforeAll, expect, test } from 'vitest';
import { fixture, fixturePath, readManifest } from '../support/fixtures.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { contentLine, promisedTree } from '../support/tree.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

const files = Array.from({ length: 8 }, (_, i) => ({ path: `page-${i}.html`, content: `<p>${i}</p>`.repeat(200) }));

test('a damaged archive is opened past the damage, and the rest comes out as it was', async () => {
  const content = writeJpa({ entries: files });
  const at = Buffer.from(content).indexOf('page-3.html');
  content.fill(0, at - 7, at + 4);
  const { run, written } = await newRun();
  await run.chooseFiles([{ name: 'damaged.jpa', content }]);
  await run.reaches('failed');
  await run.says('page-2.html');
  await show(run, 'past-damage-refused');

  await run.button('Go on past the damage').click();
  await run.reaches('ready');
  await run.says('could not be used');
  await run.page.getByText('Advanced').first().click();
  await show(run, 'past-damage-ready');
  await run.extract();
  await run.reaches('done');
  await show(run, 'past-damage-done');

  const whole = files.filter(({ path }) => path !== 'page-3.html');
  const found = await written();
  expect(found).toEqual(Object.fromEntries(whole.map(({ path, content: text }) => [path, contentLine(text)])));
});

test('a set without one of its parts is opened as it is', async () => {
  const paths = fixture('split/site.jpa').parts.map(fixturePath);
  const { run, written } = await newRun();
  await run.chooseFiles(paths.filter((path) => !path.endsWith('j03')));
  await run.says('site.j03');
  await show(run, 'past-missing-part');
  await run.button('Open what is here').click();
  await run.reaches('ready');
  await run.says('without');
  await run.extract();
  await run.reaches('done');
  const found = await written();
  const promised = promisedTree(readManifest());
  // A backslash is made harmless: told elsewhere.
  const right = Object.entries(found).filter(([path, line]) => promised[path] === line || path.includes('back_slash'));
  expect(Object.fromEntries(right)).toEqual(found);
  expect(right.length).toBeGreaterThan(20);
});
