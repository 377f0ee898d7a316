import { expect, test } from 'vitest';
import { fixture, fixturePassword, fixturePath, readPart } from '../support/fixtures.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

/** Presses Tab until the focus is on a control of this name. */
async function tabTo(run: RunPage, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await focusedName(run)).includes(name)) return;
    await run.page.keyboard.press('Tab');
  }
  expect.fail(`Tab does not lead to "${name}".`);
}

async function focusedName(run: RunPage): Promise<string> {
  return run.page.evaluate(() => {
    const element = document.activeElement;
    if (element instanceof HTMLInputElement) return element.labels?.[0]?.textContent ?? '';
    return element instanceof HTMLButtonElement ? element.textContent : '';
  });
}

test('a backup is opened, unlocked and extracted without a mouse, and the focus goes to the heading of each face', async () => {
  const { run, written } = await newRun();
  const chooser = run.page.waitForEvent('filechooser');
  await tabTo(run, 'Choose backup files');
  await run.page.keyboard.press('Enter');
  await (await chooser).setFiles(fixturePath('site.jps'));

  await run.reaches('needs-password');
  await run.focusesHeading();
  await run.page.keyboard.press('Tab');
  expect(await focusedName(run)).toBe('Password');
  await run.page.keyboard.type(fixturePassword);
  await run.page.keyboard.press('Enter');

  await run.reaches('ready');
  await run.focusesHeading();
  await tabTo(run, 'Extract to folder');
  await run.page.keyboard.press('Enter');

  await run.reaches('done');
  await run.focusesHeading();
  expect(Object.keys(await written())).toContain('index.php');
});

test('every control has a name that a screen reader can say, and the progress its value', async () => {
  const { run } = await newRun();
  await run.chooseFiles([fixturePath('site.jpa')]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('done');
  expect(await run.namelessControls()).toEqual([]);
});

test('a missing part is added without a mouse, before and after a failure to open', async () => {
  const { run } = await newRun();
  const paths = fixture('split/site.jpa').parts.map(fixturePath);
  await run.chooseFiles(paths.slice(1));
  await run.says('site.j01');
  await run.focusesHeading();
  await tabTo(run, 'Choose backup files');

  await run.button('Start over').click();
  await run.focusesHeading();
  const whole = readPart('site.jpa');
  await run.chooseFiles([{ name: 'cut.jpa', content: whole.subarray(0, whole.length - 5_000) }]);
  await run.reaches('failed');
  await run.focusesHeading();
  await tabTo(run, 'Choose backup files');
  const chooser = run.page.waitForEvent('filechooser');
  // To the button itself: on a busy machine the focus may move once more between two keys.
  await run.button('Choose backup files').press('Enter');
  await (await chooser).setFiles(fixturePath('site.zip'));
  await run.says('2 backups: which one?');
  await run.focusesHeading();
});
