// The instruments themselves, on a page of three lines: the real folder dialog, and the ear for complaints.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { canHaveDisplay, Display } from '../support/display.ts';
import { pickRealFolder, watchPicker } from '../support/real-picker.ts';
import { serve, type Served } from '../support/serve.ts';

const pickingPage = `<!doctype html><link rel="icon" href="data:,"><button>Pick</button><script>
  document.querySelector('button').onclick = async () => {
    const folder = await showDirectoryPicker({ mode: 'readwrite' });
    const file = await (await folder.getFileHandle('made.txt', { create: true })).createWritable();
    await file.write('by the page');
    await file.close();
    document.title = 'written';
  };
</script>`;

describe.skipIf(!canHaveDisplay())('the instruments', () => {
  let site: string;
  let target: string;
  let served: Served;
  let display: Display;
  let chromium: Chromium;

  beforeAll(async () => {
    site = await mkdtemp(join(tmpdir(), 'unstow-site-'));
    target = await mkdtemp(join(tmpdir(), 'unstow-target-'));
    served = await serve(site);
    display = await Display.start();
    chromium = await Chromium.launch({ display });
  });

  afterAll(async () => {
    await chromium.close();
    await display.stop();
    await served.stop();
    for (const folder of [site, target]) await rm(folder, { recursive: true });
  });

  test('the real folder dialog gives a page a real folder that it may write in', async () => {
    await writeFile(join(site, 'index.html'), pickingPage);
    const page = await chromium.newPage();
    await watchPicker(page);
    await page.goto(served.origin);

    await pickRealFolder({ display, page, folder: target, open: () => page.click('button') });

    await expect.poll(() => page.title()).toBe('written');
    expect(await readFile(join(target, 'made.txt'), 'utf8')).toBe('by the page');
    expect(await page.evaluate(() => document.documentElement.dataset['picked'])).toBe(basename(target));
    expect(chromium.takeComplaints()).toEqual([]);
  });

  test.each(['the page', 'a worker of the page'])('%s does not complain unheard', async (who) => {
    const policy = "default-src 'none'; script-src 'self' 'unsafe-inline'; worker-src 'self'";
    const script =
      "console.error('said'); fetch('/x').catch(() => {}); setTimeout(() => { throw new Error('thrown') })";
    await writeFile(join(site, 'complain.js'), script);
    const start = who === 'the page' ? script : "new Worker('complain.js')";
    await writeFile(
      join(site, 'index.html'),
      `<!doctype html><link rel="icon" href="data:,"><meta http-equiv="Content-Security-Policy" content="${policy}"><script>${start}</script>`,
    );
    const page = await chromium.newPage();
    await page.goto(served.origin);

    const heard: string[] = [];
    const expected = who === 'the page' ? ['said', 'Content Security Policy', 'thrown'] : ['said', 'thrown'];
    await expect
      .poll(() => {
        heard.push(...chromium.takeComplaints());
        return expected.filter((words) => !heard.some((complaint) => complaint.includes(words)));
      })
      .toEqual([]);
  });
});
