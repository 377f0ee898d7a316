// One entry looked at in the page: nothing in it runs, nothing of it is loaded, nothing secret is seen; and saved, byte for byte.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Chromium } from '../support/chromium.ts';
import { fixturePath } from '../support/fixtures.ts';
import { encodePng } from '../support/png.ts';
import { serveBuiltPage } from '../support/serve.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { loadPage, useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

async function openSite(run: RunPage, entries: readonly JpaEntry[]): Promise<void> {
  await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries }) }]);
  await run.reaches('ready');
}

/** Opens the entry of this name, found by searching. */
async function look(run: RunPage, name: string): Promise<void> {
  await run.page.getByRole('searchbox').fill(name);
  const row = run.page.getByRole('row').filter({ hasText: name });
  await row.locator('[data-part]:not([data-part=tick])').first().click();
  await run.page.locator('dialog[open] h2').filter({ hasText: name }).waitFor();
}

const dialogText = (run: RunPage): Promise<string> => run.page.locator('dialog[open]').innerText();

async function close(run: RunPage): Promise<void> {
  await run.button('Close').click();
  await run.page.locator('dialog').waitFor({ state: 'detached' });
}

/** Nothing that could say so is a way out of the page, or has set a mark in it. */
const attack = `<!doctype html><html><head><title>x</title><base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/meta"><link rel="stylesheet" href="https://evil.example/a.css">
<script>document.title = 'pwned'</script><script src="https://evil.example/a.js"></script></head>
<body onload="document.title='pwned'"><img src="https://evil.example/a.png" onerror="document.title='pwned'">
<svg onload="document.title='pwned'"><script>document.title='pwned'</script></svg><iframe src="javascript:top.document.title='pwned'"></iframe>
<form action="https://evil.example/"><input autofocus onfocus="document.title='pwned'"></form></pre></dialog></body></html>`;
const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="document.title='pwned'">
<script>document.title='pwned'</script><image xlink:href="https://evil.example/b.png"/><foreignObject><iframe src="https://evil.example/c"/></foreignObject></svg>`;
const picture = encodePng({
  width: 160,
  height: 90,
  rgb: new Uint8Array(160 * 90 * 3).map((_, at) => (at * 7 + Math.floor(at / 480) * 3) % 256),
});
const inGif = new Uint8Array([
  ...new TextEncoder().encode('GIF89a'),
  ...[1, 0, 1, 0, 0, 0, 0],
  ...new TextEncoder().encode(attack),
]);
const secrets = `<?php
class JConfig {
	public $sitename = 'Example';
	public $host = 'localhost';
	public $user = 'db-user-1';
	public $password = 'db-secret-1';
	public $secret = 'site-secret-1';
}
`;

const hostile: readonly JpaEntry[] = [
  { path: 'page.html', content: attack },
  { path: 'drawing.svg', content: svg },
  { path: 'drawing.png', content: svg },
  { path: 'polyglot.gif', content: inGif },
  { path: 'polyglot.png', content: new Uint8Array([...picture, ...new TextEncoder().encode(attack)]) },
  { path: 'feed.xml', content: `<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.xsl"?>${attack}` },
  { path: 'paper.pdf', content: `%PDF-1.4\n1 0 obj <</S/JavaScript/JS(app.alert\\(1\\))>>` },
  { path: 'leads.url', kind: 'link', content: 'javascript:alert(1)' },
];

