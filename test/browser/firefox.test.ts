// The page in a real Firefox: every backup opens there, and what this browser cannot do is said.
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { findFirefox } from '../support/find-firefox.mjs';
import { fixture, fixturePassword, fixturePath, fixtures, readManifest, type Fixture } from '../support/fixtures.ts';
import { siteLines, unpack } from '../support/unpacked-site.ts';
import { useFirefoxStage, type FirefoxRun } from './firefox-stage.ts';

const manifest = readManifest();
const files = manifest.filter((entry) => entry.kind === 'file');
const linkCount = manifest.filter((entry) => entry.kind === 'symlink').length;
const size = files.reduce((sum, file) => sum + file.size, 0).toLocaleString('en-US');

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  const newRun = useFirefoxStage();

  /** The page with this backup open: where every test of what comes out of it begins. */
  async function opened(backup: Fixture): Promise<FirefoxRun> {
    const opening = await newRun();
    await opening.run.open(backup);
    return opening;
  }

  test.each(fixtures)('$name opens, and all its files are counted', async (backup) => {
    const { run } = await opened(backup);
    const facts = await run.facts();
    expect(facts['Archive']).toContain(`${backup.format.toUpperCase()} ${backup.version}`.trim());
    expect(facts['Files']).toMatch(new RegExp(`^${files.length} in \\d+ folders$`));
    expect(facts['Free space needed']).toBe(`${size} bytes`);
    expect(facts['Symbolic links']).toBe(String(linkCount));
    expect(await run.partCount()).toBe(backup.parts.length);
  });

  test.each(fixtures)('$name is saved as a .zip that is the whole site', async (backup) => {
    const { run, downloaded } = await opened(backup);
    await run.save('Save as .zip');
    await run.press('Save the file');
    const stem = backup.name.slice(backup.name.lastIndexOf('/') + 1, backup.name.lastIndexOf('.'));
    const zip = await downloaded(backup.format === 'zip' ? `${stem}-unstowed.zip` : `${stem}.zip`);
    const folder = await unpack(new Uint8Array(await readFile(zip)), toolOrSkip('bsdtar', 'libarchive-tools'), [
      '-xpf',
    ]);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });

  test.each(['tar', 'tar.gz'])('a .%s is the whole site too', async (kind) => {
    const backup = fixture('site.jpa');
    const { run, downloaded } = await opened(backup);
    await run.choose(kind);
    await run.save(`Save as .${kind}`);
    await run.press('Save the file');
    const bytes = new Uint8Array(await readFile(await downloaded(`site.${kind}`)));
    const folder = await unpack(bytes, toolOrSkip('bsdtar', 'libarchive-tools'), ['-xpf']);
    const { found, promised } = await siteLines(folder, backup);
    expect(found).toEqual(promised);
  });

  test('F-40: an open backup comes with the word that this browser cannot write into folders', async () => {
    const { run } = await opened(fixture('site.jpa'));
    expect(await run.text()).toContain('This browser cannot write into folders');
    expect(await run.has('Extract to folder')).toBe(false);
    expect(await run.has('Open another backup')).toBe(true);
  });

  test('a wrong password is told, and the right one opens the backup', async () => {
    const { run } = await newRun();
    await run.chooseFiles([fixturePath('site.jps')]);
    await run.reaches('needs-password');
    await run.givePassword('not the password');
    await expect.poll(() => run.alert()).toContain('This password does not open the backup.');
    expect(await run.state()).toBe('needs-password');

    await run.givePassword(fixturePassword);
    await run.reaches('ready');
  });

  test('parts that are missing are named, and adding them opens the backup', async () => {
    const paths = fixture('split/site.jpa').parts.map(fixturePath);
    const { run } = await newRun();
    await run.chooseFiles(paths.filter((path) => !path.endsWith('.j03')));
    await expect.poll(() => run.text()).toContain('site.j03');
    expect(await run.state()).toBe('idle');

    await run.chooseFiles(paths.filter((path) => path.endsWith('.j03')));
    await run.reaches('ready');
  });

  test('what the page saves arrives as a whole file, without a question', async () => {
    const { run, downloaded } = await opened(fixture('site.zip'));
    await run.press('Save the warnings');
    expect(await readFile(await downloaded('unstow-warnings.txt'), 'utf8')).toContain('uploads/back\\slash.txt');
  });

  test("an error nobody catches is heard, and so is a breach of the page's policy", async () => {
    const { run, takeComplaints } = await newRun();
    const heard: string[] = [];
    await run.page.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown on purpose');
      });
      new Image().src = 'http://127.0.0.1:9/nothing.png';
    });
    const listen = (): string => {
      heard.push(...takeComplaints());
      return heard.join('\n');
    };
    await expect.poll(listen).toMatch(/thrown on purpose/);
    await expect.poll(listen).toMatch(/Content-Security-Policy.*img-src/s);
  });
});
