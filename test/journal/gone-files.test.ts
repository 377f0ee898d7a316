// F-25: which files on record as done are there, and which are to be done again.
import { expect, test } from 'vitest';
import { withoutGone } from '../../src/journal/gone-files.ts';
import type { FolderProgress, SavedFolderRun } from '../../src/journal/saved-run.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { fileEntry, safe, texts } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { savedRun } from './runs.ts';

const quiet = (): void => undefined;

/** A file of four bytes at each path. */
function stepsOf(...paths: readonly string[]): Step[] {
  return paths.map((path) => ({ kind: 'file', entry: fileEntry(path, 4), path: safe(path), hasTwin: false }));
}

/** A run in which all steps are done, of which all but those that are told of were written. */
function doneRun(steps: readonly Step[], progress: Partial<FolderProgress> = {}): SavedFolderRun {
  const { length } = steps;
  const size = 4 * length;
  return savedRun({
    start: { startedMs: Date.now() },
    progress: {
      begunUntil: length,
      done: [[0, length]],
      filesDone: length,
      bytesDone: size,
      filesWritten: length,
      bytesWritten: size,
      savedMs: Date.now(),
      ...progress,
    },
  });
}

test('of all that a minute of writing comes to, the size is asked for, and what was emptied is done again', async () => {
  const folder = new FakeFolder();
  const steps = stepsOf(...Array.from({ length: 12_000 }, (_, number) => `d${number % 3}/f${number}`));
  for (const [number, { path }] of steps.entries()) folder.put(path.join('/'), number < 2000 ? '' : 'full');
  let heard = 0;
  const run = await withoutGone(folder.handle, { steps, run: doneRun(steps), heard: () => (heard += 1) });
  expect(run.progress).toMatchObject({ done: [[2000, 12_000]], filesDone: 10_000, filesWritten: 10_000 });
  expect(folder.files().size).toBe(10_000);
  expect(heard).toBeGreaterThan(12_000);
});

test('the sizes are asked for at once, but of no more than the browser takes', async () => {
  let asking = 0;
  let most = 0;
  const folder = new FakeFolder({
    latencyMs: (operation) => (operation === 'getFile' ? 1 : 0),
    fault: (operation) => {
      if (operation === 'getFileHandle') asking += 1;
      return undefined;
    },
  });
  const steps = stepsOf(...Array.from({ length: 200 }, (_, number) => `d${number % 2}/f${number}`));
  for (const { path } of steps) folder.put(path.join('/'), 'full');
  const heard = (): void => {
    most = Math.max(most, asking);
    if (asking > 0) asking -= 1;
  };
  await withoutGone(folder.handle, { steps, run: doneRun(steps), heard });
  expect(most).toBeGreaterThan(8);
  expect(most).toBeLessThanOrEqual(64);
});

test('a folder in the place of a file that is done is not that file', async () => {
  const folder = new FakeFolder();
  folder.put('a.txt/of somebody', '');
  folder.put('b.txt', 'full');
  const steps = stepsOf('a.txt', 'b.txt');
  const run = await withoutGone(folder.handle, { steps, run: doneRun(steps), heard: quiet });
  expect(run.progress).toMatchObject({ done: [[1, 2]], undone: ['a.txt'], filesWritten: 1 });
});

/** Entries of one path; the first has its own name, as the plan has it, and each other the next number. */
function twins(...sizes: readonly number[]): Step[] {
  return sizes.map((size, at) => ({
    kind: 'file',
    entry: fileEntry('a', size),
    path: safe(at === 0 ? 'a' : `a (${at + 1})`),
    hasTwin: false,
  }));
}

const damaged = { kind: 'damaged', path: 'a', damage: { what: 'broken-stream' } } as const;
const kept = { kind: 'kept-damaged', path: 'a', writtenAs: 'a.damaged', size: 3, of: 9 } as const;

test('of entries of one path, the one whose name is not there is done again', async () => {
  const folder = new FakeFolder();
  folder.put('a', 'full');
  folder.put('a (2)', '');
  folder.put('a (3)', 'full');
  const steps = twins(4, 4, 4);
  const run = await withoutGone(folder.handle, { steps, run: doneRun(steps), heard: quiet });
  expect(run.progress).toMatchObject({ done: [[0, 1], [2, 3]], filesWritten: 2, bytesWritten: 8 }); // prettier-ignore
  expect(texts(folder)).toEqual({ a: 'full', 'a (3)': 'full' });
});

