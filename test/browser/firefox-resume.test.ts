// In Firefox every file is made in the browser's own storage: a tab that is closed in the middle is opened again, and goes on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findFirefox } from '../support/find-firefox.mjs';
import { writeJpa } from '../support/write-jpa.ts';
import type { FirefoxPage } from './firefox-page.ts';
import { useFirefoxStage } from './firefox-stage.ts';
import { stepsOnRecord } from './steps-on-record.ts';

const files = Array.from({ length: 60 }, (_, number) => ({
  path: `media/picture-${number}.webp`,
  content: new Uint8Array(200_000).map((_byte, at) => Math.imul(at + number, 2654435761) >>> 24),
  store: true,
  modified: 1_700_000_000 + number,
}));

let folder = '';
let backup = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unstow-backup-'));
  backup = join(folder, 'site.jpa');
  await writeFile(backup, writeJpa({ entries: files }));
});
afterAll(() => rm(folder, { recursive: true }));

/** Works a tenth of a second in two, so that it can be met under way. */
async function choosePace({ page }: FirefoxPage): Promise<void> {
  await page.locator('::-p-xpath(//summary[.="Advanced"])').click();
  const fields = await page.$$('fieldset input[inputmode=decimal]');
  for (const [place, seconds] of ['2', '0.1'].entries()) await fields[place]?.type(seconds);
}

describe.skipIf(findFirefox() === undefined)('in Firefox', () => {
  const newRun = useFirefoxStage();

  test.each(['zip', 'tar.gz'])(
    'a .%s of a tab that was closed comes to the same as one made in one go',
    async (kind) => {
      const { run, reopen, downloaded } = await newRun();
      await run.chooseFiles([backup]);
      await run.reaches('ready');
      await run.choose(kind);
      await choosePace(run);
      await run.press(`Save as .${kind}`);
      await expect.poll(() => run.page.evaluate(stepsOnRecord), { timeout: 60_000, interval: 50 }).toBeGreaterThan(2);

      const again = await reopen();
      await expect.poll(() => again.text()).toMatch(new RegExp(`Continue saving site\\.${kind} \\(\\d+%\\)`));
      await again.press('Continue');
      await expect.poll(() => again.text()).toContain('Choose the backup again');
      await again.chooseFiles([backup]);
      await again.reaches('done');
      await again.press('Save the file');
      const continued = await readFile(await downloaded(`site.${kind}`));

      await again.press('Open another backup');
      await again.chooseFiles([backup]);
      await again.reaches('ready');
      await again.choose(kind);
      await again.save(`Save as .${kind}`);
      await again.press('Save the file');
      const whole = await readFile(await downloaded(`site(1).${kind}`));
      if (kind === 'zip') expect(continued.equals(whole)).toBe(true);
      else expect(gunzipSync(continued).equals(gunzipSync(whole))).toBe(true);
    },
  );
});
