// F-15: a browser that does not answer before the first step of a run: for the file that is opened, or for the folder that is
// looked into and marked.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { MemoryStore } from '../journal/runs.ts';
import { FakeFolder, type FakeOperation } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';
import {
  entries,
  fileIn,
  never,
  passMs,
  slow,
  start,
  stop,
  stuck,
  stuckWith,
  timeUntil,
  type Slow,
  type Started,
} from './unanswered.ts';

const unhandled = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
  process.on('unhandledRejection', unhandled);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

describe.each(['getFile', 'createWritable'] as const)(
  'an output for which the browser does not answer %s',
  (operation) => {
    async function begin(answerMs: number, before: string | null = null): Promise<Started & Slow> {
      let isFirst = true;
      const made = slow((at, path) => {
        const isSlow = isFirst && at === operation && path === 'out';
        if (isSlow) isFirst = false;
        return isSlow;
      }, answerMs);
      if (before !== null) made.folder.put('out', before);
      return { ...made, ...(await start(await fileIn(made.folder), made.called)) };
    }

    test('is asked about after two minutes, by its name, and again after each two more', async () => {
      const { session, held } = await begin(never);
      await passMs(119_000);
      expect(held()).toBeNull();
      await passMs(4_000);
      expect(held()).toMatchObject({ ...stuck, problem: { where: { text: 'out' } } });
      await session.answer('retry');
      await passMs(110_000);
      expect(held()).toBeNull();
      await passMs(20_000);
      expect(held()).toMatchObject(stuck);
    });

    test('is whole where it is answered after all, and the question goes by itself', async () => {
      const { folder, held, end, issues } = await begin(200_000);
      await passMs(190_000);
      expect(held()).toMatchObject(stuck);
      expect(await timeUntil(end)).toBeLessThan(15_000);
      expect(await end).toMatchObject({ isComplete: true, filesWritten: entries.length });
      expect(issues).toEqual([]);
      expect(folder.files().get('out')?.length).toBeGreaterThan(1000);
    });

    test('is let go of where that is stopped, and told; what comes too late leaves nothing', async () => {
      const run = await begin(1e6);
      expect(await stop(run)).toMatchObject({ isCancelled: true, isKept: false, filesWritten: 0 });
      expect(run.issues).toEqual([{ kind: 'left-behind', path: 'out', reason: 'TimeoutError' }]);
      expect(run.folder.files().get('out')).toHaveLength(0);
      await passMs(1e7);
      expect([...run.folder.files().keys()]).toEqual([]);
      expect(run.folder.openWritables).toBe(0);
    });

    test('that is cancelled ends at once', async () => {
      const { session, held, end, folder, issues } = await begin(1e6);
      await passMs(5000);
      await session.cancel();
      expect(await timeUntil(end)).toBeLessThan(3000);
      expect(held()).toBeNull();
      expect(await end).toMatchObject({ isCancelled: true, isKept: false });
      expect(issues).toMatchObject([{ kind: 'left-behind', path: 'out' }]);
      await passMs(1e7);
      expect([...folder.files().keys()]).toEqual([]);
      expect(folder.openWritables).toBe(0);
    });

    test('that is cancelled as the browser answers leaves nothing either, and nothing to tell', async () => {
      const { session, end, folder, issues } = await begin(5200);
      await passMs(5000);
      await session.cancel();
      await timeUntil(end);
      expect(issues).toEqual([]);
      expect([...folder.files().keys()]).toEqual([]);
      expect(folder.openWritables).toBe(0);
    });

    test('keeps what was there before', async () => {
      const run = await begin(1e6, 'what was there');
      await stop(run);
      // Of a file that is known to be somebody's, nothing is to be deleted but what the browser keeps beside it.
      if (operation === 'createWritable') expect(run.issues).toMatchObject([{ path: 'out.crswap' }]);
      await passMs(1e7);
      expect(run.folder.text('out')).toBe('what was there');
      expect(run.folder.openWritables).toBe(0);
    });

    test('keeps what a later run has put there', async () => {
      const run = await begin(1e6);
      await stop(run);
      const later = await run.session.extract(await fileIn(run.folder), usual, quiet);
      expect(later).toMatchObject({ isComplete: true });
      const written = run.folder.files().get('out')?.length ?? 0;
      await passMs(1e7);
      expect(written).toBeGreaterThan(1000);
      expect(run.folder.files().get('out')).toHaveLength(written);
    });
  },
);

test('an output for a download, for which the browser opens nothing: what comes too late is removed', async () => {
  const access = { close: vi.fn() };
  let answer: (access: unknown) => void = () => undefined;
  const createSyncAccessHandle = vi.fn(
    () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  );
  const removeEntry = vi.fn(() => Promise.resolve());
  const folder = { getFileHandle: () => Promise.resolve({ name: 'p.0', createSyncAccessHandle }), removeEntry };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  vi.stubGlobal('navigator', { locks: new FakeLocks(), storage: { getDirectory: () => Promise.resolve(root) } });
  const run = await start({ kind: 'zip', name: 'out', page: 'p', handle: null }, Promise.resolve());
  expect(await stop(run)).toMatchObject({ isCancelled: true, download: null });
  expect(removeEntry).not.toHaveBeenCalled();
  answer(access);
  await passMs(1000);
  expect(access.close).toHaveBeenCalledOnce();
  expect(removeEntry).toHaveBeenCalledWith('p.0');
});

const isOwn = (path: string): boolean => path === 'a.txt' || path === 'php.ini';

