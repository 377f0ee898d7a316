// Names that would be code, if a page took them for it; and paths that would lead out of the folder.
import { beforeAll, expect, test } from 'vitest';
import { contentLine } from '../support/tree.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

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

test('N-01: what leads out of the folder is left out, or goes into _outside where that is ticked', async () => {
  const { run, written } = await newRun();
  const files = [
    { path: '../../evil.php', content: 'leads out' },
    { path: 'index.php', content: 'stays' },
  ];
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries: files }) }]);
  await run.reaches('ready');
  await run.says('its path leads out of the chosen folder');
  await run.page.getByText('Advanced', { exact: true }).click();
  const offer = run.page.getByRole('checkbox', { name: /^Keep files whose path leads out/ });
  expect(await offer.isChecked()).toBe(false);
  await show(run, 'outside-offered');
  await run.says('All of 1 file, 5 bytes');
  await offer.check();
  await run.says('All of 2 files, 14 bytes');
  await show(run, 'outside-chosen');
  await run.extract();
  await run.reaches('done');
  await run.says('Your files are out.');
  expect(await run.warnings()).toContain(
    'Goes by the name _outside/evil.php: its path leads out of the chosen folder.',
  );
  expect(await run.text()).not.toMatch(/left out/i);
  await show(run, 'outside-done');
  expect(await written()).toEqual({ '_outside/evil.php': contentLine('leads out'), 'index.php': contentLine('stays') });

  await run.button('Open another backup').click();
  await run.chooseFiles([{ name: 'plain.jpa', content: writeJpa({ entries: files.slice(1) }) }]);
  await run.reaches('ready');
  await run.page.getByText('Advanced', { exact: true }).click();
  expect(await offer.count()).toBe(0);
});
