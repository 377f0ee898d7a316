// F-15: a browser that answers when nobody waits any more. What its answer makes is taken away again, unless a later try of
// the same file has the name by then.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BrowserCalls } from '../../src/sink/browser-calls.ts';
import type { FakeOperation } from '../support/fake-disk.ts';
import { put, stage, texts, type Stage } from './stage.ts';

const lateMs = 60_000;
const unhandled = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  process.on('unhandledRejection', unhandled);
});
afterEach(() => {
  vi.useRealTimers();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

/** The first call of this kind for `a.txt` is answered after a minute, and given up after a second. */
async function givenUp(operation: FakeOperation): Promise<Stage> {
  let isFirst = true;
  const latencyMs = (at: FakeOperation, path: string): number => {
    if (at !== operation || path !== 'a.txt' || !isFirst) return 0;
    isFirst = false;
    return lateMs;
  };
  const made = stage({ latencyMs });
  const ended = put(made.sink, 'a.txt', 'first').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(1000);
  made.sink.giveUp(1000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(await ended).not.toMatchObject({ delivered: true });
  return made;
}

describe.each(['getFileHandle', 'createWritable'] as const)('%s, answered too late,', (operation) => {
  test('leaves nothing', async () => {
    const { folder } = await givenUp(operation);
    await vi.advanceTimersByTimeAsync(lateMs);
    expect(texts(folder)).toEqual({});
    expect(folder.openWritables).toBe(0);
  });

  test('does not touch what a later try has written', async () => {
    const { folder, sink } = await givenUp(operation);
    expect(await put(sink, 'a.txt', 'second')).toEqual({ delivered: true });
    await vi.advanceTimersByTimeAsync(lateMs);
    expect(texts(folder)).toEqual({ 'a.txt': 'second' });
  });

  test('leaves the name free', async () => {
    const { folder, sink } = await givenUp(operation);
    await vi.advanceTimersByTimeAsync(lateMs);
    expect(await put(sink, 'a.txt', 'second')).toEqual({ delivered: true });
    expect(texts(folder)).toEqual({ 'a.txt': 'second' });
  });
});

test('a call that fails after giving up is met', async () => {
  const calls = new BrowserCalls();
  calls.giveUp();
  await expect(calls.answer(Promise.reject(new Error('late')))).rejects.toMatchObject({ name: 'TimeoutError' });
  await new Promise((resolve) => setImmediate(resolve));
});
