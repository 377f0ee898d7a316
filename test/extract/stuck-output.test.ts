// F-15: one file that everything goes into, and a browser that does not answer for it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FakeFolderOptions, FakeOperation } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { into } from './session-files.ts';
import {
  entries,
  fileIn,
  letPack,
  never,
  passMs,
  slow,
  start,
  stop,
  stuck,
  timeUntil,
  waitFor,
  type Slow,
  type Started,
} from './unanswered.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const calls = ['write', 'close'] as const;
const kinds = ['zip', 'tar', 'tar.gz'] as const;
const cases = kinds.flatMap((kind) => calls.map((operation) => [kind, operation] as const));

describe.each(cases)('a .%s for which the browser does not answer a %s', (kind, operation) => {
  async function begin(answerMs: number, before: string | null = null): Promise<Started & Slow> {
    const made = slow((at, path) => at === operation && path === 'out', answerMs);
    if (before !== null) made.folder.put('out', before);
    return { ...made, ...(await start(await fileIn(made.folder, kind), made.called)) };
  }

  test('is asked about after two minutes, and again after each two more', async () => {
    const { session, held } = await begin(never);
    await letPack();
    await passMs(119_000);
    expect(held()).toBeNull();
    await passMs(12_000);
    expect(held()).toMatchObject(stuck);
    await session.answer('retry');
    await passMs(100_000);
    expect(held()).toBeNull();
    await passMs(30_000);
    expect(held()).toMatchObject(stuck);
  });

  test('is whole where it is answered after all', async () => {
    const run = await begin(200_000);
    expect(await waitFor(run)).toMatchObject({ isComplete: true, filesWritten: entries.length });
    expect(run.issues).toEqual([]);
    expect(run.folder.files().get('out')?.length).toBeGreaterThan(1000);
  });

  test('ends at once where that is stopped, and what the browser still holds is told', async () => {
    const run = await begin(1e6);
    expect(await stop(run)).toMatchObject({ isCancelled: true, isKept: false, filesWritten: 0 });
    expect(run.issues).toEqual([{ kind: 'left-behind', path: 'out', reason: 'TimeoutError' }]);
    expect(run.folder.files().get('out')).toHaveLength(0);
    await passMs(1e7);
    expect(run.folder.openWritables).toBe(0);
    // What is being closed cannot be called back: it comes whole, or not at all.
    if (operation === 'write') expect([...run.folder.files().keys()]).toEqual([]);
  });

  test('leaves what was there before', async () => {
    const run = await begin(1e6, 'what was there');
    expect(await stop(run)).toMatchObject({ isCancelled: true });
    expect(run.folder.text('out')).toBe('what was there');
    expect(run.issues).toMatchObject([{ kind: 'left-behind', path: 'out.crswap' }]);
    await passMs(1e7);
    if (operation === 'write') expect(run.folder.text('out')).toBe('what was there');
  });

  test('that is cancelled asks nobody, and ends', async () => {
    const { session, held, end } = await begin(never);
    await passMs(5000);
    await session.cancel();
    await passMs(125_000);
    expect(held()).toBeNull();
    await timeUntil(end);
    expect(await end).toMatchObject({ isCancelled: true });
  });
});

test('an answer that comes too late takes away nothing that a later run has put there', async () => {
  const { folder, called } = slow((operation) => operation === 'write', 1e6);
  await stop(await start(await fileIn(folder), called));
  folder.put('out', 'of a later run');
  await passMs(1e7);
  expect(folder.text('out')).toBe('of a later run');
});

test('an output that is whole, but cannot be read back, is not kept', async () => {
  let isClosed = false;
  const { folder, called } = slow((operation) => {
    if (operation === 'close') isClosed = true;
    return isClosed && operation === 'getFile';
  }, never);
  const run = await start(await fileIn(folder), called, { comparesAfterWriting: true });
  expect(await stop(run)).toMatchObject({ isCancelled: true, filesCompared: 0 });
  expect([...folder.files().keys()]).toEqual([]);
});

test('an output for a download, of which the browser never gives the file', async () => {
  const access = { write: (bytes: Uint8Array) => bytes.length, flush: vi.fn(), close: vi.fn() };
  let onCall: () => void = () => undefined;
  const called = new Promise<void>((resolve) => {
    onCall = resolve;
  });
  const getFile = (): Promise<never> => {
    onCall();
    return new Promise(() => undefined);
  };
  const file = { name: 'p.0', getFile, createSyncAccessHandle: () => Promise.resolve(access) };
  const removeEntry = vi.fn(() => Promise.resolve());
  const folder = { getFileHandle: () => Promise.resolve(file), removeEntry };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  vi.stubGlobal('navigator', { locks: new FakeLocks(), storage: { getDirectory: () => Promise.resolve(root) } });
  const run = await start({ kind: 'zip', name: 'out', page: 'p', handle: null }, called);
  expect(await stop(run)).toMatchObject({ isCancelled: true, download: null });
  expect(access.close).toHaveBeenCalled();
  expect(removeEntry).toHaveBeenCalledWith('p.0');
});