/** Both beside a file of the user's, so the first has got the name that was to be the second's. */
function bothRenamed(existing: 'keep-both' | 'overwrite') {
  const steps = twins(3, 4);
  const change = 'same-name-here';
  const issues = ['a (2)', 'a (2) (2)'].map(
    (writtenAs) => ({ kind: 'renamed', path: 'a', writtenAs, change }) as const,
  );
  const { start, progress } = doneRun(steps, { bytesDone: 7, bytesWritten: 7, issues });
  const names = [['', ['a']]] as const;
  return { steps, run: { start: { ...start, namesBefore: names, choices: { ...start.choices, existing } }, progress } };
}

test('where entries of one path were given other names and one is gone, all are done again and nothing else goes', async () => {
  for (const gone of ['a (2)', 'a (2) (2)']) {
    const folder = new FakeFolder();
    folder.put('a', 'mine');
    folder.put('a (2)', 'one');
    folder.put('a (2) (2)', 'four');
    await folder.handle.removeEntry(gone);
    const run = await withoutGone(folder.handle, { ...bothRenamed('keep-both'), heard: quiet });
    expect(run.progress).toMatchObject({ done: [], filesWritten: 0, bytesWritten: 0, issues: [] });
    expect(texts(folder)).toEqual({ a: 'mine' });
  }
});

test('what somebody has changed since of such entries is never written over', async () => {
  for (const [existing, done] of [
    ['keep-both', []],
    ['overwrite', [[0, 2]]],
  ] as const) {
    const folder = new FakeFolder();
    folder.put('a', 'mine');
    folder.put('a (2)', 'changed by hand');
    const run = await withoutGone(folder.handle, { ...bothRenamed(existing), heard: quiet });
    expect(run.progress.done).toEqual(done);
    expect(texts(folder)).toEqual({ a: 'mine', 'a (2)': 'changed by hand' });
  }
});

test('a good file is done again that has the path of a damaged one, and both are told anew', async () => {
  const folder = new FakeFolder();
  folder.put('a.damaged', 'abc');
  folder.put('a (2)', '');
  const steps = twins(9, 4);
  const issues = [damaged, kept];
  const run = doneRun(steps, { bytesDone: 13, filesWritten: 1, bytesWritten: 4, issues });
  const { progress } = await withoutGone(folder.handle, { steps, run, heard: quiet });
  expect(progress).toMatchObject({ done: [], filesDone: 0, filesWritten: 0, bytesWritten: 0, issues: [] });
  // It would be another one's, to the visit that keeps it once more.
  expect(texts(folder)).toEqual({});
});

test('an entry that was not delivered is not missed', async () => {
  const folder = new FakeFolder();
  folder.put('a (2)', 'full');
  const steps = twins(9, 4);
  const run = doneRun(steps, { filesWritten: 1, bytesWritten: 4, issues: [damaged] });
  expect(await withoutGone(folder.handle, { steps, run, heard: quiet })).toBe(run);
});

test.each([
  ['gone', null, true],
  ['emptied', '', true],
  ['cut short', 'ab', true],
  ['there', 'abc', false],
  ['longer by now', 'abc, and what I make of it', false],
])('a damaged file of which the piece is %s is done again, if need be', async (_, content, isAgain) => {
  const folder = new FakeFolder();
  folder.put('a', 'of the user');
  if (content !== null) folder.put('a.damaged', content);
  const steps = twins(9);
  const run = doneRun(steps, { bytesDone: 9, filesWritten: 0, bytesWritten: 0, issues: [damaged, kept] });
  const { progress } = await withoutGone(folder.handle, { steps, run, heard: quiet });
  expect(progress).toMatchObject(
    isAgain
      ? { done: [], filesDone: 0, bytesDone: 0, filesWritten: 0, bytesWritten: 0, issues: [] }
      : { done: [[0, 1]], issues: [damaged, kept] },
  );
  expect(texts(folder)).toEqual({ a: 'of the user', ...(isAgain ? {} : { 'a.damaged': content }) });
});
