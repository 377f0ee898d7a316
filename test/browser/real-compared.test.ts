// What was written into a real folder is compared, and its list is read by the system's own program.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolOrSkip } from '../support/archive-tools.ts';
import { canHaveDisplay } from '../support/display.ts';
import { fixture, fixturePath } from '../support/fixtures.ts';
import type { RunPage } from './run-page.ts';
import { useRealStage } from './stage.ts';

async function list(run: RunPage): Promise<string> {
  const [arrived] = await Promise.all([run.page.waitForEvent('download'), run.button('Save SHA256SUMS').click()]);
  return arrived.path();
}

describe.skipIf(!canHaveDisplay())('a real folder', () => {
  const newRun = useRealStage();

  test('is compared file by file, and `sha256sum -c` finds every one of them', async () => {
    const sha256sum = toolOrSkip('sha256sum', 'coreutils');
    const { run, target, extract } = await newRun();
    await run.chooseFiles(fixture('site.jpa').parts.map(fixturePath));
    await run.reaches('ready');
    await run.page.getByText('Advanced', { exact: true }).click();
    await run.page.getByRole('checkbox', { name: 'Compare after writing' }).check();
    await extract();
    await run.says('Some names cannot go into');
    await run.button('Extract').last().click();
    await run.reaches('done');
    await run.says(/(\d+) of \1 files were read back after writing/);

    const sums = await list(run);
    const check = (): string => spawnSync(sha256sum, ['--strict', '-c', sums], { cwd: target }).stdout.toString();
    const lines = check().trim().split('\n');
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => !line.endsWith(': OK'))).toEqual([]);

    await writeFile(join(target, 'index.php'), 'another');
    expect(check()).toContain('index.php: FAILED\n');
  });
});
