// A backup tested in Chromium, of each format and a damaged one; the sums that prove a download; what was compared after
// writing. With pictures of every face (show.ts).
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixture, fixturePath, readPart, sha256 } from '../support/fixtures.ts';
import { writeJpa } from '../support/write-jpa.ts';
import type { RunPage } from './run-page.ts';
import { makeShots, show } from './show.ts';
import { useStage } from './stage.ts';

const newRun = useStage();
beforeAll(makeShots);

async function open(run: RunPage, name: string): Promise<void> {
  const { parts, password } = fixture(name);
  await run.chooseFiles(parts.map(fixturePath));
  await run.reaches('ready', 'needs-password');
  if (password === null) return;
  await run.givePassword(password);
  await run.reaches('ready');
}

async function testOf(run: RunPage): Promise<void> {
  await run.button('Test this backup').click();
  await run.reaches('done');
}

/** What the result is called. */
async function result(run: RunPage): Promise<readonly (string | null)[]> {
  const heading = run.page.locator('[data-result]');
  return [await heading.getAttribute('data-result'), await heading.getAttribute('data-labels')];
}

async function saved(run: RunPage, button: string): Promise<{ readonly name: string; readonly text: string }> {
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button(button).click()]);
  return { name: arrived.suggestedFilename(), text: await readFile(await arrived.path(), 'utf8') };
}

describe('a test of', () => {
  test.each([
    ['split/site.jpa', 'Complete', 'tested-jpa'],
    ['split/site-jps.jps', 'Complete', 'tested-jps'],
    ['split/site-zip.zip', 'Complete Checksummed', 'tested-zip'],
  ] as const)('%s writes nothing, and says what the backup is worth', async (name, labels, shot) => {
    const { run, written } = await newRun();
    await open(run, name);
    await testOf(run);
    await run.focusesHeading();
    expect(await result(run)).toEqual(['Complete', labels]);
    await run.says('Nothing was written');
    // The sums of the parts follow by themselves.
    const sums = run.page.locator('[data-sha256]');
    await expect.poll(() => sums.count()).toBe(fixture(name).parts.length);
    expect(await sums.allInnerTexts()).toEqual(fixture(name).parts.map((part) => sha256(readPart(part))));
    await run.says('sha256sum -- ');
    await show(run, shot);
    expect(Object.keys(await written())).toEqual([]);
  });

  test('a damaged one says what is missing, and can be gone on from', async () => {
    const { run } = await newRun();
    const entries = [
      { path: 'index.php', content: '<?php' },
      { path: 'images/logo.png', content: 'too short', fields: { size: 4096 } },
      { path: 'installation/sql/site.sql', content: 'x'.repeat(9000), fields: { data: 'broken' } },
    ];
    await run.chooseFiles([{ name: 'site.jpa', content: writeJpa({ entries }) }]);
    await run.reaches('ready');
    await run.button('Test this backup').click();
    await run.says('Go on without all such');
    // There is nothing that a piece could be kept in.
    expect(await run.text()).not.toContain('Keep');
    await show(run, 'testing-held');
    await run.button('Go on without all such').click();
    await run.reaches('done');
    expect(await result(run)).toEqual(['Not complete', '']);
    await run.says('Only 1 of 3 files could be read.');
    await run.says('Missing or damaged: images/logo.png, installation/sql/site.sql.');
    await show(run, 'tested-not-complete');
    await run.button('Back to the backup').click();
    await run.reaches('ready');
    await run.says('images/logo.png');
  });

  test('is saved as lists', async () => {
    const { run } = await newRun();
    await open(run, 'site.zip');
    await testOf(run);
    const sums = await saved(run, 'Save SHA256SUMS');
    expect(sums.name).toBe('SHA256SUMS');
    expect(sums.text).toMatch(/^\\?[0-9a-f]{64} {2}\S/);
    const table = await saved(run, 'Save list as .csv');
    expect(table.name).toBe('site.zip.csv');
    expect(table.text.split('\r\n')[0]).toBe('\ufeffpath,kind,size,modified,mode,sha256,status');
    const report = await saved(run, 'Save report');
    expect(report.text).toContain('Result:  Complete, Checksummed');
  });
});

test('the sums of the parts are there before a run, on demand', async () => {
  const { run } = await newRun();
  await open(run, 'split/site.jpa');
  await run.page.getByText('Is the download the same as on the server?').click();
  await show(run, 'ready-hashes-asked');
  await run.button('Show SHA-256 of the parts').click();
  await run.says(sha256(readPart('split/site.j01')));
  await run.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await run.button('Copy the command: On Linux').click();
  await run.says('Copied.');
  expect(await run.page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^sha256sum -- site\.j01 .* site\.jpa$/,
  );
  await show(run, 'ready-hashes');
});

describe('what was written is compared', () => {
  async function compare(run: RunPage): Promise<void> {
    await run.page.getByText('Advanced', { exact: true }).click();
    await run.page.getByRole('checkbox', { name: 'Compare after writing' }).check();
  }

  test('in a folder, and the lists are those of the files there', async () => {
    const { run } = await newRun();
    await open(run, 'site.zip');
    await compare(run);
    await show(run, 'ready-comparing');
    await run.extract();
    await run.reaches('done');
    const [title, labels] = await result(run);
    expect([title, labels]).toEqual(['Complete', 'Complete Checksummed Compared']);
    await run.says(/(\d+) of \1 files were read back after writing/);
    await show(run, 'done-compared');
    expect((await saved(run, 'Save SHA256SUMS')).text).toContain('  index.php');
  });

  test('as one file', async () => {
    const { run } = await newRun();
    await run.page.evaluate(() => {
      Reflect.deleteProperty(window, 'showSaveFilePicker');
    });
    await open(run, 'site.jpa');
    await compare(run);
    await run.choose('One .zip file');
    await run.button('Save as .zip').click();
    await run.reaches('done');
    expect(await result(run)).toEqual(['Complete', 'Complete Compared']);
  });

  test('and a file that comes back otherwise is told of, and not kept', async () => {
    const { run, written } = await newRun();
    // A worker whose browser gives one file back otherwise.
    await run.page.route('**/*worker*.js', async (route) => {
      const response = await route.fetch();
      const lie = `const read = FileSystemFileHandle.prototype.getFile; FileSystemFileHandle.prototype.getFile = async function () {
        const file = await read.call(this);
        if (this.name !== 'index.php' || file.size === 0) return file;
        const bytes = new Uint8Array(await file.arrayBuffer());
        bytes[0] ^= 1;
        return new File([bytes], file.name);
      };`;
      await route.fulfill({ response, body: `${lie}${await response.text()}` });
    });
    await run.page.reload();
    await open(run, 'site-v13.jpa');
    await compare(run);
    await run.extract();
    await run.says('what was read is not what was written');
    await expect.poll(() => run.page.locator('[data-held]').getAttribute('data-held')).toBe('read-back-differs');
    await show(run, 'held-differs');
    await run.button('Leave out all such').click();
    await run.reaches('done');
    expect((await result(run))[0]).toBe('Not complete');
    expect(Object.keys(await written()).filter((path) => path.endsWith('index.php'))).toEqual([]);
  });
});
