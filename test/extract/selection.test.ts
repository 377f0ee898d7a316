// A run of some entries: what is written, counted, asked of the folder, kept for later and told afterwards is of those alone.
import { describe, expect, test } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { RunChoices } from '../../src/extract/worker-api.ts';
import type { Selection } from '../../src/plan/selection.ts';
import { isFileRun } from '../../src/journal/saved-run.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { fixtureFiles, into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries: readonly JpaEntry[] = [
  { path: 'installation/', mode: 0o040700 },
  { path: 'installation/index.php', content: 'installer' },
  { path: 'a.txt', content: 'first', mode: 0o100600 },
  { path: 'A.txt', content: 'second' },
  { path: 'what?.ini', content: 'refused' },
  { path: 'b/c.txt', content: 'third', mode: 0o100640 },
  { path: 'link', kind: 'link', content: 'a.txt' },
];
const at = Object.fromEntries(entries.map(({ path }, ordinal) => [String(path), ordinal]));

function only(...paths: readonly string[]): RunChoices {
  const ordinals = paths.map((path) => at[path] ?? -1).sort((a, b) => a - b);
  return { ...usual, selection: ordinals.map((ordinal) => [ordinal, ordinal + 1] as const) };
}

const newSession = (store = new MemoryStore()): Promise<Session> =>
  opened([jpaFile({ entries })], undefined, new Session(store));

async function run(choices: RunChoices, folder: FakeFolder): Promise<{ outcome: Outcome; updates: RunUpdate[] }> {
  const updates: RunUpdate[] = [];
  const session = await newSession();
  const outcome = await session.extract(into(folder), choices, (update) => void updates.push(update));
  return { outcome, updates };
}

test('only what is chosen is written, and the totals are its own', async () => {
  const folder = new FakeFolder();
  const { outcome, updates } = await run(only('a.txt', 'b/c.txt'), folder);
  expect([...folder.files().keys()].sort()).toEqual(['a.txt', 'b/c.txt']);
  expect(outcome).toMatchObject({
    isSelection: true,
    isComplete: true,
    filesWritten: 2,
    filesChosen: 2,
    filesTotal: 5,
    bytesWritten: 10,
    hasInstaller: false,
  });
  expect(outcome.checks).toContain('entry-count');
  expect(updates.at(-1)).toMatchObject({ filesDone: 2, filesTotal: 2, bytesDone: 10, bytesTotal: 10 });
  expect(updates.flatMap(({ newIssues }) => newIssues)).toEqual([]);
});

test('names that stand in nobody’s way any more are kept, and the folder is asked about the chosen alone', async () => {
  const folder = new FakeFolder({ ignoreCase: true });
  const { outcome } = await run(only('A.txt'), folder);
  expect([...folder.files().keys()]).toEqual(['A.txt']);
  expect(outcome.isComplete).toBe(true);
  const session = await newSession();
  const windows = new FakeFolder();
  const refused = async (selection: Selection): Promise<number> =>
    (await session.surveyFolder(windows.handle, { ...usual, selection })).refused?.count ?? 0;
  expect(await refused(null)).toBe(1);
  expect(await refused(only('a.txt').selection)).toBe(0);
  expect(await refused(only('what?.ini').selection)).toBe(1);
});

test('everything, spelled out, is everything', async () => {
  const { outcome } = await run({ ...usual, selection: [[0, entries.length]] }, new FakeFolder());
  expect(outcome).toMatchObject({ isSelection: false, filesChosen: 5, filesTotal: 5, hasInstaller: true });
});

test('a test is of everything, whatever is chosen', async () => {
  const session = await newSession();
  for (const selection of [only('a.txt').selection, []]) {
    const outcome = await session.extract({ kind: 'test' }, { ...usual, selection }, quiet);
    expect(outcome).toMatchObject({ isSelection: false, isComplete: true, filesWritten: 5, filesChosen: 5 });
  }
});

test('the list of a compared run tells what was not chosen as not read', async () => {
  const session = await newSession();
  const outcome = await session.extract(
    into(new FakeFolder()),
    { ...only('b/c.txt'), comparesAfterWriting: true },
    quiet,
  );
  expect(outcome).toMatchObject({ filesCompared: 1, filesChosen: 1 });
  const sums = await (await session.list('sha256sums')).text();
  expect(sums.split('\n').filter((line) => /^[0-9a-f]{64} /.test(line))).toHaveLength(1);
  expect(await (await session.list('csv')).text()).toMatch(/a\.txt.*not read/);
});

