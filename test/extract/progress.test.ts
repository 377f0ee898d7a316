// What the page sees of a whole run, update by update.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { fixturePassword, openFixture } from '../support/fixtures.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { singlePart } from '../support/parted-source.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeJps } from '../support/write-jps.ts';
import { HookedSink } from './hooked-sink.ts';
import { folderSink, prepare, prepareJpa, runToEnd, type Prepared, type Run } from './run.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const tick = (): void => {
  vi.advanceTimersByTime(200);
};

/** A run in which an update follows everything that happens. */
async function watched(prepared: Prepared, folder: FakeFolder): Promise<Run & { readonly issues: readonly Issue[] }> {
  const hooks = { onStart: tick, onWrite: tick, onFinish: tick, onDirectory: tick };
  return runToEnd(prepared, new HookedSink(folderSink(folder, 'skip'), hooks));
}

const sevens = new Uint8Array(6 * 1024 * 1024).fill(7);
const entries: readonly JpaEntry[] = [
  { path: 'a', content: 'a' },
  { path: 'd/' },
  { path: 'damaged', content: 'abc', store: true, fields: { size: 100 } },
  { path: 'long', content: sevens, store: true },
  { path: 'con', content: 'refused' },
  { path: '../outside', content: 'outside' },
  { path: 'there', content: 'skipped' },
  { path: 'empty', content: '' },
  { path: 'link', kind: 'link', content: 'a' },
  { path: 'a', content: 'again' },
];

function watchedEntries(): Promise<Run & { readonly issues: readonly Issue[] }> {
  const folder = new FakeFolder();
  folder.put('there', 'kept');
  return prepareJpa(entries).then((prepared) => watched(prepared, folder));
}

function fallsOf(updates: readonly RunUpdate[], count: (update: RunUpdate) => number): number {
  return updates.filter((update, at) => count(update) < count(updates[at - 1] ?? update)).length;
}

test('progress never falls, and ends at the totals whatever failed', async () => {
  const { updates } = await watchedEntries();
  expect(updates.length).toBeGreaterThan(8);
  expect(fallsOf(updates, ({ bytesDone }) => bytesDone)).toBe(0);
  expect(fallsOf(updates, ({ filesDone }) => filesDone)).toBe(0);
  expect(updates.at(-1)).toMatchObject({ filesDone: 7, filesTotal: 7 });
  expect(updates.at(-1)?.bytesDone).toBe(updates.at(-1)?.bytesTotal);
  expect(updates.every(({ bytesDone, bytesTotal }) => bytesDone <= bytesTotal)).toBe(true);
});

test('a long file moves the bar while it is written', async () => {
  const { updates } = await watchedEntries();
  expect(new Set(updates.map(({ bytesDone }) => bytesDone)).size).toBeGreaterThan(6);
});

test('issues arrive once and in the order in which they were met', async () => {
  const { updates, issues } = await watchedEntries();
  expect(updates.flatMap(({ newIssues }) => newIssues)).toEqual(issues);
  expect(issues.slice(0, 2).map(({ kind }) => kind)).toEqual(['leaves-folder', 'renamed']);
  expect(issues.map(({ kind }) => kind).sort()).toEqual(
    ['leaves-folder', 'renamed', 'damaged', 'name-refused', 'kept-existing', 'links-left-out'].sort(),
  );
});

test('the steps follow each other', async () => {
  const { updates } = await watchedEntries();
  const steps = updates.map(({ step }) => step).filter((step, at, all) => step !== all[at - 1]);
  expect(steps).toEqual(['files', 'checks']);
  const log = updates.flatMap(({ newLog }) => newLog.filter((line) => line.includes('step: ')));
  expect(log.map((line) => line.replace(/^\S+ /, ''))).toEqual(['step: files', 'step: closing', 'step: checks']);
});

test('with the entry just finished stands the part in which its data begins', async () => {
  const prepared = await prepare(openFixture('split/site.jpa'));
  const parts = new Map<string, string>();
  for (const { path, data } of prepared.index.entries)
    if ('span' in data) parts.set(path, prepared.source.locate(data.span.offset).part);
  const { updates } = await watched(prepared, new FakeFolder());
  const seen = updates.filter(({ path }) => parts.has(path));
  expect(new Set(seen.map(({ part }) => part.name)).size).toBeGreaterThan(2);
  expect(seen.filter(({ path, part }) => part.name !== parts.get(path))).toEqual([]);
});

test('neither password nor content stands in the log or in an update', async () => {
  const secret = 'DB_PASSWORD=hunter2';
  const jps = writeJps({
    password: fixturePassword,
    entries: [
      { path: 'configuration.php', content: secret },
      { path: 'damaged.php', content: secret, store: true, chunks: [{ innerSize: 5, decryptedSize: 5 }] },
      { path: 'link', kind: 'link', content: 'target' },
    ],
  });
  const damaged = await runToEnd(await prepare(singlePart(jps), fixturePassword), new MemorySink());
  expect(damaged.issues.map(({ kind }) => kind)).toContain('damaged');
  const whole = await runToEnd(await prepare(openFixture('site.jps'), fixturePassword), new MemorySink());
  const said = JSON.stringify([damaged.updates, whole.updates]);
  expect(said).toContain('step: checks');
  // The last two stand in files of the fixture.
  for (const word of [secret, 'hunter2', fixturePassword, 'owner only', 'dbprefix']) expect(said).not.toContain(word);
});
