// F-25: which files on record as done are there, and which are to be done again.
import { expect, test } from 'vitest';
import { withoutGone } from '../../src/journal/gone-files.ts';
import type { FolderProgress, SavedFolderRun } from '../../src/journal/saved-run.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { fileEntry, safe } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { savedRun } from './runs.ts';

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
  const run = await withoutGone(folder.handle, { steps, run: doneRun(steps), heard: () => undefined });
  expect(run.progress).toMatchObject({ done: [[1, 2]], undone: ['a.txt'], filesWritten: 1 });
});