test('of nothing there is no run', async () => {
  const session = await newSession();
  const folder = new FakeFolder();
  const nothing = { ...usual, selection: [] };
  await expect(session.extract(into(folder), nothing, quiet)).rejects.toThrow('nothing is chosen');
  await expect(session.surveyFolder(folder.handle, nothing)).rejects.toThrow('nothing is chosen');
  expect(folder.files().size).toBe(0);
});

test('one output file holds what is chosen, the links too', async () => {
  const session = await newSession();
  const out = new FakeFolder();
  const handle = await out.handle.getFileHandle('out.tar', { create: true });
  const target = { kind: 'tar', name: 'out.tar', handle, page: 'p' } as const;
  const outcome = await session.extract(target, only('a.txt', 'link'), quiet);
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: 1, filesChosen: 1 });
  const text = out.text('out.tar') ?? '';
  expect(text).toContain('link');
  expect(text).not.toContain('c.txt');
});

test('the restore script is about what is chosen', async () => {
  const session = await newSession();
  await session.extract(into(new FakeFolder()), only('b/c.txt'), quiet);
  const facts = (await (await session.restoreScript()).text()).split('\n').filter((line) => line.endsWith('.txt'));
  expect(facts).toEqual(['first - - b/c.txt', 'file 640 - b/c.txt']);
});

test('a folder that is chosen comes with its own mode', async () => {
  const session = await newSession();
  await session.extract(into(new FakeFolder()), only('installation/', 'installation/index.php'), quiet);
  expect(await (await session.restoreScript()).text()).toContain('\nfolder 700 - installation\n');
});

describe('a run that was broken off', () => {
  async function brokenOff(choices: RunChoices, diesAt = 14): Promise<{ folder: FakeFolder; store: MemoryStore }> {
    const store = new MemoryStore();
    const folder = new FakeFolder({ diesAt });
    const session = await newSession(store);
    await Promise.race([session.extract(into(folder), choices, quiet), folder.death]);
    folder.crash({ keepsSwaps: false });
    return { folder, store };
  }

  test('goes on with what it was begun with, whatever is chosen now', async () => {
    const { folder, store } = await brokenOff(only('a.txt', 'b/c.txt'));
    const session = await newSession(store);
    const { unfinished } = await session.surveyFolder(folder.handle, only('installation/index.php'));
    expect(unfinished).toMatchObject({ isSelection: true });
    const outcome = await session.continueRun(unfinished?.id ?? '', folder.handle, quiet);
    expect(outcome).toMatchObject({ isSelection: true, isComplete: true, filesChosen: 2 });
    expect([...folder.files().keys()].sort()).toEqual(['a.txt', 'b/c.txt']);
  });

  test('and was of everything, says so', async () => {
    const { folder, store } = await brokenOff(usual, 40);
    const session = await newSession(store);
    const { unfinished } = await session.surveyFolder(folder.handle, only('a.txt'));
    expect(unfinished).toMatchObject({ isSelection: false });
  });

  test('and whose saved selection is another by now, is not gone on with', async () => {
    const { folder, store } = await brokenOff(only('a.txt', 'b/c.txt'));
    for (const [id, saved] of store.runs)
      if (!isFileRun(saved))
        store.runs.set(id, {
          ...saved,
          start: { ...saved.start, choices: { ...saved.start.choices, selection: [[1, 2]] } },
        });
    const session = await newSession(store);
    const id = [...store.runs.keys()].join('');
    await expect(session.continueRun(id, folder.handle, quiet)).rejects.toMatchObject({ code: 'plan-differs' });
  });
});

test.each(['site.jpa', 'site.zip'])('the database alone comes out of %s', async (name) => {
  const session = await opened(fixtureFiles(name));
  const selection = await session.choose({ kind: 'database' });
  const folder = new FakeFolder();
  const outcome = await session.extract(into(folder), { ...usual, selection }, quiet);
  expect(outcome).toMatchObject({ isSelection: true, isComplete: true, hasInstaller: false });
  expect(folder.files().size).toBe(outcome.filesChosen);
  expect([...folder.files().keys()].every((path) => path.startsWith('installation/sql/'))).toBe(true);
});
