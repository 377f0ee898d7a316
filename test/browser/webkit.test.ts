// The page in WebKit, as far as its driver reaches: backups open there. An error that nobody catches would show, for the page
// then fails; what stands on the console alone would not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { fixture, fixturePath, readManifest } from '../support/fixtures.ts';
import { serveBuiltPage, type Served } from '../support/serve.ts';
import { siteLines, unpack } from '../support/unpacked-site.ts';
import { WebKit, canRunWebKit } from '../support/webkit.ts';

const fileCount = readManifest().filter((entry) => entry.kind === 'file').length;
const enter = '\uE007';

describe.skipIf(!canRunWebKit())('in WebKit', () => {
  let served: Served;
  let webkit: WebKit;
  const started: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    served = await serveBuiltPage();
    started.push(() => served.stop());
    webkit = await WebKit.launch();
    started.push(() => webkit.close());
  });
  afterAll(async () => {
    for (const stop of started.toReversed()) await stop();
  });

  const state = (): Promise<string> => webkit.read('document.querySelector("main").dataset.state');
  const text = (): Promise<string> => webkit.read('document.body.innerText');

  async function choose(name: string): Promise<void> {
    await webkit.goto(`${served.origin}/`);
    const paths = fixture(name).parts.map(fixturePath);
    await webkit.type('input[type=file]:not([webkitdirectory])', paths.join('\n'));
  }

  async function isOpen(): Promise<void> {
    await expect.poll(state).toBe('ready');
    expect(await text()).toMatch(new RegExp(`Files\\n${fileCount} in \\d+ folders`));
    expect(await text()).toContain('This browser cannot write into folders');
  }

  /** The driver presses where a button was: what is still being read moves it down. */
  async function saved(button: string): Promise<string> {
    if ((await state()) === 'ready') await webkit.press(button);
    return state();
  }

  test('a backup in one part opens', async () => {
    await choose('site.jpa');
    await isOpen();
  });

  test('a backup encrypted with the blank password opens', async () => {
    await choose('site-nopassword.jps');
    await expect.poll(state).toBe('needs-password');
    await webkit.type('input[type=password]', enter);
    await isOpen();
  });

  test('a backup becomes a .zip file that is the whole site', async () => {
    const backup = fixture('split/site.jpa');
    await choose(backup.name);
    await isOpen();
    await expect.poll(() => saved('Save as .zip')).toBe('done');
    // The driver knows nothing of downloads: what the page hands over is caught on its way.
    await webkit.read(
      'void (URL.createObjectURL = (blob) => { window.handedOver = blob; return "#"; }, HTMLAnchorElement.prototype.click = () => undefined)',
    );
    await webkit.press('Save the file');
    const base64 = await webkit.readLater(
      'window.handedOver.arrayBuffer().then((buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")))',
    );
    const folder = await unpack(Buffer.from(base64, 'base64'), toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });

  test('an encrypted backup in many parts opens, with its password only', async () => {
    await choose('split/site-jps.jps');
    await expect.poll(state).toBe('needs-password');
    await webkit.type('input[type=password]', `not the password${enter}`);
    await expect.poll(text).toContain('This password does not open the backup.');

    await webkit.type('input[type=password]', `${fixture('split/site-jps.jps').password ?? ''}${enter}`);
    await isOpen();
  });
});
