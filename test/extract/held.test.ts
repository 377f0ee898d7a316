// What fails and may be mended: the run is held with its reason, and goes on, after an answer, without losing anything.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { HookedSink } from './hooked-sink.ts';
import { folderSink, holdOf, prepareJpa, start, type Run } from './run.ts';

const many = Array.from({ length: 300 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));
const cancelled = { error: expect.objectContaining({ name: 'AbortError' }) as unknown };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails one operation on one file until it is mended. */
function failing(
  operation: string,
  path: string,
  name: string,
  latencyMs?: FakeFolderOptions['latencyMs'],
): { folder: FakeFolder; mend: () => void } {
  let isMended = false;
  const fault: FakeFolderOptions['fault'] = (called, at) =>
    !isMended && called === operation && (path === '*' || at === path) ? new DOMException('no', name) : undefined;
  return {
    folder: new FakeFolder({ fault, ...(latencyMs === undefined ? {} : { latencyMs }) }),
    mend() {
      isMended = true;
    },
  };
}

function expectOnlyWholeFiles(folder: FakeFolder): void {
  for (const [path, bytes] of folder.files()) expect(`f${new TextDecoder().decode(bytes)}`).toBe(path);
  expect(folder.openWritables).toBe(0);
}

async function expectWhole(run: Run, folder: FakeFolder): Promise<void> {
  expect(await run.end).toEqual({ error: null });
  expectOnlyWholeFiles(folder);
  expect(folder.files().size).toBe(many.length);
  expect(run.report.facts).toMatchObject({ filesWritten: many.length, issues: [] });
}

const wholeFolder = [
  ['F-02', 'write', 'QuotaExceededError', 'disk-full'],
  ['F-03', 'close', 'QuotaExceededError', 'disk-full'],
  ['F-03', 'getFileHandle', 'QuotaExceededError', 'disk-full'],
  ['F-05', 'createWritable', 'NotAllowedError', 'folder-refused'],
  ['F-05', 'close', 'NotAllowedError', 'folder-refused'],
  ['F-09', 'getFileHandle', 'NoModificationAllowedError', 'folder-read-only'],
] as const;

describe.each(wholeFolder)('%s: %s with %s', (_row, operation, name, code) => {
  test('holds the run, which goes on when that is mended', async () => {
    const { folder, mend } = failing(operation, 'f3', name);
    const run = start(await prepareJpa(many), folderSink(folder));
    expect(await holdOf(run)).toMatchObject({
      problem: { code, where: { entry: 'f3' } },
      answers: ['retry', 'stop'],
      retryInMs: null,
    });
    mend();
    run.control.answer('retry');
    await expectWhole(run, folder);
  });

  test('asks again where it is not mended, and stops when told to', async () => {
    const { folder } = failing(operation, 'f3', name);
    const run = start(await prepareJpa(many), folderSink(folder));
    await holdOf(run);
    run.control.answer('retry');
    expect(await holdOf(run)).toMatchObject({ problem: { code } });
    run.control.answer('stop');
    expect(await run.end).toEqual(cancelled);
    expectOnlyWholeFiles(folder);
    expect(run.report.facts).toMatchObject({ filesWritten: folder.files().size, issues: [] });
  });

  test('asks once for all the files that suffer it together', async () => {
    const { folder, mend } = failing(operation, '*', name);
    const run = start(await prepareJpa(many), folderSink(folder));
    await holdOf(run);
    mend();
    run.control.answer('retry');
    await expectWhole(run, folder);
  });
});

test('F-02: a full disk says how many bytes are still to be written', async () => {
  const { folder } = failing('write', 'f3', 'QuotaExceededError');
  const run = start(await prepareJpa(many), folderSink(folder));
  const left = many.length * 3 - 10 - 100;
  const hold = await holdOf(run);
  expect(hold?.problem.where.expected).toBeGreaterThan(left - 200);
  expect(hold?.problem.where.expected).toBeLessThanOrEqual(790);
  run.control.answer('stop');
  await run.end;
});

