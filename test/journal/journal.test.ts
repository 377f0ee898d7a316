import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Journal } from '../../src/journal/journal.ts';
import type { RunHandles } from '../../src/journal/run-store.ts';
import { isFileRun, type SavedFolderRun } from '../../src/journal/saved-run.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { fileEntry, safe } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { MemoryStore, savedRun, someId } from './runs.ts';

const steps: readonly Step[] = Array.from({ length: 5000 }, (_, number) => {
  const path = `f${number}`;
  return { kind: 'file', entry: fileEntry(path, 10), path: safe(path), hasTwin: false };
});
const handles: RunHandles = { folder: new FakeFolder().handle, parts: null, output: null };
const delivered = { delivered: true, issues: [] };

async function open(
  store: MemoryStore,
  run = savedRun(),
  isOnRecord = false,
): Promise<{ readonly journal: Journal; readonly lost: unknown[] }> {
  const lost: unknown[] = [];
  const onLost = (error: unknown): void => void lost.push(error);
  return { journal: await Journal.open({ store, run, steps, isOnRecord, onLost }, handles), lost };
}

function runIn(store: MemoryStore): SavedFolderRun | undefined {
  const run = store.runs.get(someId);
  return run === undefined || isFileRun(run) ? undefined : run;
}

const kept = (store: MemoryStore): SavedFolderRun['progress'] | undefined => runIn(store)?.progress;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('no step is begun before it is on record', async () => {
  const store = new MemoryStore();
  const { journal } = await open(store);
  for (let step = 0; step < steps.length; step += 1) {
    await journal.begin(step);
    expect(kept(store)?.begunUntil).toBeGreaterThan(step);
  }
  expect(kept(store)?.begunUntil).toBe(steps.length);
  // Not once for each.
  expect(store.saveCount).toBeLessThan(20);
});

test('what is done is on record half a second later, with what it suffered', async () => {
  const store = new MemoryStore();
  const issues = [{ kind: 'in-the-way', path: 'f2' }] as const;
  const { journal } = await open(store);
  journal.done(0, delivered);
  journal.done(2, { delivered: false, issues });
  journal.done(2, { delivered: false, issues });
  expect(kept(store)?.done).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(kept(store)).toMatchObject({ done: [[0, 1], [2, 3]], issues }); // prettier-ignore
  expect(kept(store)).toMatchObject({ filesDone: 2, bytesDone: 20, filesWritten: 1, bytesWritten: 10, elapsedMs: 500 });
});

test('what is told of the archive as a whole is on record too, and stays there', async () => {
  const store = new MemoryStore();
  const issue = { kind: 'text-mode', part: 'site.zip', change: 'returns-to-feeds' } as const;
  const { journal } = await open(store);
  journal.told(issue);
  await vi.advanceTimersByTimeAsync(500);
  expect(kept(store)).toMatchObject({ done: [], issues: [issue] });
  await journal.end({ isKept: true });
  const again = await open(store, runIn(store));
  await again.journal.save();
  expect(kept(store)?.issues).toEqual([issue]);
});

test('the files that may be left unfinished are on record by their paths, with the time', async () => {
  const store = new MemoryStore();
  const { journal } = await open(store);
  expect(kept(store)).toMatchObject({ savedMs: Date.now(), begunUntil: 1024 });
  expect(kept(store)?.undone).toHaveLength(1024);
  for (let step = 0; step < 1024; step += 1) if (step !== 3 && step < 1020) journal.done(step, delivered);
  await vi.advanceTimersByTimeAsync(500);
  expect(kept(store)?.undone).toEqual(['f3', 'f1020', 'f1021', 'f1022', 'f1023']);
  expect(kept(store)?.savedMs).toBe(Date.now());
});

test('a journal is taken up where it was left', async () => {
  const store = new MemoryStore();
  const run = savedRun({ progress: { begunUntil: 3000, done: [[0, 2500]], bytesDone: 25_000 } });
  const { journal } = await open(store, run);
  expect([journal.isDone(2499), journal.isDone(2500)]).toEqual([true, false]);
  journal.done(2500, delivered);
  await journal.save();
  expect(kept(store)).toMatchObject({ begunUntil: 3000, done: [[0, 2501]], bytesDone: 25_010 });
});

test('F-39: a run that is taken up is not given up where it cannot be put on record again, as far as it had begun steps', async () => {
  const store = new MemoryStore();
  const run = savedRun({ progress: { begunUntil: 3000, done: [[0, 2500]] } });
  store.runs.set(someId, run);
  store.isFailing = true;
  const { journal, lost } = await open(store, run, true);
  await journal.begin(2999);
  expect(lost).toEqual([]);
  expect(kept(store)).toEqual(run.progress);
  await journal.begin(3000);
  expect(lost).toHaveLength(1);
  expect(store.runs.size).toBe(0);
});

test('F-39: where nothing can be kept the run goes on, and that is told once', async () => {
  const store = new MemoryStore();
  store.isFailing = true;
  const { journal, lost } = await open(store);
  await journal.begin(0);
  journal.done(0, delivered);
  await journal.begin(4000);
  await journal.save();
  await journal.end({ isKept: true });
  expect(lost).toHaveLength(1);
  expect(store.runs.size).toBe(0);
});

test('F-39: a save that fails in between is made up for', async () => {
  const store = new MemoryStore();
  const { journal, lost } = await open(store);
  store.isFailing = true;
  journal.done(0, delivered);
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept(store)?.done).toEqual([]);
  store.isFailing = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept(store)?.done).toEqual([[0, 1]]);
  expect(lost).toEqual([]);
});

test('F-39: a record that cannot be kept up is removed, as it would be wrong', async () => {
  const store = new MemoryStore();
  const { journal, lost } = await open(store);
  store.isFailing = true;
  await journal.begin(2000);
  expect(lost).toHaveLength(1);
  expect(store.runs.size).toBe(0);
});

test('a run that is over is forgotten, and one that failed is not', async () => {
  for (const isKept of [false, true]) {
    const store = new MemoryStore();
    const { journal } = await open(store);
    journal.done(7, delivered);
    await journal.end({ isKept });
    expect(store.runs.size).toBe(isKept ? 1 : 0);
    if (isKept) expect(kept(store)?.done).toEqual([[7, 8]]);
    const { saveCount } = store;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(store.saveCount).toBe(saveCount);
  }
});

test('F-15: a store that never answers is given up after a minute, and what it keeps later is forgotten', async () => {
  const store = new MemoryStore();
  const { journal, lost } = await open(store);
  let answer = (): void => undefined;
  vi.spyOn(store, 'save').mockImplementation(
    (id, progress) =>
      new Promise((resolve) => {
        answer = () => {
          if ('done' in progress) store.runs.set(id, { start: savedRun().start, progress });
          resolve();
        };
      }),
  );
  const begun = vi.fn();
  void journal.begin(1500).then(begun);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(begun).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(begun).toHaveBeenCalledOnce();
  expect(lost).toMatchObject([{ name: 'TimeoutError' }]);
  answer();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.runs.size).toBe(0);
});

test('what is said of all is in the next save, with what an earlier visit was told', async () => {
  const store = new MemoryStore();
  const earlier = { group: 'write-blocked', answer: 'skip' } as const;
  const said = { group: 'entry-damaged', answer: 'keep' } as const;
  const { journal } = await open(store, savedRun({ progress: { saidOfAll: [earlier] } }));
  expect(kept(store)?.saidOfAll).toEqual([earlier]);
  journal.said(said);
  await vi.advanceTimersByTimeAsync(500);
  expect(kept(store)?.saidOfAll).toEqual([earlier, said]);
});
