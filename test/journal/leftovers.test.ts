import { describe, expect, test } from 'vitest';
import { namesGiven, removeEmpties, removeLeftovers } from '../../src/journal/leftovers.ts';
import { namesBefore, plannedFolders } from '../../src/journal/planned-names.ts';
import type { SavedFolderRun } from '../../src/journal/saved-run.ts';
import type { StepRange } from '../../src/journal/step-ranges.ts';
import { damagedName } from '../../src/plan/damaged-name.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { numberedName } from '../../src/plan/numbered-name.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { fileEntry, safe, texts } from '../sink/stage.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { savedRun } from './runs.ts';

const quiet = (): void => undefined;

/** A file of four bytes at each path. */
function stepsOf(...paths: readonly string[]): Step[] {
  return paths.map((path) => ({ kind: 'file', entry: fileEntry(path, 4), path: safe(path), hasTwin: false }));
}

interface Visit {
  readonly steps: readonly Step[];
  readonly begunUntil: number;
  readonly done?: readonly StepRange[];
  readonly issues?: readonly Issue[];
  readonly archive?: string;
}

/** When the run was on. */
const onMs = Date.now();

/** A folder as it was before the run, and what became of it until the run was broken off. */
class BrokenOff {
  readonly folder: FakeFolder;
  #run: SavedFolderRun | null = null;
  readonly #visit: Visit;

  private constructor(visit: Visit, options: FakeFolderOptions) {
    this.#visit = visit;
    this.folder = new FakeFolder(options);
  }