describe.each(calls)('the ZIP beside the files, for which the browser does not answer a %s', (operation) => {
  const content = [
    { path: 'a.php', content: 'there', store: true },
    { path: 'php.ini', content: 'x'.repeat(3_000_000), store: true },
  ];

  async function begin(answerMs: number): Promise<Started & Slow> {
    const made = slow((at, path) => at === operation && path === sideZip, answerMs, onWindows);
    return { ...made, ...(await start(into(made.folder), made.called, { content })) };
  }

  test('is asked about by its name, and can be waited for', async () => {
    const run = await begin(200_000);
    await passMs(140_000);
    expect(run.held()).toMatchObject({ ...stuck, problem: { where: { text: sideZip } } });
    expect(await waitFor(run)).toMatchObject({ isComplete: true, aside: [{ name: sideZip }] });
    expect(run.folder.files().get(sideZip)?.length).toBeGreaterThan(3_000_000);
  });

  test('ends the run where that is stopped: what is complete stays, and what is left is told', async () => {
    const run = await begin(never);
    expect(await stop(run)).toMatchObject({ isCancelled: true, filesWritten: 1, aside: [] });
    expect(run.folder.text('a.php')).toBe('there');
    expect(run.folder.files().get(sideZip)).toHaveLength(0);
    expect(run.issues).toEqual([{ kind: 'left-behind', path: sideZip, reason: 'NoModificationAllowedError' }]);
  });
});

test('the ZIP beside the files, where it cannot be removed either: a run that is stopped does not wait for that', async () => {
  const content = [
    { path: 'a.php', content: 'there', store: true },
    { path: 'php.ini', content: 'x'.repeat(3_000_000), store: true },
  ];
  const isSlow = (operation: FakeOperation, path: string): boolean =>
    path === sideZip && (operation === 'write' || operation === 'removeEntry');
  const { folder, called } = slow(isSlow, never, onWindows);
  const run = await start(into(folder), called, { content });
  await passMs(140_000);
  expect(run.held()).toMatchObject(stuck);
  await run.session.answer('stop');
  expect(await timeUntil(run.end)).toBeLessThan(10_000);
  expect(run.issues).toEqual([{ kind: 'left-behind', path: sideZip, reason: 'TimeoutError' }]);
});

describe('what the browser holds of the ZIP beside the files', () => {
  const content = [
    { path: 'a.php', content: 'there', store: true },
    { path: 'php.ini', content: 'x'.repeat(3_000_000), store: true },
  ];
  const swap = `${sideZip}.crswap`;
  const isWrite = (operation: FakeOperation, path: string): boolean => path === sideZip && operation === 'write';
  const refused = (path: string): DOMException | undefined =>
    path === swap ? new DOMException('no', 'NotAllowedError') : undefined;

  test('is told with the file, where neither can be removed', async () => {
    let isStuck = false;
    const fault: FakeFolderOptions['fault'] = (operation, path) =>
      isStuck && operation === 'removeEntry' ? refused(path) : undefined;
    const { folder, called } = slow(isWrite, never, { ...onWindows, fault });
    const run = await start(into(folder), called, { content });
    isStuck = true;
    await stop(run);
    expect(run.issues).toEqual([
      { kind: 'left-behind', path: sideZip, reason: 'NoModificationAllowedError' },
      { kind: 'left-behind', path: swap, reason: 'NotAllowedError' },
    ]);
    expect([...folder.files().keys()].sort()).toEqual(['a.php', sideZip, swap]);
  });

  test('is not told where it is gone in the end, and what was told goes when the browser lets go of it', async () => {
    const { folder, called } = slow(isWrite, 141_200, onWindows);
    const run = await start(into(folder), called, { content });
    await stop(run);
    expect(run.issues).toEqual([]);
    expect([...folder.files().keys()]).toEqual(['a.php']);

    const late = slow(isWrite, 1e6, onWindows);
    const other = await start(into(late.folder), late.called, { content });
    await stop(other);
    expect(other.issues).toMatchObject([{ kind: 'left-behind', path: sideZip }]);
    await passMs(1e7);
    expect([...late.folder.files().keys()]).toEqual(['a.php']);
  });
});

test('the ZIP beside the files, with nothing in it, that the browser does not remove', async () => {
  const content = [{ path: 'php.ini', content: 'z'.repeat(3000), store: true, fields: { size: 3001 } }];
  const isSlow = (operation: FakeOperation, path: string): boolean => path === sideZip && operation === 'removeEntry';
  const { folder, called } = slow(isSlow, never, onWindows);
  const run = await start(into(folder), called, { content });
  expect(await stop(run)).toMatchObject({ isCancelled: true, aside: [] });
  expect(run.issues).toContainEqual({ kind: 'left-behind', path: sideZip, reason: 'TimeoutError' });
});
