// A page that came by plain http from another machine: browsers give it no folders, no storage and no ciphers of their own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { fixturePath } from '../support/fixtures.ts';
import { serveBuiltPage, type Served } from '../support/serve.ts';
import { loadPage } from './stage.ts';

let served: Served;
let chromium: Chromium;
beforeAll(async () => {
  served = await serveBuiltPage();
  chromium = await Chromium.launch({ flags: ['--host-resolver-rules=MAP unstow.test 127.0.0.1'] });
});
afterAll(async () => {
  await chromium.close();
  await served.stop();
});

test('still makes one file of a backup, in memory', async () => {
  const run = await loadPage(await chromium.newPage(), `http://unstow.test:${new URL(served.origin).port}`);
  expect(await run.page.evaluate(() => isSecureContext)).toBe(false);
  await run.chooseFiles([fixturePath('site.jpa')]);
  await run.reaches('ready');
  await run.button('Save as .zip').click();
  await run.reaches('done');
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save the file').click()]);
  expect(arrived.suggestedFilename()).toBe('site.zip');
  expect(chromium.takeComplaints()).toEqual([]);
});