  static async in(
    before: Readonly<Record<string, string>>,
    visit: Visit,
    options: FakeFolderOptions = {},
  ): Promise<BrokenOff> {
    const broken = new BrokenOff(visit, options);
    for (const [path, content] of Object.entries(before)) broken.folder.put(path, content);
    const { steps, begunUntil, done = [], issues = [], archive = null } = visit;
    const names = await namesBefore(broken.folder.handle, plannedFolders(steps), quiet);
    broken.#run = savedRun({
      start: { namesBefore: names, startedMs: onMs },
      progress: { begunUntil, done, issues, archive, savedMs: onMs },
    });
    return broken;
  }

  /** @returns what is left after tidying up */
  async left(since: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    for (const [path, content] of Object.entries(since)) this.folder.put(path, content);
    if (this.#run !== null)
      await removeLeftovers(this.folder.handle, { steps: this.#visit.steps, run: this.#run, heard: quiet });
    return texts(this.folder);
  }
}

const steps = stepsOf('a.txt', 'd/b.txt', 'd/c.txt', 'd/e/f.txt');

test('F-25: an archive that was being made goes, whole or not, and one that is of no such run stays', async () => {
  const broken = await BrokenOff.in(
    { 'unstow-refused-names.zip': 'of an earlier run' },
    { steps, begunUntil: 4, archive: 'unstow-refused-names (2).zip' },
  );
  expect(await broken.left({ 'unstow-refused-names (2).zip': 'whole', 'a.txt': 'own!' })).toEqual({
    'unstow-refused-names.zip': 'of an earlier run',
  });
  expect(await broken.left({})).toEqual({ 'unstow-refused-names.zip': 'of an earlier run' });
});

test('F-25: empty, swap and whole files of steps that are not done go; all else stays', async () => {
  const broken = await BrokenOff.in({}, { steps, begunUntil: 3, done: [[0, 1]] });
  const left = await broken.left({
    'a.txt': 'done',
    'd/b.txt': '',
    'd/b.txt.crswap': 'ha',
    'd/b.txt.1.crswap': 'ha',
    'd/c.txt': 'full',
    'd/other.txt': '',
    'd/other.txt.crswap': '',
    'd/e/f.txt': '',
  });
  // The last step was not begun: what is there is not the run's.
  expect(left).toEqual({ 'a.txt': 'done', 'd/other.txt': '', 'd/other.txt.crswap': '', 'd/e/f.txt': '' });
});

test('F-25: what was begun to be kept of a damaged file goes, whole or not; that of one that is done stays', async () => {
  const name = 'n'.repeat(245);
  const kept = { kind: 'kept-damaged', path: 'a.txt', writtenAs: 'a.txt.damaged', size: 2, of: 4 } as const;
  const broken = await BrokenOff.in(
    { 'd/c.txt.damaged': '', 'd/b.txt (2).damaged': 'mi' },
    { steps: [...steps, ...stepsOf(name)], begunUntil: 5, done: [[0, 1]], issues: [kept] },
  );
  const left = await broken.left({
    'a.txt.damaged': 'ha',
    'd/b.txt.damaged': '',
    'd/b.txt.damaged.crswap': 'h',
    'd/b.txt (3).damaged': 'hal',
    'd/e/f.txt.damaged': 'more than the whole',
    'd/other.damaged': '',
    [`${name.slice(0, 231)}~4e1a9d27.damaged`]: 'of another name',
    [damagedName(name)]: 'half',
  });
  expect(left).toEqual({
    'a.txt.damaged': 'ha',
    'd/c.txt.damaged': '',
    'd/b.txt (2).damaged': 'mi',
    'd/e/f.txt.damaged': 'more than the whole',
    'd/other.damaged': '',
    [`${name.slice(0, 231)}~4e1a9d27.damaged`]: 'of another name',
  });
});

test('F-25: what stood there before the run stays, whatever its size', async () => {
  const before = { 'a.txt': '', 'd/b.txt': 'mine', 'd/b (2).txt': '' };
  const broken = await BrokenOff.in(before, { steps, begunUntil: 4 });
  expect(await broken.left({ 'd/b (3).txt': 'new!', 'd/b.txt.crswap': 'ne' })).toEqual(before);
});

test('F-25: so is one, and what is kept of one, whose name was cut for the number', async () => {
  const name = `${'n'.repeat(244)}.php`;
  const before = { [name]: 'mine' };
  const broken = await BrokenOff.in(before, { steps: stepsOf(name), begunUntil: 1 });
  const second = numberedName(name, 2);
  const piece = numberedName(damagedName(name), 3);
  const since = { [second]: 'new!', [`${second}.crswap`]: 'ne', [piece]: 'ne', [`${'o'.repeat(240)} (2).php`]: 'mine' };
  expect(await broken.left(since)).toEqual({ ...before, [`${'o'.repeat(240)} (2).php`]: 'mine' });
});

test('F-25: a file under a number that another entry has for its own name is known by its size', async () => {
  const numbered: Step = { kind: 'file', entry: fileEntry('a.txt', 9), path: safe('a (2).txt'), hasTwin: false };
  const broken = await BrokenOff.in({ 'a.txt': 'mine' }, { steps: [...steps, numbered], begunUntil: 5 });
  expect(await broken.left({ 'a (2).txt': 'full', 'a (2) (2).txt': '9 letters' })).toEqual({ 'a.txt': 'mine' });
});

test('F-25: what somebody has put there since stays', async () => {
  const broken = await BrokenOff.in({}, { steps, begunUntil: 4 });
  expect(await broken.left({ 'a.txt': 'of another size' })).toEqual({ 'a.txt': 'of another size' });
});

test('F-25: a file that a power cut has left shorter than its entry goes, if it was written while the run was on', async () => {
  const hour = 3_600_000;
  const broken = await BrokenOff.in({ 'd/c.txt': 'c' }, { steps, begunUntil: 4, done: [[3, 4]] });
  broken.folder.put('a.txt', 'ful', onMs - hour);
  expect(await broken.left({ 'd/b.txt': 'ful', 'd/b (2).txt': 'f', 'd/e/f.txt': 'ful' })).toEqual({
    'a.txt': 'ful',
    'd/c.txt': 'c',
    'd/e/f.txt': 'ful',
  });
});

/** A folder in which something holds this file, so that it is not removed the first times. */
function holding(held: string, times = Infinity): FakeFolderOptions {
  let left = times;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (operation !== 'removeEntry' || path !== held || left === 0) return undefined;
    left -= 1;
    return new DOMException('held', 'NoModificationAllowedError');
  };
  return { fault };
}

test('F-25: an empty file that is held for a moment goes all the same', async () => {
  const broken = await BrokenOff.in({}, { steps, begunUntil: 4 }, holding('d/b.txt', 1));
  expect(await broken.left({ 'd/b.txt': '' })).toEqual({});
});

test('F-25: an empty file that stays is told of, and the run is not gone on with', async () => {
  const broken = await BrokenOff.in({}, { steps, begunUntil: 4 }, holding('d/b.txt'));
  await expect(broken.left({ 'a.txt': '', 'd/b.txt': '' })).rejects.toMatchObject({
    code: 'leftover-stays',
    where: { entry: 'd/b.txt', text: 'NoModificationAllowedError' },
  });
});

test('F-25: a swap file or a whole file that stays is no reason to stop', async () => {
  for (const [path, content] of [
    ['a.txt.crswap', ''],
    ['a.txt', 'full'],
  ] as const) {
    const broken = await BrokenOff.in({}, { steps, begunUntil: 4 }, holding(path));
    expect(await broken.left({ [path]: content })).toEqual({ [path]: content });
  }
});

test("F-25: a whole file that was written when the run was not on is somebody else's", async () => {
  const minute = 60_000;
  for (const [modifiedMs, isLeft] of [
    [onMs - minute, true],
    [onMs, false],
    [onMs + 5_000, false],
    [onMs + minute, true],
  ] as const) {
    const broken = await BrokenOff.in({}, { steps, begunUntil: 4 });
    broken.folder.put('a.txt', 'full', modifiedMs);
    broken.folder.put('d/b.txt', '', modifiedMs);
    expect(await broken.left({}), `${modifiedMs - onMs} ms`).toEqual(isLeft ? { 'a.txt': 'full' } : {});
  }
});

test('F-25: without its plan, the empty files and swap files of a run are known by their paths', async () => {
  const folder = new FakeFolder();
  const left = {
    'a.txt': '',
    'aside.zip': '',
    'aside.zip.crswap': 'PK',
    'd/b (2).txt': '',
    'd/b.txt.crswap': 'ha',
    'd/c.txt': 'full',
    'd/e/f.txt': '',
    'x.txt': '',
  };
  for (const [path, content] of Object.entries(left)) folder.put(path, content);
  const run = savedRun({
    start: { namesBefore: [['', ['a.txt']]] },
    progress: { begunUntil: 4, undone: ['a.txt', 'd/b.txt', 'd/c.txt'], archive: 'aside.zip' },
  });
  await removeEmpties(folder.handle, { run, heard: quiet });
  expect(texts(folder)).toEqual({ 'a.txt': '', 'd/c.txt': 'full', 'd/e/f.txt': '', 'x.txt': '' });
});

test('F-25: a file that is done keeps the name that it was given', async () => {
  const twins = stepsOf('a.txt', 'a.txt.crswap', 'b.txt');
  const broken = await BrokenOff.in(
    { 'a.txt': 'mine' },
    {
      steps: [...twins, ...stepsOf('b (2).txt')],
      begunUntil: 4,
      done: [[0, 2], [3, 4]], // prettier-ignore
      issues: [{ kind: 'renamed', path: 'a.txt', writtenAs: 'a (2).txt', change: 'same-name-here' }],
    },
  );
  const done = { 'a (2).txt': 'done', 'a.txt.crswap': 'done', 'b (2).txt': 'done' };
  expect(await broken.left({ ...done, 'b.txt': '' })).toEqual({ 'a.txt': 'mine', ...done });
});

test('F-25: what is kept of a damaged file keeps its name, whichever entry has that for its own', async () => {
  const kept = { kind: 'kept-damaged', path: 'bad', writtenAs: 'd/bad.damaged', size: 4, of: 9 } as const;
  const both = stepsOf('d/bad', 'd/bad.damaged');
  const broken = await BrokenOff.in({}, { steps: both, begunUntil: 2, done: [[0, 1]], issues: [kept] });
  expect(await broken.left({ 'd/bad.damaged': 'half' })).toEqual({ 'd/bad.damaged': 'half' });
});

test('of a damaged file, the name of what is kept is given in the folder, and not for what is in an archive', () => {
  const inFolder = { kind: 'kept-damaged', path: 'bad', writtenAs: 'd/bad.damaged', size: 3, of: 4 } as const;
  const inArchive = { ...inFolder, writtenAs: 'd/worse.damaged', archive: 'aside.zip' };
  const run = savedRun({ progress: { issues: [inFolder, inArchive] } });
  expect([...namesGiven([], run)]).toEqual([['d', ['bad.damaged']]]);
});

describe.each([false, true])('where case is ignored: %s', (ignoreCase) => {
  test('F-25: the file of a twin that is done stays', async () => {
    const twins = stepsOf('Readme.md', 'readme.md');
    const broken = await BrokenOff.in({}, { steps: twins, begunUntil: 2, done: [[0, 1]] }, { ignoreCase });
    expect(await broken.left({ 'Readme.md': 'done', 'readme (2).md': '' })).toEqual({ 'Readme.md': 'done' });
  });
});

test('F-25: folders that are not there, and files in their place, are passed over', async () => {
  const broken = await BrokenOff.in({ d: 'a file' }, { steps, begunUntil: 4 });
  expect(await broken.left({})).toEqual({ d: 'a file' });
});

test('what stood in the folder is noted only where the plan leads', async () => {
  const folder = new FakeFolder();
  for (const path of ['mine.txt', 'a.txt', 'a (7).txt', 'a (x).txt', 'd/c.txt', 'other/a.txt', 'd/e/x'])
    folder.put(path, 'x');
  expect(await namesBefore(folder.handle, plannedFolders(steps), quiet)).toEqual([
    ['', ['a.txt', 'a (7).txt']],
    ['d', ['c.txt']],
  ]);
});