describe('one file alone that fails', () => {
  test.each([
    ['F-10', 'InvalidStateError', 'write-failed'],
    ['F-09', 'NoModificationAllowedError', 'write-failed'],
    ['F-11', 'NotFoundError', 'write-failed'],
  ])('%s: is tried again three times, ten seconds apart, and then asked about (%s)', async (_row, name, code) => {
    const { folder } = failing('createWritable', 'f3', name);
    const run = start(await prepareJpa(many), folderSink(folder));
    for (const attempt of [1, 2, 3]) {
      expect(await holdOf(run)).toMatchObject({
        problem: { code, where: { entry: 'f3' } },
        attempt,
        retryInMs: 10_000,
      });
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(await holdOf(run)).toMatchObject({ attempt: 3, retryInMs: null });
    run.control.answer('skip');
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toEqual([{ kind: 'write-failed', path: 'f3', reason: name }]);
    expect(folder.files().size).toBe(many.length - 1);
    expectOnlyWholeFiles(folder);
  });

  test('goes on by itself where the next try succeeds', async () => {
    const { folder, mend } = failing('close', 'f3', 'InvalidStateError');
    const run = start(await prepareJpa(many), folderSink(folder));
    await holdOf(run);
    mend();
    await vi.advanceTimersByTimeAsync(10_000);
    await expectWhole(run, folder);
  });

  test('F-13: that the browser blocks is asked about at once', async () => {
    const { folder } = failing('close', 'f3', 'AbortError');
    const run = start(await prepareJpa(many), folderSink(folder));
    expect(await holdOf(run)).toMatchObject({ problem: { code: 'write-blocked' }, retryInMs: null });
    run.control.answer('skip');
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toEqual([{ kind: 'write-failed', path: 'f3', reason: 'write-blocked' }]);
  });

  test('leaves out none but the one that was asked about', async () => {
    const { folder, mend } = failing('close', '*', 'AbortError');
    const run = start(await prepareJpa(many.slice(0, 20)), folderSink(folder));
    const hold = await holdOf(run);
    run.control.answer('skip');
    await holdOf(run);
    mend();
    run.control.answer('retry');
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toMatchObject([{ kind: 'write-failed', path: hold?.problem.where.entry }]);
    expect(folder.files().size).toBe(19);
  });

  test('and all like it, where the user says so', async () => {
    const { folder } = failing('close', '*', 'AbortError');
    const run = start(await prepareJpa(many.slice(0, 20)), folderSink(folder));
    await holdOf(run);
    run.control.answer('skip-all');
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toHaveLength(20);
  });
});

test('a directory that cannot be made for want of permission is made when there is one', async () => {
  const { folder, mend } = failing('getDirectoryHandle', 'd', 'NotAllowedError');
  const run = start(await prepareJpa([{ path: 'd/' }, { path: 'd/e', content: 'e' }]), folderSink(folder));
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'folder-refused' } });
  mend();
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.text('d/e')).toBe('e');
});

test('nothing new is begun while the run is held', async () => {
  const { folder } = failing('close', 'f3', 'QuotaExceededError');
  const sink = new HookedSink(folderSink(folder), {});
  const run = start(await prepareJpa(many), sink);
  await holdOf(run);
  await vi.advanceTimersByTimeAsync(1000);
  const begun = sink.begun.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sink.begun.length).toBe(begun);
  run.control.cancel();
  expect(await run.end).toEqual(cancelled);
});

test('a long file that fails in its middle is written again from its start, and counted once', async () => {
  const { folder, mend } = failing('write', 'long', 'QuotaExceededError');
  const content = new Uint8Array(24 * 1024 * 1024).fill(7);
  const run = start(await prepareJpa([{ path: 'long', content, store: true }]), folderSink(folder));
  await holdOf(run);
  mend();
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.files().get('long')).toHaveLength(content.length);
  await run.report.end();
  expect(run.updates.at(-1)).toMatchObject({ bytesDone: content.length, bytesWritten: content.length });
});

test('F-16: a disk that loses bytes without a word is found out, and the file written again', async () => {
  let lost = 1;
  const folder = new FakeFolder({ loses: (path) => (path === 'long' ? lost : 0) });
  const content = new Uint8Array(2 * 1024 * 1024).fill(7);
  const run = start(await prepareJpa([{ path: 'long', content, store: true }]), folderSink(folder));
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'write-failed', where: { text: 'DataError' } } });
  expect(folder.files().size).toBe(0);
  lost = 0;
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect(folder.files().get('long')).toHaveLength(content.length);
});

test('what a failure could not remove is written at the next try, under its own name', async () => {
  let isMended = false;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (isMended || path !== 'f3') return undefined;
    if (operation === 'removeEntry') return new DOMException('no', 'NotAllowedError');
    return operation === 'close' ? new DOMException('no', 'InvalidStateError') : undefined;
  };
  const folder = new FakeFolder({ fault });
  const run = start(await prepareJpa(many), folderSink(folder, 'keep-both'));
  // Removing it is tried for a while.
  await vi.advanceTimersByTimeAsync(1000);
  await holdOf(run);
  expect(folder.text('f3')).toBe('');
  isMended = true;
  run.control.answer('retry');
  await expectWhole(run, folder);
});

test('a folder that is there again, without what was written into it, is not made anew', async () => {
  let isFull = false;
  let isGone = false;
  let wasFull = false;
  const fault: FakeFolderOptions['fault'] = (operation, path) => {
    if (isFull && operation === 'close') return new DOMException('no', 'QuotaExceededError');
    return isGone && operation === 'getDirectoryHandle' && path === 'd'
      ? new DOMException('no', 'NotFoundError')
      : undefined;
  };
  const folder = new FakeFolder({ fault });
  const sink = new HookedSink(folderSink(folder), {
    onStart: (path) => {
      if (path !== 'd/b' || wasFull) return;
      isFull = true;
      wasFull = true;
    },
  });
  const entries = ['d/a', 'd/b', 'd/c'].map((path) => ({ path, content: path }));
  const run = start(await prepareJpa(entries), sink);
  await holdOf(run);
  isFull = false;
  isGone = true;
  run.control.answer('retry');
  expect(await holdOf(run)).toMatchObject({ problem: { code: 'folder-gone', where: { text: 'd' } } });
  isGone = false;
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  expect([...folder.files().keys()].sort()).toEqual(['d/a', 'd/b', 'd/c']);
});
