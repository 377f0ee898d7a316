import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileJournal } from '../../src/journal/file-journal.ts';
import type { FileCut, SavedFileRun } from '../../src/journal/saved-run.ts';
import type { TakenSoFar } from '../../src/decode/transfer.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { fileEntry, safe } from '../sink/stage.ts';
import { MemoryStore, savedFileRun, someId } from './runs.ts';

const steps: readonly Step[] = Array.from({ length: 10 }, (_, number) => {
  const path = `f${number}`;
  return { kind: 'file', entry: fileEntry(path, 10), path: safe(path), hasTwin: false };
});
const handles = { folder: null, parts: null, output: null };
const delivered = { delivered: true, issues: [] };
const { cut: earlierCut } = savedFileRun().progress;

interface Opened {
  readonly journal: FileJournal;
  readonly store: MemoryStore;
  readonly lost: unknown[];
}

/** Every cut is a byte larger than the last. @param cutMs how long the run stands still for one */
async function open({ store = new MemoryStore(), cutMs = 0, run = savedFileRun() } = {}): Promise<Opened> {
  const lost: unknown[] = [];
  let size = run.progress.cut.output.size;
  const cut = async (): Promise<FileCut> => {
    if (cutMs > 0) await vi.advanceTimersByTimeAsync(cutMs);
    size += 1;
    return { ...earlierCut, output: { size, crc32: size }, archiveSize: size };
  };
  const onLost = (error: unknown): void => void lost.push(error);
  return {
    journal: await FileJournal.open({ store, run, steps, isOnRecord: false, cut, onLost }, handles),
    store,
    lost,
  };
}

const kept = (store: MemoryStore): SavedFileRun['progress'] | undefined => {
  const run = store.runs.get(someId);
  return run !== undefined && 'cut' in run.progress ? run.progress : undefined;
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a run is on record from its start, as far as earlier visits have come', async () => {
  const { journal, store } = await open();
  expect(kept(store)).toEqual(savedFileRun().progress);
  expect([journal.isDone(3), journal.isDone(4)]).toEqual([true, false]);
});

test('what is done is put on record with the cut that holds it, and not before', async () => {
  const { journal, store } = await open();
  const issues = [{ kind: 'twin-name', path: 'f4' }] as const;
  journal.done(4, { delivered: true, issues });
  journal.done(5, { delivered: false, issues: [] });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kept(store)?.doneUntil).toBe(4);
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(kept(store)).toMatchObject({ doneUntil: 6, filesDone: 6, filesWritten: 5, bytesDone: 420, issues });
  expect(kept(store)?.cut.output).toEqual({ size: 601, crc32: 601 });
});

test('it is time to save after a second', async () => {
  const { journal } = await open();
  await vi.advanceTimersByTimeAsync(999);
  expect(journal.isSaveDue).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(journal.isSaveDue).toBe(true);
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(999);
  expect(journal.isSaveDue).toBe(false);
});

test('saving takes no more than a twentieth of the time, and is never put off for more than a minute', async () => {
  for (const [cutMs, restMs] of [
    [200, 4000],
    [10_000, 60_000],
  ] as const) {
    const { journal } = await open({ cutMs });
    await journal.save(null);
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(restMs - 1);
    expect(journal.isSaveDue).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(journal.isSaveDue).toBe(true);
  }
});

test('the time that the record takes counts as well', async () => {
  const { journal, store } = await open();
  vi.spyOn(store, 'save').mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(100 + 1999);
  expect(journal.isSaveDue).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(journal.isSaveDue).toBe(true);
});

const giving: TakenSoFar = {
  is: 'giving',
  proved: 10,
  proof: { crc32: 1, packing: { method: 'stored', size: 10 } },
  packedCrc32: 1,
  read: 3,
  given: 3,
  givenCrc32: 2,
};

test('a file is kept in part with the cut before it, which is made right before it is begun', async () => {
  const { journal, store } = await open();
  journal.done(4, delivered);
  await journal.save(giving);
  await vi.advanceTimersByTimeAsync(0);
  expect(kept(store)).toMatchObject({ doneUntil: 4, underWay: null });

  await journal.save(null);
  await journal.save(giving);
  await vi.advanceTimersByTimeAsync(0);
  const begun = { ...earlierCut, output: { size: 601, crc32: 601 }, archiveSize: 601 };
  expect(kept(store)).toMatchObject({ doneUntil: 5, underWay: { soFar: giving, begun }, cut: { archiveSize: 602 } });
});

test('a long file waits for a save, unless there was one just before', async () => {
  const { journal } = await open();
  expect(journal.isLongFileDue).toBe(false);
  await vi.advanceTimersByTimeAsync(250);
  expect(journal.isLongFileDue).toBe(true);
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(journal.isLongFileDue).toBe(false);
});

