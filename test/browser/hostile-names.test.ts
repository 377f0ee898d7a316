// Names that would be code, if a page took them for it.
import { expect, test } from 'vitest';
import { writeJpa } from '../support/write-jpa.ts';
import { useStage } from './stage.ts';

const newRun = useStage();

test('N-34: markup in names is text, wherever the page shows them', async () => {
  const image = '<img src=x onerror=alert(1)>.php';
  const long = `<i>${'n'.repeat(250)}`;
  // Told of as a warning, as an example of what is refused, and as what lies in the ZIP.
  const entries = [`../${image}`, `${long}/${image}`, `"><svg onload=alert(1)>.php`].map((path) => ({
    path,
    content: 'x',
  }));
  const { run } = await newRun();
  const ran: string[] = [];
  run.page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  await run.chooseFiles([{ name: '<img src=x onerror=alert(2)>.jpa', content: writeJpa({ entries }) }]);
  await run.reaches('ready');
  await run.says('onerror=alert(1)');
  await run.extract();
  await run.says('Some names cannot go into');
  await run.button('Extract').last().click();
  await run.reaches('done');
  await run.says('unstow-refused-names.zip');
  expect(await run.page.locator('main img, main i, main svg[onload]').count()).toBe(0);
  expect(ran).toEqual([]);
});
