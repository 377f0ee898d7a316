// "Nothing leaves your computer", seen from outside: what the page asked for, and what the whole browser sent.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { fixturePath } from '../support/fixtures.ts';
import { netLogFlags, readContacts } from '../support/net-log.ts';
import { useOpfsFolder } from '../support/opfs-folder.ts';
import { distFolder, serve } from '../support/serve.ts';
import type { RunPage } from './run-page.ts';
import { loadPage } from './stage.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unstow-net-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Serves a folder, does something on its page, and returns all that was asked for and all that was sent. */
async function watch(
  site: string,
  act: (run: RunPage) => Promise<void>,
): Promise<{
  origin: string;
  requests: readonly string[];
  complaints: readonly string[];
  contacts: readonly string[];
}> {
  const served = await serve(site);
  const log = join(folder, 'net-log.json');
  const chromium = await Chromium.launch({ flags: netLogFlags(log) });
  const page = await chromium.newPage();
  await useOpfsFolder(page, 'target');
  await act(await loadPage(page, served.origin));
  await chromium.close();
  await served.stop();
  const contacts = await readContacts(log);
  return { origin: served.origin, requests: chromium.requests, complaints: chromium.takeComplaints(), contacts };
}

test('from loading to the last file the page talks to its own server only, for its own files', async () => {
  const { origin, requests, complaints, contacts } = await watch(distFolder, async (run) => {
    await run.reaches('idle');
    await run.chooseFiles([fixturePath('site.zip')]);
    await run.reaches('ready');
    await run.extract();
    await run.reaches('done');
  });
  expect(complaints).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(`${origin}/`) && !/^(blob|data):/.test(url))).toEqual([]);
  const own = [`connect ${origin.replace('http://', '')}`, `look up ${origin}`];
  expect(contacts).toEqual(own);
});

test('a page that asks another server, connects in advance or sends a packet would be caught', async () => {
  await writeFile(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><main></main>');
  const listener = createSocket('udp4');
  const packet = once(listener, 'message');
  listener.bind(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();

  const { contacts } = await watch(folder, async ({ page }) => {
    await page.evaluate(async (stunPort) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] });
      peer.createDataChannel('any');
      await peer.setLocalDescription(await peer.createOffer());
      const hint = document.createElement('link');
      hint.rel = 'preconnect';
      hint.href = 'http://127.0.0.1:10/';
      document.head.append(hint);
      await window.fetch('http://upload.example/').catch(() => undefined);
    }, port);
    await packet;
  });
  listener.close();

  expect(contacts).toContain('connect 127.0.0.1:9');
  expect(contacts).toContain('connect 127.0.0.1:10');
  expect(contacts).toContain(`packet 127.0.0.1:${port}`);
});
