// A browser that does not let the page ask where a file goes: said where the user asked, and the backup stays open.
import { expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

/** With a backup open. */
async function openedWithoutLeave(): Promise<RunPage> {
  const { run } = await newRun();
  await run.page.evaluate(() => {
    window.showSaveFilePicker = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  const content = writeJpa({ entries: [{ path: 'a.txt', content: 'x' }] });
  await run.chooseFiles([{ name: 'site.jpa', content }]);
  await run.reaches('ready');
  return run;
}

test('for one output, the face says so, and another can be chosen', async () => {
  const run = await openedWithoutLeave();
  await run.choose('One .zip file');
  await run.button('Save as .zip').click();
  await expect.poll(() => run.alert()).toContain('The browser does not allow writing to this file');
  expect(await run.state()).toBe('ready');
  expect(await run.button('Save as .zip').isEnabled()).toBe(true);
});

test('for a file that is looked at, its dialog says so, and it can be tried again', async () => {
  const run = await openedWithoutLeave();
  await run.page.locator('[data-row] [data-part=name]').first().click();
  await run.button('Save this file').click();
  await expect.poll(() => run.alert()).toContain('The browser does not allow writing to this file');
  expect(await run.state()).toBe('ready');
  expect(await run.button('Save this file').isEnabled()).toBe(true);
});

test('a second press while the first question is open asks nothing, and spoils nothing', async () => {
  const run = await openedWithoutLeave();
  await run.page.evaluate(() => {
    window.showSaveFilePicker = () =>
      new Promise((_, reject) => {
        window.showSaveFilePicker = () => Promise.reject(new DOMException('active', 'NotAllowedError'));
        setTimeout(reject, 300, new DOMException('closed', 'AbortError'));
      });
  });
  await run.page.locator('[data-row] [data-part=name]').first().click();
  await run.button('Save this file').click();
  expect(await run.button('Save this file').isDisabled()).toBe(true);
  await expect.poll(() => run.button('Save this file').isEnabled()).toBe(true);
  expect(await run.page.getByRole('alert').count()).toBe(0);
});
