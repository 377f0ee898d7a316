import { describe, expect, test } from 'vitest';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import { withoutGoneArchives } from '../../src/journal/gone-archives.ts';
import type { SavedFolderRun } from '../../src/journal/saved-run.ts';
import type { StepRange } from '../../src/journal/step-ranges.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { fileEntry, safe } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { savedRun } from './runs.ts';

const zip = 'unstow-refused-names.zip';

/** A file of four bytes. */
function step(path: string): Step {
  return { kind: 'file', entry: fileEntry(path, 4), path: safe(path), hasTwin: false };
}

const plan = { steps: ['a.php', 'b.php', 'twin.ini'].map(step), aside: ['x.ini', 'bad.ini', 'twin.ini'].map(step) };
const damaged: Issue = { kind: 'damaged', path: 'bad.ini', damage: { what: 'broken-stream' } };

/** The browser refused the second file, and the fifth is damaged; all are done. */
function recorded(archive = zip): SavedFolderRun {
  const putAside: Issue = { kind: 'put-aside', archive, paths: ['x.ini', 'twin.ini', 'b.php'] };
  return savedRun({
    progress: {
      begunUntil: 6,
      done: [[0, 6]],
      filesDone: 6,
      bytesDone: 24,
      filesWritten: 5,
      bytesWritten: 20,
      issues: [{ kind: 'renamed', path: 'x.ini', writtenAs: 'x.ini', change: 'backslash' }, damaged, putAside],
    },
  });
}

/** @returns which steps are done, and the whole record */
async function found(folder: FakeFolder, run = recorded()): Promise<[readonly StepRange[], SavedFolderRun]> {
  const left = await withoutGoneArchives(folder.handle, { plan, run, heard: () => undefined });
  return [left.progress.done, left];
}

test('F-25: what was in an archive that is gone is to be done again, and nothing else', async () => {
  const [done, { progress }] = await found(new FakeFolder());
  // Of the two entries of one path, the one that the plan puts aside.
  expect(done).toEqual([[0, 1], [2, 3], [4, 5]]); // prettier-ignore
  expect(progress).toMatchObject({ filesDone: 3, bytesDone: 12, filesWritten: 2, bytesWritten: 8 });
  expect(progress.undone).toEqual(['x.ini', 'twin.ini', 'b.php']);
  // What was told of a step that is done again would be told twice.
  expect(progress.issues).toEqual([damaged]);
});

test('F-25: an archive that a power cut has emptied is removed, and counts as gone', async () => {
  const folder = new FakeFolder();
  folder.put(zip, '');
  const [done] = await found(folder);
  expect(done).toHaveLength(3);
  expect(folder.files().size).toBe(0);
});

test('F-25: and so is one that has lost its end', async () => {
  const folder = new FakeFolder();
  const run = recorded();
  folder.put(zip, 'PK, and no more than the beginning of it', run.start.startedMs);
  const [done] = await found(folder, { ...run, progress: { ...run.progress, savedMs: run.start.startedMs } });
  expect(done).toHaveLength(3);
  expect(folder.files().size).toBe(0);
});

test('F-25: of what is kept of a damaged file in it, nothing counts as written', async () => {
  const run = recorded();
  const issues = run.progress.issues.map((issue) =>
    issue.kind === 'put-aside' ? { ...issue, paths: [...issue.paths, 'bad.ini'] } : issue,
  );
  const kept: Issue = {
    kind: 'kept-damaged',
    path: 'bad.ini',
    writtenAs: 'bad.ini.damaged',
    size: 2,
    of: 4,
    archive: zip,
  };
  const progress = { ...run.progress, issues: [...issues, kept] };
  const [done, left] = await found(new FakeFolder(), { ...run, progress });
  expect(done).toEqual([[0, 1], [2, 3]]); // prettier-ignore
  expect(left.progress).toMatchObject({ filesDone: 2, filesWritten: 2, issues: [] });
});

