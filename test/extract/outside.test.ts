// N-01 to N-03: entries whose paths lead out of the folder, delivered below `_outside` where that was chosen, into whatever
// the run goes to; and a run of them that is broken off comes to the same.
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { RunChoices, Target } from '../../src/extract/worker-api.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { toolOrSkip } from '../support/archive-tools.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { unpack } from '../support/unpacked-site.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeZip } from '../support/write-zip.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { fileOf, into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries: readonly JpaEntry[] = [
  { path: '../evil.php', content: 'out' },
  { path: 'a.txt', content: 'in' },
  { path: 'a/../../evil.php', content: 'out and out' },
  { path: '_outside/evil.php', content: 'its own' },
  { path: '../evil/../target/x.php', content: 'out and in again' },
  { path: '../empty/' },
];
const whole = {
  '_outside/evil (2).php': 'out',
  'a.txt': 'in',
  '_outside/a/evil.php': 'out and out',
  '_outside/evil.php': 'its own',
  '_outside/evil/target/x.php': 'out and in again',
};
const keeping: RunChoices = { ...usual, keepsOutside: true };
const renamed = [
  ['../evil.php', '_outside/evil (2).php'],
  ['a/../../evil.php', '_outside/a/evil.php'],
  ['../evil/../target/x.php', '_outside/evil/target/x.php'],
  ['../empty/', '_outside/empty'],
].map(([path, writtenAs]) => ({ kind: 'renamed', path, writtenAs, change: 'leads-out' }));

const locks = new FakeLocks();
beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const newSession = (store = new MemoryStore()): Promise<Session> =>
  opened([jpaFile({ entries })], undefined, new Session(store));

interface Ended {
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

async function run(target: Target, choices: RunChoices, session?: Session): Promise<Ended> {
  const issues: Issue[] = [];
  const onUpdate = ({ newIssues }: RunUpdate): void => void issues.push(...newIssues);
  const outcome = await (session ?? (await newSession())).extract(target, choices, onUpdate);
  return { outcome, issues };
}

function textsOf(folder: FakeFolder): Record<string, string> {
  const paths = [...folder.files().keys()].filter((path) => !isOfMarker(path));
  return Object.fromEntries(paths.map((path) => [path, folder.text(path) ?? '']));
}

test('by default they are left out of a folder, and it is not complete', async () => {
  const folder = new FakeFolder();
  const { outcome, issues } = await run(into(folder), usual);
  expect(textsOf(folder)).toEqual({ 'a.txt': 'in', '_outside/evil.php': 'its own' });
  expect(outcome).toMatchObject({ isComplete: false, filesWritten: 2, filesTotal: 5 });
  expect(issues.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => 'leaves-folder'));
});

test('the page is told what could be had', async () => {
  const session = new Session();
  await session.survey([jpaFile({ entries })]);
  const { content } = await session.open(0, { salvages: false }, quiet);
  expect(content).toMatchObject({ fileCount: 2, size: 9, outside: { count: 4, size: 30 } });
});

describe('where they are to be kept', () => {
  test('a folder has all of them below _outside, each is told, and it is complete', async () => {
    const folder = new FakeFolder();
    const { outcome, issues } = await run(into(folder), keeping);
    expect(textsOf(folder)).toEqual(whole);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 5, filesTotal: 5, bytesWritten: 39 });
    expect(issues).toHaveLength(renamed.length);
    expect(issues).toEqual(expect.arrayContaining(renamed));
  });

  test.each(['zip', 'tar', 'tar.gz'] as const)('one .%s file has them, and nothing in it leads out', async (kind) => {
    const out = new FakeFolder();
    const handle = await out.handle.getFileHandle('out', { create: true });
    const { outcome, issues } = await run({ kind, name: 'out', handle, page: 'p' }, keeping);
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 5 });
    expect(issues).toEqual(expect.arrayContaining(renamed));
    const bsdtar = toolOrSkip('bsdtar', 'libarchive-tools');
    const unpacked = await unpack(out.files().get('out') ?? new Uint8Array(), bsdtar, ['-xpf']);
    const found = (await readdir(unpacked, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
    expect(found).toHaveLength(5);
    for (const [path, text] of Object.entries(whole)) expect(await readFile(`${unpacked}/${path}`, 'utf8')).toBe(text);
  });

  test('N-06: a backslash separates in a ZIP', async () => {
    const folder = new FakeFolder();
    const zip = fileOf('site.zip', writeZip({ entries: [{ path: '..\\..\\evil.php', content: 'out' }] }));
    expect((await run(into(folder), keeping, await opened([zip]))).outcome.isComplete).toBe(true);
    expect(textsOf(folder)).toEqual({ '_outside/evil.php': 'out' });
  });

  test('of some entries, those that are chosen', async () => {
    const folder = new FakeFolder();
    const { outcome } = await run(into(folder), { ...keeping, selection: [[0, 2]] });
    expect(textsOf(folder)).toEqual({ '_outside/evil.php': 'out', 'a.txt': 'in' });
    expect(outcome).toMatchObject({ isComplete: true, isSelection: true, filesChosen: 2 });
  });

  test('one session does as it is told each time', async () => {
    const session = await newSession();
    for (const [choices, count] of [
      [keeping, 5],
      [usual, 2],
      [keeping, 5],
    ] as const)
      // prettier-ignore
      expect((await run(into(new FakeFolder()), choices, session)).outcome.filesWritten).toBe(count);
  });

  test('a name that the folder refuses is told before the run, and goes aside below _outside', async () => {
    const session = await opened([jpaFile({ entries: [{ path: '../php.ini', content: 'out' }] })]);
    const folder = new FakeFolder(onWindows);
    expect((await session.surveyFolder(folder.handle, usual)).refused).toBeNull();
    expect((await session.surveyFolder(folder.handle, keeping)).refused).toMatchObject({ count: 1 });
    const { outcome } = await run(into(folder), keeping, session);
    expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip, count: 1 }] });
    expect(Buffer.from(folder.files().get(sideZip) ?? []).includes('_outside/php.ini')).toBe(true);
  });

  test('links stay left out, and told', async () => {
    const folder = new FakeFolder();
    const link: JpaEntry = { path: '../l', kind: 'link', content: 'a.txt' };
    const session = await opened([jpaFile({ entries: [...entries, link] })]);
    const { outcome, issues } = await run(into(folder), keeping, session);
    expect(textsOf(folder)).toEqual(whole);
    expect(issues).toContainEqual({ kind: 'leaves-folder', path: '../l' });
    expect(outcome.isComplete).toBe(false);
  });

  test('a test of the backup is none of that', async () => {
    const { outcome, issues } = await run({ kind: 'test' }, keeping);
    expect(issues.map(({ kind }) => kind)).toEqual(Array.from({ length: 4 }, () => 'leaves-folder'));
    expect(outcome).toMatchObject({ isComplete: true, filesWritten: 5 });
  });

  test('the restore script speaks of them where they lie', async () => {
    const session = await newSession();
    await run(into(new FakeFolder()), keeping, session);
    const script = await (await session.restoreScript()).text();
    const files = script.split('\n').filter((line) => line.startsWith('file '));
    expect(files.map((line) => line.split(' ').at(-1)).sort()).toEqual([
      '_outside/a/evil.php',
      '_outside/evil.php',
      '_outside/evil/target/x.php',
      String.raw`_outside/evil\0040\00502\0051.php`,
      'a.txt',
    ]);
  });
});

