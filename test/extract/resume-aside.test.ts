// F-25: a run that is killed about the time when the ZIP of refused names is whole, and gone on with: there is one ZIP.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import { parseRun } from '../../src/journal/parse-run.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { RunProgress } from '../../src/journal/saved-run.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries = ['a.php', 'php.ini', 'x.ini'].map((path) => ({ path, content: `content of ${path}` }));
const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** A store that the tab dies in. */
class DyingStore extends MemoryStore {
  readonly #diesBefore: (progress: RunProgress | null) => boolean;
  #die: () => void = quiet;
  readonly death = new Promise<void>((resolve) => {
    this.#die = resolve;
  });

  /** @param diesBefore a save of this progress; null: before the run is forgotten */
  constructor(diesBefore: (progress: RunProgress | null) => boolean) {
    super();
    this.#diesBefore = diesBefore;
  }

  override async save(id: string, progress: RunProgress): Promise<void> {
    await this.#live(progress);
    await super.save(id, progress);
  }

  override async forget(id: string): Promise<void> {
    await this.#live(null);
    await super.forget(id);
  }

  async #live(progress: RunProgress | null): Promise<void> {
    if (!this.#diesBefore(progress)) return;
    this.#die();
    await new Promise(quiet);
  }
}

const isNoteOfZip = (progress: RunProgress | null): boolean =>
  progress?.issues.some(({ kind }) => kind === 'put-aside') ?? false;

/** @returns the folder and the run as the next visit finds them */
async function killed(
  store: DyingStore,
  archive = entries,
  before: Readonly<Record<string, string>> = {},
  existing: ExistingPolicy = 'overwrite',
) {
  const folder = new FakeFolder(onWindows);
  for (const [path, content] of Object.entries(before)) folder.put(path, content);
  const session = await opened([jpaFile({ entries: archive })], undefined, new Session(store));
  await Promise.race([session.extract(into(folder, existing), usual, quiet), store.death]);

  folder.crash({ keepsSwaps: true, options: onWindows });
  locks.releaseAll();
  const kept = new MemoryStore();
  for (const [id, run] of store.runs) kept.runs.set(id, run);
  return { folder, kept };
}

async function goneOnWith(
  folder: FakeFolder,
  kept: MemoryStore,
  archive = entries,
  onUpdate: (update: RunUpdate) => void = quiet,
): Promise<Outcome> {
  const session = await opened([jpaFile({ entries: archive })], undefined, new Session(kept));
  const { unfinished } = await session.surveyFolder(folder.handle, usual);
  if (unfinished === null) throw new Error('there is nothing to go on with');
  return session.continueRun(unfinished.id, folder.handle, onUpdate);
}

const said = (issues: readonly Issue[]): string[] => issues.map((issue) => JSON.stringify(issue)).sort();

/** What a run comes to that nobody kills. */
async function leftAlone(archive: typeof entries, before: Readonly<Record<string, string>>, existing: ExistingPolicy) {
  locks.releaseAll();
  const folder = new FakeFolder(onWindows);
  for (const [path, content] of Object.entries(before)) folder.put(path, content);
  const issues: Issue[] = [];
  const session = await opened([jpaFile({ entries: archive })], undefined, new Session(new MemoryStore()));
  await session.extract(into(folder, existing), usual, ({ newIssues }) => void issues.push(...newIssues));
  return { tree: treeOf(folder), said: said(issues) };
}

/** Of the ZIP, its times are in it: its length must do. */
function treeOf(folder: FakeFolder): Record<string, string | number> {
  const files = [...folder.files()].filter(([path]) => !isOfMarker(path));
  return Object.fromEntries(
    files.map(([path, bytes]) => [path, path === sideZip ? bytes.length : (folder.text(path) ?? '')]),
  );
}

const filesOf = (folder: FakeFolder): string[] => [...folder.files().keys()].filter((path) => !isOfMarker(path)).sort();

test('between its end and the note of it: it is made again, under its name', async () => {
  const { folder, kept } = await killed(new DyingStore(isNoteOfZip));
  expect(folder.files().get(sideZip)?.length).toBeGreaterThan(0);
  const outcome = await goneOnWith(folder, kept);
  expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip, count: 2 }] });
  expect(filesOf(folder)).toEqual(['a.php', sideZip]);
});