test('F-25: one that is empty and stays stops the run', async () => {
  const folder = new FakeFolder({
    fault: (operation) => (operation === 'removeEntry' ? new DOMException('held', 'InvalidStateError') : undefined),
  });
  folder.put(zip, '');
  await expect(found(folder)).rejects.toMatchObject({
    code: 'leftover-stays',
    where: { entry: zip, text: 'InvalidStateError' },
  });
});

test('an archive that somebody has written since, or that cannot be asked for, is as it was', async () => {
  const folder = new FakeFolder();
  folder.put(zip, 'PK');
  const run = recorded();
  expect((await found(folder, run))[1]).toBe(run);
  const closed = new FakeFolder({ fault: () => new DOMException('held', 'NotReadableError') });
  expect((await found(closed, run))[1]).toBe(run);
});

test('no file of any other name is removed, whatever a record says', async () => {
  const folder = new FakeFolder();
  folder.put('index.html', '');
  const run = recorded('index.html');
  expect((await found(folder, run))[1]).toBe(run);
  expect(folder.text('index.html')).toBe('');
});

describe('of two entries of one path, of which one was in it', () => {
  const second: Step = { kind: 'file', entry: fileEntry('d.php', 4), path: safe('d (2).php'), hasTwin: false };
  const twins = { steps: [step('a.php'), step('d.php'), second], aside: [] };
  const putAside: Issue = { kind: 'put-aside', archive: zip, paths: ['d.php'] };
  const nowMs = Date.now();

  async function left(
    folder: FakeFolder,
    issues: readonly Issue[] = [],
    { namesBefore = [], existing = 'keep-both' }: { namesBefore?: readonly string[]; existing?: ExistingPolicy } = {},
  ) {
    folder.put('a.php', 'same');
    const choices = { ...savedRun().start.choices, existing };
    const run = savedRun({
      start: { startedMs: nowMs, namesBefore: [['', namesBefore]], choices },
      progress: { begunUntil: 3, done: [[0, 3]], filesWritten: 3, issues: [...issues, putAside], savedMs: nowMs },
    });
    return (await withoutGoneArchives(folder.handle, { plan: twins, run, heard: () => undefined })).progress;
  }

  test.each([
    ['d.php', [[0, 2]]],
    ['d (2).php', [[0, 1], [2, 3]]], // prettier-ignore
  ])('F-25: the one that lies in the folder, as %s, is not done again', async (name, done) => {
    const folder = new FakeFolder();
    folder.put(name, 'same');
    expect(await left(folder)).toMatchObject({ done, filesWritten: 2 });
    expect(folder.text(name)).toBe('same');
  });

  test('F-25: a file that was there before is none of them', async () => {
    const folder = new FakeFolder();
    folder.put('d.php', 'mine');
    expect(await left(folder, [], { namesBefore: ['d.php'] })).toMatchObject({ done: [[0, 1]] });
    expect(folder.text('d.php')).toBe('mine');
  });

  test('F-25: where one was given another name, what is left of them goes, and both are done again', async () => {
    const folder = new FakeFolder();
    folder.put('d (3).php', 'same');
    const renamed: Issue = { kind: 'renamed', path: 'd.php', writtenAs: 'd (3).php', change: 'same-name-here' };
    expect(await left(folder, [renamed])).toMatchObject({ done: [[0, 1]], issues: [] });
    expect([...folder.files().keys()]).toEqual(['a.php']);
  });

  test('F-25: a file that somebody has changed since stays, and is not written over', async () => {
    const folder = new FakeFolder();
    folder.put('d.php', 'edited', nowMs + 3_600_000);
    const renamed: Issue = { kind: 'renamed', path: 'd.php', writtenAs: 'd (3).php', change: 'same-name-here' };
    expect(await left(folder, [renamed], { existing: 'overwrite' })).toMatchObject({ done: [[0, 2]] });
    expect(folder.text('d.php')).toBe('edited');
  });
});
