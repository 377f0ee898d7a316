// Gentle mode: how much of the time is work.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, prepareJpa, start } from './run.ts';
import { usual } from './session-files.ts';

const many = Array.from({ length: 600 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** How long a run takes in which closing a file takes ten milliseconds. */
async function timeOf(pace: { minStepMs: number; maxStepMs: number } | null): Promise<number> {
  const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'close' ? 10 : 1) });
  const run = start(await prepareJpa(many), folderSink(folder), undefined, { ...usual, pace });
  const state = { isOver: false };
  void run.end.then(() => {
    state.isOver = true;
  });
  const startMs = performance.now();
  while (!state.isOver) await vi.advanceTimersByTimeAsync(5);
  expect(folder.files().size).toBe(many.length);
  return performance.now() - startMs;
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
  const run = start(await prepareJpa([long]), folderSink(folder), undefined, { ...usual, pace });
  const state = { isOver: false };
  void run.end.then(() => {
    state.isOver = true;
  });
  const startMs = performance.now();
  while (!state.isOver) await vi.advanceTimersByTimeAsync(50);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(15_000);
  expect(run.updates.some(({ isResting }) => isResting)).toBe(true);
});