test('a run that ends in doubt of its data is set back to before the file that is there in part', async () => {
  const { journal, store } = await open();
  await journal.save(null);
  await journal.save(giving);
  await vi.advanceTimersByTimeAsync(0);
  await journal.end({ isKept: true, isDoubted: true });
  expect(kept(store)).toMatchObject({ doneUntil: 4, underWay: null, cut: { archiveSize: 601 } });
});

test('F-39: where nothing can be kept the run goes on, and that is told once', async () => {
  const store = new MemoryStore();
  store.isFailing = true;
  const { journal, lost } = await open({ store });
  await vi.advanceTimersByTimeAsync(5000);
  expect([journal.isLost, journal.isSaveDue]).toEqual([true, false]);
  await journal.begin();
  journal.done(4, delivered);
  await journal.save(null);
  await journal.end({ isKept: true });
  expect(lost).toHaveLength(1);
  expect(store.runs.size).toBe(0);
});

test('F-39: a save that fails leaves what was on record, and the next one is made', async () => {
  const { journal, store, lost } = await open();
  store.isFailing = true;
  journal.done(4, delivered);
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(kept(store)?.cut).toEqual(earlierCut);
  store.isFailing = false;
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(kept(store)).toMatchObject({ doneUntil: 5, cut: { output: { size: 602 } } });
  expect(lost).toEqual([]);
});

test('F-15: a store that does not answer holds up the run for a minute, once, and that is told', async () => {
  const { journal, store, lost } = await open();
  const saving = vi.spyOn(store, 'save').mockReturnValue(new Promise(() => undefined));
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(journal.isSaveDue).toBe(false);
  const again = vi.fn();
  void journal.save(null).then(again);
  await vi.advanceTimersByTimeAsync(59_999);
  expect([again.mock.calls.length, journal.isLost]).toEqual([0, false]);
  await vi.advanceTimersByTimeAsync(1);
  expect([again.mock.calls.length, journal.isLost]).toEqual([1, true]);
  void journal.save(null).then(again);
  await vi.advanceTimersByTimeAsync(0);
  expect(again).toHaveBeenCalledTimes(2);
  expect(saving).toHaveBeenCalledOnce();
  expect(lost).toMatchObject([{ name: 'TimeoutError' }]);
});

test('F-15: what a store puts on record when it is as good as none is forgotten, whenever that is', async () => {
  const { journal, store } = await open();
  let answer = (): void => undefined;
  vi.spyOn(store, 'save').mockReturnValue(
    new Promise((resolve) => {
      answer = resolve;
    }),
  );
  await journal.save(null);
  void journal.save(null);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(store.runs.size).toBe(0);
  await store.begin(savedFileRun(), handles);
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(store.runs.size).toBe(0);
});

test('F-15: a run does not end later than ten seconds for a store that does not answer', async () => {
  for (const call of ['save', 'forget'] as const) {
    const { journal, store } = await open();
    vi.spyOn(store, call).mockReturnValue(new Promise(() => undefined));
    await journal.save(null);
    const over = vi.fn();
    void journal.end({ isKept: false }).then(over);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(over).toHaveBeenCalled();
  }
});

test('a run that ends during a cut is not put on record by it', async () => {
  const store = new MemoryStore();
  let answer: (cut: FileCut) => void = () => undefined;
  const cut = (): Promise<FileCut> =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const options = { store, run: savedFileRun(), steps, isOnRecord: false, cut, onLost: () => undefined };
  const journal = await FileJournal.open(options, handles);
  const saving = vi.spyOn(store, 'save');
  const save = journal.save(null);
  await journal.end({ isKept: false });
  answer(earlierCut);
  await save;
  expect(saving).not.toHaveBeenCalled();
});

test('a run that is over is forgotten, even where its last save comes late, and one that failed is not', async () => {
  for (const isKept of [false, true]) {
    const { journal, store } = await open();
    journal.done(4, delivered);
    await journal.save(null);
    await journal.end({ isKept });
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept(store)?.doneUntil).toBe(isKept ? 5 : undefined);
  }
});

test('what is done out of turn is never put on record: it would be made twice', async () => {
  const { journal } = await open();
  journal.done(5, delivered);
  await expect(journal.save(null)).rejects.toThrow('in the order of the plan');
});

test('what is said of all is in the next save, with what an earlier visit was told', async () => {
  const store = new MemoryStore();
  const earlier = { group: 'write-blocked', answer: 'skip' } as const;
  const said = { group: 'entry-damaged', answer: 'keep' } as const;
  const { journal } = await open({ store, run: savedFileRun({ progress: { saidOfAll: [earlier] } }) });
  expect(kept(store)?.saidOfAll).toEqual([earlier]);
  journal.said(said);
  await journal.save(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(kept(store)?.saidOfAll).toEqual([earlier, said]);
});
