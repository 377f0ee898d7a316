import { expect, test } from 'vitest';
import { fixturePassword, fixturePath } from '../support/fixtures.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

test.each(['site.jps', 'site-v19.jps', 'site-dynamic.jps'])(
  'a wrong password for %s is one sentence and a new try, and nothing was written',
  async (name) => {
    const { run, written } = await newRun();
    await run.chooseFiles([fixturePath(name)]);
    await run.reaches('needs-password');
    await run.givePassword('not the password');
    await expect.poll(() => run.alert()).toMatch(/password/i);
    expect(await run.state()).toBe('needs-password');
    expect(await run.button('Extract to folder').count()).toBe(0);
    expect(await written()).toEqual({});

    await run.givePassword(fixturePassword);
    await run.reaches('ready');
    await run.extract();
    await run.reaches('done');
    expect(Object.keys(await written())).toContain('index.php');
  },
);

test('the blank password is a password', async () => {
  const { run, written } = await newRun();
  await run.chooseFiles([fixturePath('site-nopassword.jps')]);
  await run.reaches('needs-password');
  await run.givePassword('');
  await run.reaches('ready');
  await run.extract();
  await run.reaches('done');
  expect(Object.keys(await written())).toContain('index.php');
});

test('the password is shown nowhere: not on the page, not in the log', async () => {
  const { run } = await newRun();
  await run.chooseFiles([fixturePath('site.jps')]);
  await run.reaches('needs-password');
  await run.givePassword('unmistakable-wrong-one');
  await expect.poll(() => run.alert()).toMatch(/password/i);
  await run.givePassword(fixturePassword);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('done');
  const document = await run.page.content();
  expect(document).not.toContain('unmistakable-wrong-one');
  expect(document).not.toContain(fixturePassword);
});
