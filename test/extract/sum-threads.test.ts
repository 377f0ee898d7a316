// The threads that sum short files: who waits for one is answered, whatever becomes of it.
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { crc32 } from '../../src/bytes/crc32.ts';
import type { ShortFile } from '../../src/decode/short-file.ts';
import { startSumThreads } from '../../src/extract/sum-threads.ts';
import { FakeWorker } from '../support/fake-sum-worker.ts';

vi.mock('../../src/extract/sum.worker.ts?worker&inline', async () => ({
  default: (await import('../support/fake-sum-worker.ts')).FakeWorker,
}));

function file(text: string): ShortFile {
  const packed = new Uint8Array(deflateRawSync(text));
  return { method: 'deflate', length: packed.length, size: text.length, packed, crc32: undefined };
}

const sumOf = (text: string): number => crc32(new TextEncoder().encode(text));

const chromium =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: 3, userAgent: chromium });
  vi.useFakeTimers();
  FakeWorker.started.length = 0;
  FakeWorker.mayStart = true;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function started(): { readonly threads: NonNullable<ReturnType<typeof startSumThreads>>; readonly first: FakeWorker } {
  const threads = startSumThreads();
  const [, first] = FakeWorker.started;
  if (threads === null || first === undefined) throw new Error('no threads');
  return { threads, first };
}

test.each([
  [1, null],
  [2, 1],
  [3, 2],
  [64, 3],
])('on %d cores there are %j', (cores, count) => {
  vi.stubGlobal('navigator', { hardwareConcurrency: cores, userAgent: chromium });
  expect(startSumThreads()?.count ?? null).toBe(count);
});

test('there are none where a browser has no threads within threads, or a policy forbids them', () => {
  FakeWorker.mayStart = false;
  expect(startSumThreads()).toBeNull();
  vi.stubGlobal('Worker', undefined);
  expect(startSumThreads()).toBeNull();
});

test('Firefox, which may stand still while it starts one, is asked for none', () => {
  vi.stubGlobal('navigator', { hardwareConcurrency: 3, userAgent: firefox });
  expect(startSumThreads()).toBeNull();
  expect(FakeWorker.started).toEqual([]);
});

test('groups go to the threads in turn, and each is answered with its own sums', async () => {
  const { threads } = started();
  const sums = ['a', 'b', 'c', 'd'].map((text) => threads.sum([file(text), file(`${text}${text}`)]));
  expect(FakeWorker.started.map(({ orders }) => orders.length)).toEqual([2, 2]);
  for (const thread of FakeWorker.started.toReversed()) {
    thread.answer();
    thread.answer();
  }
  expect(await Promise.all(sums)).toEqual(['a', 'b', 'c', 'd'].map((text) => [sumOf(text), sumOf(text + text)]));
});

test('a buffer that has come back is filled again, and the bytes to be written are others', async () => {
  const { threads, first } = started();
  const one = file('one');
  const sums = threads.sum([one]);
  first.answer();
  await sums;
  expect(Buffer.compare(one.packed, deflateRawSync('one'))).toBe(0);
});

test('a thread has ten seconds for each group, however many wait', async () => {
  const { threads, first } = started();
  const sums = [1, 2, 3, 4, 5].map((number) => threads.sum([file(`${number}`)]));
  vi.advanceTimersByTime(9000);
  first.answer();
  vi.advanceTimersByTime(9000);
  first.answer();
  expect(first.hasEnded).toBe(false);
  vi.advanceTimersByTime(10_000);
  expect(first.hasEnded).toBe(true);
  expect((await Promise.all(sums.filter((_, index) => index % 2 === 0))).map(([sum]) => sum)).toEqual([
    sumOf('1'),
    sumOf('3'),
    null,
  ]);
});

test.each(['error', 'messageerror'])(
  'an %s of a thread answers all that wait for it, and all to come',
  async (type) => {
    const { threads, first } = started();
    const sums = [threads.sum([file('a')]), threads.sum([file('b')])];
    first.dispatchEvent(new Event(type));
    expect(first.hasEnded).toBe(true);
    expect(await sums[0]).toEqual([null]);
    for (const thread of FakeWorker.started) thread.dispatchEvent(new Event(type));
    expect(await sums[1]).toEqual([null]);
    expect(await threads.sum([file('c')])).toEqual([null]);
  },
);

test('a thread that has lost a group gives it the sums of no other, and is over', async () => {
  const { threads, first } = started();
  const sums = ['lost', 'other', 'found', 'other'].map((text) => threads.sum([file(text)]));
  first.orders.shift();
  first.answer();
  expect(first.hasEnded).toBe(true);
  expect([await sums[0], await sums[2]]).toEqual([[null], [null]]);
});

test('a thread that answers what nobody has asked is over', () => {
  const { first } = started();
  first.say({ number: 0, sums: [1], bytes: new Uint8Array(1) });
  expect(first.hasEnded).toBe(true);
});

test('a thread that is over gets no more groups; once all are, nobody is counted', async () => {
  const { threads, first } = started();
  expect(threads.count).toBe(2);
  first.dispatchEvent(new Event('error'));
  expect(threads.count).toBe(1);
  const sums = ['a', 'b', 'c'].map((text) => threads.sum([file(text)]));
  const [other] = FakeWorker.started;
  for (const sum of sums) {
    other?.answer();
    expect(await sum).not.toEqual([null]);
  }
  other?.dispatchEvent(new Event('error'));
  expect(threads.count).toBe(0);
});

test('a group that does not arrive in its thread is an error there, which is heard here', async () => {
  const heard = new Map<string, (event: Event) => void>();
  vi.stubGlobal('addEventListener', (type: string, listener: (event: Event) => void) => {
    heard.set(type, listener);
  });
  await import('../../src/extract/sum.worker.ts');
  expect(() => heard.get('messageerror')?.(new Event('messageerror'))).toThrow('has not arrived');
});

test('the end answers everybody, ends all threads and leaves no timer', async () => {
  const { threads } = started();
  const sums = [threads.sum([file('a')]), threads.sum([file('b')])];
  threads.end();
  expect(await Promise.all(sums)).toEqual([[null], [null]]);
  expect(FakeWorker.started.every(({ hasEnded }) => hasEnded)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