describe('nothing runs and nothing is loaded', () => {
  test.each(hostile.map(({ path }) => String(path)))('of %s', async (name) => {
    const { run } = await newRun();
    await openSite(run, hostile);
    const asked: string[] = [];
    run.page.on('request', (request) => asked.push(request.url()));
    const title = await run.page.title();
    await look(run, name);
    await run.page.locator('dialog[open] :is(pre, img, p)').first().waitFor();
    // Whatever could run would have run by then.
    await run.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    expect(await run.page.title()).toBe(title);
    expect(asked.filter((url) => !url.startsWith('blob:'))).toEqual([]);
    expect(run.page.frames()).toHaveLength(1);
    expect(
      await run.page.locator('dialog :is(iframe, object, embed, script, svg, form, link, style, a, base)').count(),
    ).toBe(0);
    const images = await run.page.locator('dialog img').evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    expect(images.every((src) => src?.startsWith('blob:'))).toBe(true);
    await close(run);
  });

  test('of markup all is shown as it stands', async () => {
    const { run } = await newRun();
    await openSite(run, hostile);
    await look(run, 'page.html');
    expect(await run.page.locator('dialog pre').textContent()).toBe(attack);
  });

  test('and the policy of the page would stop what the page itself does not', async () => {
    const served = await serveBuiltPage();
    const chromium = await Chromium.launch();
    const run = await loadPage(await chromium.newPage(), served.origin);
    const stopped = await run.page.evaluate(async (markup) => {
      const told: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => told.push(effectiveDirective));
      const frame = document.createElement('iframe');
      frame.src = URL.createObjectURL(new Blob([markup], { type: 'text/html' }));
      document.body.append(frame);
      try {
        // eslint-disable-next-line no-restricted-syntax -- what must not be done is tried here, and stopped
        document.body.innerHTML += markup;
      } catch {
        told.push('no markup');
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return told;
    }, attack);
    expect(stopped).toContain('frame-src');
    expect(stopped).toContain('no markup');
    expect(await run.page.title()).not.toContain('pwned');
    await chromium.close();
    await served.stop();
  });
});

