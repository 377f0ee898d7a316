// A backup of the real product: extracted as a browser would and then restored, it is the site that was packed.
import { describe, expect, test } from 'vitest';
import { toRestorePlan } from '../../src/extract/restore-plan.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import { decode, readIndex } from '../archive/open-any.ts';
import { openFixture, readManifest } from '../support/fixtures.ts';
import { shells, Stage } from './stage.ts';
import type { RestorePlan } from '../../src/restore/restore-script.ts';

/** What the run asks for, of the archive as it says itself. */
async function readPlan(): Promise<RestorePlan> {
  const source = openFixture('site.jpa');
  const plan = makePlan(await readIndex(source));
  const links = plan.links.map(async ({ entry }) => ({
    path: entry.path,
    target: new TextDecoder().decode(await decode(entry, source)),
  }));
  return toRestorePlan(plan, [{ kind: 'links-left-out', links: await Promise.all(links) }]);
}

describe.each(shells)('run by $name, the script', (shell) => {
  test.skipIf(shell.program === undefined)('gives the site its modes, times and links back', async () => {
    const plan = await readPlan();
    const stage = await Stage.of(plan);
    expect(await stage.run(shell, plan)).toMatchObject({ code: 0, complaints: '' });
    const found = await stage.look();
    for (const entry of readManifest()) {
      const line = found[`site/${entry.path.replaceAll('\\', '_')}`];
      if (entry.kind === 'file') expect(line, entry.path).toBe(`${entry.mode} ${entry.mtime}`);
      if (entry.kind === 'symlink') expect(line, entry.path).toBe(`→ ${entry.target}`);
      if (entry.kind === 'directory') expect(line, entry.path).toMatch(/^7/);
    }
    // Nothing but them and the folders they lie in.
    const paths = readManifest().map(({ path }) => path.replaceAll('\\', '_'));
    const strangers = Object.keys(found).filter(
      (path) => !`site/\n${paths.map((one) => `site/${one}/\n`).join('')}`.includes(`${path}/`),
    );
    expect(strangers).toEqual([]);
  });
});
