// `npm run dev`: the same page from the development server, which hands out modules where the built page has scripts.
import { fileURLToPath } from 'node:url';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { fixturePath } from '../support/fixtures.ts';
import { loadPage } from './stage.ts';

let server: ViteDevServer;
let chromium: Chromium;
beforeAll(async () => {
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url));
  server = await createServer({ configFile, logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  await server.listen();
  chromium = await Chromium.launch();
});
afterAll(async () => {
  await chromium.close();
  await server.close();
});

test('opens a backup and makes one file of it', async () => {
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no address');
  const run = await loadPage(await chromium.newPage(), `http://127.0.0.1:${address.port}`);
  await run.page.evaluate(() => {
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
  await run.chooseFiles([fixturePath('site.jpa')]);
  await run.reaches('ready');
  await run.choose('One .zip file');
  await run.button('Save as .zip').click();
  await run.reaches('done');
  expect(chromium.takeComplaints()).toEqual([]);
});