describe('what is seen', () => {
  test('text, a picture, bytes, and what is masked', async () => {
    const { run } = await newRun();
    await openSite(run, [
      { path: 'configuration.php', content: secrets, modified: 1_700_000_000 },
      { path: 'images/picture.png', content: picture },
      { path: 'images/broken.png', content: new Uint8Array([...picture.slice(0, 24), ...new Uint8Array(72)]) },
      { path: 'data/cache.bin', content: new Uint8Array(70_000).map((_, at) => (at * 31) % 256) },
      { path: 'long.txt', content: 'One line of a long text.\n'.repeat(20_000) },
      { path: 'läßt.txt', content: Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65) },
      { path: 'current', kind: 'link', content: '../releases/12' },
      { path: 'notes.txt', content: 'The script of the night.\r\n\u202egpj.exe' },
    ]);

    await look(run, 'configuration.php');
    const shown = await dialogText(run);
    expect(shown).toContain("public $password = '••••••••';");
    expect(shown).toContain('masked here');
    const page = await run.page.content();
    for (const secret of ['db-user-1', 'db-secret-1', 'site-secret-1']) expect(page).not.toContain(secret);
    await show(run, 'preview-masked');
    await close(run);

    await look(run, 'picture.png');
    await expect
      .poll(() =>
        run.page.locator('dialog img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth),
      )
      .toBe(160);
    expect(await dialogText(run)).toContain('PNG picture, 160 × 90');
    await show(run, 'preview-image');
    await close(run);

    await look(run, 'broken.png');
    await run.says('cannot show this picture');
    await close(run);

    await look(run, 'cache.bin');
    expect(await dialogText(run)).toContain('000010  f0 0f 2e');
    expect(await dialogText(run)).toContain('first 65,536 bytes');
    await show(run, 'preview-hex');
    await close(run);

    await look(run, 'long.txt');
    expect(await dialogText(run)).toContain('only the beginning');
    await show(run, 'preview-text');
    await close(run);

    await look(run, 'läßt.txt');
    expect(await dialogText(run)).toContain('grüße');
    expect(await dialogText(run)).toContain('Windows-1252');
    await close(run);

    await look(run, 'notes.txt');
    expect(await dialogText(run)).toContain('<U+202E>gpj.exe');
    await close(run);

    await look(run, 'current');
    expect(await dialogText(run)).toContain('../releases/12');
    expect(await run.button('Save this file').count()).toBe(0);
    await run.page.keyboard.press('Escape');
    await run.page.locator('dialog').waitFor({ state: 'detached' });
    expect(await run.state()).toBe('ready');
  });

  test('the keyboard opens it, leaves it, and is where it was', async () => {
    const { run } = await newRun();
    await openSite(run, [
      { path: 'a.txt', content: 'first' },
      { path: 'b.txt', content: 'second' },
    ]);
    const focused = (): Promise<string> => run.page.evaluate(() => document.activeElement?.ariaLabel ?? '');
    await run.page.locator('[data-row][tabindex="0"]').focus();
    await run.page.keyboard.press('End');
    await run.page.keyboard.press('Enter');
    await run.page.locator('dialog pre').filter({ hasText: 'second' }).waitFor();
    await run.page.keyboard.press('Escape');
    await run.page.locator('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toMatch(/^b\.txt/);
  });

  test('a file that is damaged says so', async () => {
    const { run } = await newRun();
    await openSite(run, [{ path: 'a.txt', content: 'short', fields: { size: 4_000 } }]);
    await look(run, 'a.txt');
    await run.says('This file is damaged');
    await show(run, 'preview-damaged');
  });
});

describe('a file saved by itself', () => {
  /** More than stays in memory on its way to a download. */
  const bytes = new Uint8Array(17_500_000).map((_, at) => (at * at) % 251);
  const noise = randomBytes(3_000_000);
  const site = [
    { path: 'configuration.php', content: secrets },
    { path: 'media/big.bin', content: bytes },
    // Its data breaks off far behind what a preview reads.
    { path: 'media/damaged.bin', content: noise, fields: { data: deflateRawSync(noise).subarray(0, -1000) } },
  ];

  test('is downloaded where the browser has no dialog, and masked nowhere', async () => {
    const { run } = await newRun();
    await run.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await openSite(run, site);
    for (const [name, content] of [
      ['configuration.php', new TextEncoder().encode(secrets)],
      ['big.bin', bytes],
    ] as const) {
      await look(run, name);
      const [download] = await Promise.all([run.page.waitForEvent('download'), run.button('Save this file').click()]);
      expect(download.suggestedFilename()).toBe(name);
      expect(Buffer.compare(await readFile(await download.path()), content)).toBe(0);
      await run.says('Saved as');
      await close(run);
    }
  });

  test('goes where the user says; of a damaged one nothing is left', async () => {
    const { run } = await newRun();
    await run.page.evaluate(() => {
      window.showSaveFilePicker = async (options) => {
        const root = await navigator.storage.getDirectory();
        const folder = await root.getDirectoryHandle('saved', { create: true });
        return folder.getFileHandle(options?.suggestedName ?? 'none', { create: true });
      };
    });
    await openSite(run, site);
    await look(run, 'big.bin');
    await run.button('Save this file').click();
    await run.says('Saved as big.bin');
    await close(run);
    await look(run, 'damaged.bin');
    await run.button('Save this file').click();
    await expect.poll(() => run.alert()).toMatch(/damaged.*Nothing was saved/s);
    await show(run, 'preview-save-failed');
    await close(run);
    const sizes = await run.page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('saved');
      const found: Record<string, number> = {};
      for await (const [name, handle] of folder.entries())
        if (handle.kind === 'file' && 'getFile' in handle) found[name] = (await handle.getFile()).size;
      return found;
    });
    expect(sizes).toEqual({ 'big.bin': bytes.length });
  });

  test('of a fixture is what the manifest says', async () => {
    const { run } = await newRun();
    await run.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await run.chooseFiles([fixturePath('site.zip')]);
    await run.reaches('ready');
    await look(run, 'databases.json');
    expect(await dialogText(run)).not.toContain('hunter2');
    const [download] = await Promise.all([run.page.waitForEvent('download'), run.button('Save this file').click()]);
    expect(await readFile(await download.path(), 'utf8')).toContain('hunter2-public');
  });
});
