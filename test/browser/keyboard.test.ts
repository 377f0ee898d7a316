import { expect, test } from 'vitest';
import { fixturePassword, fixturePath } from '../support/fixtures.ts';
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

async function focusIsOnHeading(run: RunPage): Promise<boolean> {
  return run.page.evaluate(() => /^H[1-6]$/.test(document.activeElement?.tagName ?? ''));
}

test('a backup is opened, unlocked and extracted without a mouse, and the focus goes to the heading of each face', async () => {
  const { run, written } = await newRun();
  const chooser = run.page.waitForEvent('filechooser');
  await tabTo(run, 'Choose backup files');
  await run.page.keyboard.press('Enter');
  await (await chooser).setFiles(fixturePath('site.jps'));

  await run.reaches('needs-password');
  await expect.poll(() => run.page.evaluate(() => document.activeElement?.tagName)).toMatch(/^(H[1-6]|INPUT)$/);
  await tabTo(run, 'Password');
  await run.page.keyboard.type(fixturePassword);
  await run.page.keyboard.press('Enter');

  await run.reaches('ready');
  await expect.poll(() => focusIsOnHeading(run)).toBe(true);
  await tabTo(run, 'Extract to folder');
  await run.page.keyboard.press('Enter');

  await run.reaches('done');
  await expect.poll(() => focusIsOnHeading(run)).toBe(true);
  expect(Object.keys(await written())).toContain('index.php');
});

test('every control has a name that a screen reader can say, and the progress its value', async () => {
  const { run } = await newRun();
  await run.chooseFiles([fixturePath('site.jpa')]);
  await run.reaches('ready');
  await run.extract();
  await run.reaches('done');
  const nameless = await run.page.locator('button, input, a[href], [role=progressbar]').evaluateAll((controls) =>
    controls
      .filter((control) => control.checkVisibility())
      .filter(
        (control) =>
          control.textContent.trim() === '' &&
          !control.hasAttribute('aria-label') &&
          !control.hasAttribute('aria-labelledby') &&
          !(control instanceof HTMLInputElement && control.labels?.length),
      )
      .map((control) => control.outerHTML),
  );
  expect(nameless).toEqual([]);
});