describe('a run that is broken off', () => {
  async function goneOnWith(options: FakeFolderOptions): Promise<'not begun' | (Ended & { folder: FakeFolder })> {
    const store = new MemoryStore();
    const folder = new FakeFolder(options);
    const first = run(into(folder), { ...keeping, pace: { minStepMs: 0, maxStepMs: 0 } }, await newSession(store));
    await Promise.race([first, folder.death]);
    folder.crash({ keepsSwaps: true });
    locks.releaseAll();
    const session = await newSession(store);
    // What is chosen now does not count.
    const { unfinished } = await session.surveyFolder(folder.handle, usual);
    if (unfinished === null) return 'not begun';
    const issues: Issue[] = [];
    const outcome = await session.continueRun(unfinished.id, folder.handle, ({ newIssues }) => {
      issues.push(...newIssues);
    });
    return { outcome, issues, folder };
  }

  test('keeps to what was chosen when it was begun, whenever that was', async () => {
    let continued = 0;
    for (let diesAt = 5; diesAt < 60; diesAt += 3) {
      const end = await goneOnWith({ diesAt });
      if (end === 'not begun') continue;
      continued += 1;
      expect(end.outcome, `died at ${diesAt}`).toMatchObject({ isComplete: true, filesWritten: 5 });
      expect(textsOf(end.folder)).toEqual(whole);
      expect(end.issues).toEqual(expect.arrayContaining(renamed));
    }
    expect(continued).toBeGreaterThan(5);
  });
});
