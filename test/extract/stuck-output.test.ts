// F-15: one file that everything goes into, and a browser that does not answer for it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import type { Hold } from '../../src/extract/hold.ts';
import type { Session } from '../../src/extract/session.ts';
import type { RunChoices, Target } from '../../src/extract/worker-api.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { FakeFolder, type FakeFolderOptions, type FakeOperation } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { onWindows, sideZip } from './odd-folder.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const entries: readonly JpaEntry[] = Array.from({ length: 4 }, (_, number) => ({
  path: `f${number}`,
  content: 'x'.repeat(700_000),
  store: true,
}));
const never = 1e9;
const stuck = { problem: { code: 'output-stuck' }, answers: ['retry', 'stop'], retryInMs: null };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const passMs = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** How much time passes on the clock before this comes. What needs none, such as packing, has its turn in between. */
async function timeUntil(event: Promise<unknown>): Promise<number> {
  const state = { isThere: false };
  void event.finally(() => {
    state.isThere = true;
  });
  for (let passedMs = 0; ; passedMs += 50) {
    for (let turn = 0; turn < 200 && !state.isThere; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (state.isThere) return passedMs;
    await passMs(50);
  }
}

interface Slow {
  readonly folder: FakeFolder;
  /** Resolves when the call was made. */
  readonly called: Promise<void>;
}

/** A folder in which such calls are answered after so long. */
function slow(
  isSlow: (operation: FakeOperation, path: string) => boolean,
  answerMs: number,
  options: FakeFolderOptions = {},
): Slow {
  let onCall: () => void = () => undefined;
  const called = new Promise<void>((resolve) => {
    onCall = resolve;
  });
  const latencyMs = (operation: FakeOperation, path: string): number => {
    if (!isSlow(operation, path)) return 0;
    onCall();
    return answerMs;
  };
  return { folder: new FakeFolder({ ...options, latencyMs }), called };
}

interface Started {
  readonly session: Session;
  readonly held: () => Hold | null;
  readonly issues: readonly Issue[];
  readonly end: Promise<Outcome>;
}

/** A run that the browser leaves without an answer. */
async function start(
  target: Target,
  called: Promise<void>,
  { content = entries, ...choices }: Partial<RunChoices> & { readonly content?: readonly JpaEntry[] } = {},
): Promise<Started> {
  const session = await opened([jpaFile({ entries: content })]);
  let held: Hold | null = null;
  const issues: Issue[] = [];
  const end = session.extract(target, { ...usual, ...choices }, (update: RunUpdate) => {
    held = update.held;
    issues.push(...update.newIssues);
  });
  await timeUntil(called);
  return { session, issues, end, held: () => held };
}

async function stop({ session, held, end }: Started): Promise<Outcome> {
  await passMs(140_000);
  expect(held()).toMatchObject(stuck);
  await session.answer('stop');
  expect(await timeUntil(end)).toBeLessThan(5000);
  return end;
}

async function waitFor({ session, end }: Started): Promise<Outcome> {
  for (let turn = 0; turn < 20; turn += 1) {
    await passMs(140_000);
    await session.answer('retry');
  }
  await timeUntil(end);
  return end;
}

async function fileIn(folder: FakeFolder, kind: 'zip' | 'tar' | 'tar.gz' = 'zip'): Promise<Target> {
  return { kind, name: 'out', page: 'p', handle: await folder.handle.getFileHandle('out', { create: true }) };
}

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
  vi.stubGlobal('navigator', { locks: {}, storage: { getDirectory: () => Promise.resolve(root) } });
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
    expect(await waitFor(run)).toMatchObject({ isComplete: true, aside: { name: sideZip } });
    expect(run.folder.files().get(sideZip)?.length).toBeGreaterThan(3_000_000);
  });

  test('ends the run where that is stopped: what is complete stays, and what is left is told', async () => {
    const run = await begin(never);
    expect(await stop(run)).toMatchObject({ isCancelled: true, filesWritten: 1, aside: null });
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