const inFolder: readonly (readonly [string, (operation: FakeOperation, path: string) => boolean])[] = [
  ['list it', (operation, path) => operation === 'list' && path === ''],
  ['be asked for a name', (operation, path) => operation === 'getFileHandle' && !isOfMarker(path) && !isOwn(path)],
  ['be marked', (operation, path) => operation === 'getFileHandle' && isOfMarker(path)],
  ['have its mark signed', (operation, path) => operation === 'createWritable' && isOfMarker(path)],
  ['have its mark closed', (operation, path) => operation === 'close' && isOfMarker(path)],
];

describe.each(inFolder)('a folder that the browser does not let %s', (_name, isSlow) => {
  const content = [
    { path: 'a.txt', content: 'a' },
    { path: 'php.ini', content: 'b' },
  ];

  async function begin(answerMs: number): Promise<Started & Slow & { readonly store: MemoryStore }> {
    let isFirst = true;
    const made = slow((operation, path) => {
      const isIt = isFirst && isSlow(operation, path);
      if (isIt) isFirst = false;
      return isIt;
    }, answerMs);
    const store = new MemoryStore();
    return { ...made, store, ...(await start(into(made.folder), made.called, { content, store })) };
  }

  test('is asked about, and extracted into once it answers; the question goes by itself', async () => {
    const { folder, held, end } = await begin(200_000);
    await passMs(119_000);
    expect(held()).toBeNull();
    await passMs(10_000);
    expect(held()).toMatchObject({ ...stuckWith('folder-stuck'), problem: { where: { text: 'folder' } } });
    await passMs(75_000);
    expect(held()).toBeNull();
    await timeUntil(end);
    expect(await end).toMatchObject({ isComplete: true, filesWritten: 2 });
    expect([...folder.files().keys()].sort()).toEqual(['a.txt', 'php.ini']);
  });

  test.each(['stopped', 'cancelled'])('is left where that is %s, and nothing of the run stays', async (how) => {
    const run = await begin(1e6);
    if (how === 'stopped') await stop(run, 'folder-stuck');
    else {
      await passMs(5000);
      await run.session.cancel();
      expect(await timeUntil(run.end)).toBeLessThan(7000);
    }
    expect(await run.end).toMatchObject({ isCancelled: true, isKept: false, filesWritten: 0 });
    await passMs(1e7);
    expect([...run.folder.files().keys()]).toEqual([]);
    expect(run.folder.openWritables).toBe(0);
    expect(run.store.runs.size).toBe(0);
    expect(await run.session.extract(into(run.folder), usual, quiet)).toMatchObject({ isComplete: true });
  });
});

test('a run that is gone on with stays on record where the browser does not answer for its folder', async () => {
  const store = new MemoryStore();
  const content = [{ path: 'a.txt', content: 'a' }];
  let isDead = true;
  const folder = new FakeFolder({
    latencyMs: (operation, path) => (!isDead && operation === 'getFileHandle' && isOfMarker(path) ? 1e6 : 0),
    fault: (operation, path) =>
      isDead && operation === 'close' && path === 'a.txt' ? new DOMException('no', 'QuotaExceededError') : undefined,
  });
  const first = await start(into(folder), Promise.resolve(), { content, store });
  await passMs(2000);
  await first.session.answer('stop');
  await timeUntil(first.end);
  expect(await first.end).toMatchObject({ isKept: true });

  isDead = false;
  const [id = ''] = store.runs.keys();
  const going = first.session.continueRun(id, folder.handle, quiet);
  await passMs(1000);
  await first.session.cancel();
  await timeUntil(going);
  expect(await going).toMatchObject({ isCancelled: true, isKept: true });
  await passMs(1e7);
  expect([...store.runs.keys()]).toEqual([id]);
  expect([...folder.files().keys()].filter(isOfMarker)).toHaveLength(1);
});

describe('a folder of which the browser does not say whether it is still the same', () => {
  async function begin(answerMs: number): Promise<Started & Slow> {
    let isWritten = false;
    const made = slow((operation, path) => {
      if (operation === 'close' && path === 'a.txt') isWritten = true;
      return isWritten && operation === 'getFileHandle' && isOfMarker(path);
    }, answerMs);
    return {
      ...made,
      ...(await start(into(made.folder), made.called, { content: [{ path: 'a.txt', content: 'a' }] })),
    };
  }

  test('is asked about; the run ends where it is answered after all', async () => {
    const { held, end } = await begin(150_000);
    await passMs(140_000);
    expect(held()).toMatchObject(stuckWith('folder-stuck'));
    await timeUntil(end);
    expect(await end).toMatchObject({ isComplete: true });
  });

  test('is not waited for where the run is cancelled', async () => {
    const { session, end, folder } = await begin(never);
    await passMs(5000);
    await session.cancel();
    expect(await timeUntil(end)).toBeLessThan(2000);
    // The file may be in another folder by now: it is not called written, and stays where it is.
    expect(await end).toMatchObject({ isCancelled: true, filesWritten: 0 });
    expect(folder.text('a.txt')).toBe('a');
  });
});

test('a chosen folder that the browser does not answer for is told after two minutes', async () => {
  const { folder } = slow((operation) => operation === 'list', never);
  const session = await opened([jpaFile({ entries })]);
  const surveyed = session.surveyFolder(folder.handle, usual).catch((error: unknown) => error);
  await passMs(125_000);
  expect(await surveyed).toMatchObject({ code: 'folder-stuck', where: { text: 'folder' } });
});
