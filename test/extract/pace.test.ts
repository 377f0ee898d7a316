// Gentle mode: how much of the time is work.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileResult, Sink } from '../../src/sink/sink.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { singlePart } from '../support/parted-source.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeZip } from '../support/write-zip.ts';
import { folderSink, prepare, prepareJpa, start, type Prepared } from './run.ts';
import { usual } from './session-files.ts';

const many = Array.from({ length: 600 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** How long a run takes, to its end. */
async function lengthOf(prepared: Prepared, sink: Sink, choices: Partial<typeof usual>): Promise<number> {
  const run = start(prepared, sink, undefined, { ...usual, ...choices });
  const state = { isOver: false };
  void run.end.then(() => {
    state.isOver = true;
  });
  const startMs = performance.now();
  while (!state.isOver) await vi.advanceTimersByTimeAsync(5);
  expect(await run.end).toEqual({ error: null });
  return performance.now() - startMs;
}

/** How long a run takes in which closing a file takes ten milliseconds. */
async function timeOf(pace: { minStepMs: number; maxStepMs: number } | null): Promise<number> {
  const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'close' ? 10 : 1) });
  const lengthMs = await lengthOf(await prepareJpa(many), folderSink(folder), { pace });
  expect(folder.files().size).toBe(many.length);
  return lengthMs;
}

test('most of the time is rest where the least time is much longer than the longest', async () => {
  const restless = await timeOf(null);
  expect(await timeOf({ minStepMs: 100, maxStepMs: 10 })).toBeGreaterThan(restless * 4);
});

test('a step that has lasted its least time is followed by the next at once', async () => {
  const steps = await timeOf({ minStepMs: 0, maxStepMs: 10 });
  expect(await timeOf({ minStepMs: 8, maxStepMs: 10 })).toBe(steps);
});

test('a run that is cancelled in a rest does not wait for its end', async () => {
  const folder = new FakeFolder({ latencyMs: () => 1 });
  const pace = { minStepMs: 3_600_000, maxStepMs: 10 };
  const run = start(await prepareJpa(many), folderSink(folder), undefined, { ...usual, pace });
  await vi.advanceTimersByTimeAsync(1000);
  expect(run.updates.at(-1)).toMatchObject({ isResting: true });
  run.control.cancel();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await run.end).toMatchObject({ error: { name: 'AbortError' } });
  expect(run.report.facts.filesWritten).toBe(folder.files().size);
});

test('a long file rests in its middle', async () => {
  const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'write' ? 100 : 0) });
  const long: JpaEntry = { path: 'long', store: true, content: new Uint8Array(32 * 1024 * 1024) };
  const pace = { minStepMs: 5000, maxStepMs: 500 };
  expect(await lengthOf(await prepareJpa([long]), folderSink(folder), { pace })).toBeGreaterThanOrEqual(15_000);
});

test('what is kept of a damaged file rests in its middle, as it is read for the first time and for the second', async () => {
  const content = new Uint8Array(16 * 1024 * 1024);
  const bytes = writeZip({ entries: [{ path: 'bad', content, store: true, fields: { crc32: 1 } }] });
  const prepared = await prepare(singlePart(bytes));
  const { source } = prepared;
  const read = source.read.bind(source);
  let reads = 0;
  vi.spyOn(source, 'read').mockImplementation(async (offset, length) => {
    reads += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return read(offset, length);
  });
  const pace = { minStepMs: 500, maxStepMs: 100 };
  const lengthMs = await lengthOf(prepared, folderSink(new FakeFolder()), { pace, keepsDamaged: true });
  // Much of it is read ahead, while the run rests. Without a rest in one of the two readings it would be 14 seconds.
  expect(reads).toBeGreaterThan(30);
  expect(lengthMs).toBeGreaterThan(15_000);
});

test('links rest between each other', async () => {
  class SlowLinks extends MemorySink {
    override readonly hasLinks = true;
    override async addLink(): Promise<FileResult> {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { delivered: true };
    }
  }
  const links = Array.from({ length: 20 }, (_, number): JpaEntry => ({
    path: `l${number}`,
    kind: 'link',
    content: 'there',
  }));
  const pace = { minStepMs: 1000, maxStepMs: 200 };
  expect(await lengthOf(await prepareJpa(links), new SlowLinks(), { pace })).toBeGreaterThanOrEqual(9000);
});