test('and one that the user had there before is still the same', async () => {
  const { folder, kept } = await killed(new DyingStore(isNoteOfZip), entries, { [sideZip]: 'of an earlier backup' });
  const outcome = await goneOnWith(folder, kept);
  const second = 'unstow-refused-names (2).zip';
  expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: second }] });
  expect(filesOf(folder)).toEqual(['a.php', second, sideZip]);
  expect(folder.text(sideZip)).toBe('of an earlier backup');
});

test('and the run is begun anew instead: there is one ZIP too', async () => {
  const { folder, kept } = await killed(new DyingStore(isNoteOfZip));
  const session = await opened([jpaFile({ entries })], undefined, new Session(kept));
  const outcome = await session.extract(into(folder), usual, quiet);
  expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
  expect(filesOf(folder)).toEqual(['a.php', sideZip]);
});

test('after the note of it: it stays as it is', async () => {
  const { folder, kept } = await killed(new DyingStore((progress) => progress === null));
  const zip = folder.files().get(sideZip);
  const outcome = await goneOnWith(folder, kept);
  expect(outcome).toMatchObject({ isComplete: true, aside: [{ name: sideZip, count: 2 }] });
  expect(folder.files().get(sideZip)).toEqual(zip);
});

test.each([
  ['is deleted', null],
  ['is left empty by a power cut', ''],
])('after the note of it, and it %s: it is made again, with all that was in it', async (_, content) => {
  // The last one goes aside in the run, as something stands in its way.
  const archive = [...entries, { path: 'd/b.php', content: 'content of b' }];
  const { folder, kept } = await killed(new DyingStore((progress) => progress === null), archive, { d: 'in the way' });
  const before = folder.files().get(sideZip);
  if (content === null) await folder.handle.removeEntry(sideZip);
  else folder.put(sideZip, content);
  const outcome = await goneOnWith(folder, kept, archive);
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: 4, aside: [{ name: sideZip, count: 3 }] });
  expect(folder.files().get(sideZip)).toHaveLength(before?.length ?? 0);
  expect(filesOf(folder)).toEqual(['a.php', 'd', sideZip]);
});

test('after the note of it, and a file that is gone since goes aside too: both ZIPs are told', async () => {
  const { folder, kept } = await killed(new DyingStore((progress) => progress === null));
  const zip = folder.files().get(sideZip);
  await folder.handle.removeEntry('a.php');
  folder.put('a.php/inside', 'in the way');
  const outcome = await goneOnWith(folder, kept);
  const second = 'unstow-refused-names (2).zip';
  expect(outcome).toMatchObject({
    isComplete: true,
    filesWritten: 3,
    aside: [
      { name: sideZip, count: 2 },
      { name: second, count: 1 },
    ],
  });
  expect(folder.files().get(sideZip)).toEqual(zip);
  expect(filesOf(folder)).toEqual(['a.php/inside', second, sideZip]);
});

describe.each(['skip', 'keep-both', 'overwrite'] as const)(
  'after the note of it, and it is deleted: %s',
  (existing) => {
    const twice = [
      { path: 'a.php', content: 'a' },
      { path: 'd.php', content: 'the first' },
      { path: 'd.php', content: 'the second' },
      { path: 'php.ini', content: 'of the user' },
    ];

    test.each([
      ['a folder in the way of one of two entries of a path', { 'd.php/mine': 'mine' }],
      ['a folder in the way, and a file of the name of the other', { 'd.php/mine': 'mine', 'd (2).php': 'theirs' }],
    ])("%s: what is in the folder is neither made twice nor said to be the user's", async (_, before) => {
      const left = await leftAlone(twice, before, existing);
      const { folder, kept } = await killed(new DyingStore((progress) => progress === null), twice, before, existing);
      await folder.handle.removeEntry(sideZip);
      const again: Issue[] = [];
      await goneOnWith(folder, kept, twice, ({ newIssues }) => void again.push(...newIssues));
      expect(treeOf(folder)).toEqual(left.tree);
      expect(said(again)).toEqual(left.said);
    });
  },
);

test('what is kept of it can be read again, be there more in the ZIP than is put on record at once', async () => {
  const many = Array.from({ length: 1500 }, (_, number) => ({ path: `${number}.ini`, content: '' }));
  const { kept } = await killed(new DyingStore((progress) => progress === null), many);
  const runs = [...kept.runs.values()];
  expect(runs).toHaveLength(1);
  expect(runs.map(parseRun)).toEqual(runs);
});
