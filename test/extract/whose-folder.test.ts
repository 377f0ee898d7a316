// Who has a folder: a run that is on in it keeps it, in whatever tab, and one that nobody waits for any more lets go of it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Hold } from '../../src/extract/hold.ts';
import { Session } from '../../src/extract/session.ts';
import { isOfMarker, markedRun, markerName } from '../../src/journal/run-marker.ts';
import { MemoryStore, someId } from '../journal/runs.ts';
import { FakeDirectoryHandle } from '../support/fake-handles.ts';
import { FakeDisk, type FakeOperation } from '../support/fake-disk.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { sumsHere } from '../support/sums-here.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';
import { entries, never, passMs, slow, start, timeUntil } from './unanswered.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const clock = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] as const;

describe('a folder that the browser does not answer for', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: [...clock] });
  });

  test('can be tried again in the same tab once its run was stopped', async () => {
    let isAsleep = true;
    const { folder, called } = slow((operation) => isAsleep && operation === 'list', never);
    const store = new MemoryStore();
    const { session, end } = await start(into(folder), called, { store });
    await passMs(1000);
    await session.cancel();
    expect(await timeUntil(end)).toBeLessThan(5000);
    isAsleep = false;
    const again = session.extract(into(folder), usual, quiet);
    await timeUntil(again);
    expect(await again).toMatchObject({ isComplete: true, filesWritten: entries.length });
  });

  test('does not keep a run that is over from the next', async () => {
    let isAsleep = true;
    const isRemoval = (operation: FakeOperation, path: string) => operation === 'removeEntry' && isOfMarker(path);
    const { folder, called } = slow((operation, path) => isAsleep && isRemoval(operation, path), never);
    const { session, end } = await start(into(folder), called, { store: new MemoryStore() });
    expect(await timeUntil(end)).toBeLessThan(5000);
    isAsleep = false;
    const again = session.extract(into(folder), usual, quiet);
    await timeUntil(again);
    expect(await again).toMatchObject({ isComplete: true });
  });
});

/** A run that is held in the middle, for as long as the test wants. */
async function heldRun(folder: { readonly handle: FileSystemDirectoryHandle }, store: MemoryStore) {
  const session = await opened([jpaFile({ entries })], undefined, new Session(store, sumsHere));
  let isHeld: (hold: Hold) => void = () => undefined;
  const held = new Promise<Hold>((resolve) => {
    isHeld = resolve;
  });
  const end = session.extract(into(folder), usual, (update) => {
    if (update.held !== null) isHeld(update.held);
  });
  await Promise.race([held, end]);
  return { session, end };
}

const full = new DOMException('full', 'QuotaExceededError');

test('a run that is on in one tab is not forgotten in another', async () => {
  let isFull = true;
  const folder = new FakeFolder({
    fault: (operation, path) => (isFull && operation === 'close' && path === 'f2' ? full : undefined),
  });
  const store = new MemoryStore();
  const { session, end } = await heldRun(folder, store);
  const [id = ''] = store.runs.keys();
  await new Session(store, sumsHere).forgetRun(id, folder.handle);
  expect(store.runs.size).toBe(1);
  isFull = false;
  await session.answer('retry');
  expect(await end).toMatchObject({ isComplete: true, filesWritten: entries.length });
});

test.each([
  ['within it', ['site', 'media'], ['site']],
  ['around it', ['site'], ['site', 'media']],
])('F-30 a run in a folder %s keeps another tab out', async (_, path, busy) => {
  let isFull = true;
  const disk = new FakeDisk({
    fault: (operation, at) => (isFull && operation === 'close' && at.endsWith('f2') ? full : undefined),
  });
  const root = new FakeDirectoryHandle(disk, [], 'disk') as unknown as FileSystemDirectoryHandle;
  const at = async (names: readonly string[]): Promise<FileSystemDirectoryHandle> => {
    let handle = root;
    for (const name of names) handle = await handle.getDirectoryHandle(name, { create: true });
    return handle;
  };
  const store = new MemoryStore();
  const chosen = await at(path);
  const { session, end } = await heldRun({ handle: await at(busy) }, store);
  const other = await opened([jpaFile({ entries })], undefined, new Session(store, sumsHere));
  await expect(other.surveyFolder(chosen, usual)).rejects.toMatchObject({ code: 'folder-in-use' });
  await expect(other.extract(into({ handle: chosen }), usual, quiet)).rejects.toMatchObject({ code: 'folder-in-use' });
  isFull = false;
  await session.answer('retry');
  expect(await end).toMatchObject({ isComplete: true });
});

describe('a run that another browser has under way', () => {
  /** The other browser's locks are not seen from here, nor what it keeps. */
  async function underWay() {
    let isFull = true;
    const folder = new FakeFolder({
      fault: (operation, path) => (isFull && operation === 'close' && path === 'f2' ? full : undefined),
    });
    const { session, end } = await heldRun(folder, new MemoryStore());
    vi.stubGlobal('navigator', { locks: new FakeLocks() });
    const here = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
    const mend = () => {
      isFull = false;
    };
    return { folder, here, session, end, mend };
  }

  test('F-30 is told of before a run, does not let one begin, and comes to its end', async () => {
    const { folder, here, session, end, mend } = await underWay();
    const before = [...folder.files().keys()].sort();
    const [marker = ''] = before.filter(isOfMarker);
    const { unknownRuns } = await here.surveyFolder(folder.handle, usual);
    expect(unknownRuns).toMatchObject({ ids: [markedRun(marker)] });
    await expect(here.extract(into(folder), usual, quiet)).rejects.toMatchObject({ code: 'folder-marked' });
    expect([...folder.files().keys()].sort()).toEqual(before);
    mend();
    await session.answer('retry');
    expect(await end).toMatchObject({ isComplete: true, filesWritten: entries.length });
  });

  test('F-30 is closed once the user says that it is over', async () => {
    const { folder, here, mend, session, end } = await underWay();
    const { unknownRuns } = await here.surveyFolder(folder.handle, usual);
    const target = into(folder, 'overwrite', 'side-zip', unknownRuns?.ids);
    mend();
    expect(await here.extract(target, usual, quiet)).toMatchObject({ isComplete: true, filesWritten: entries.length });
    expect([...folder.files().keys()].filter(isOfMarker)).toEqual([]);
    await session.cancel();
    expect(await end).toMatchObject({ isCancelled: true });
  });

  test('F-30 is told of where its mark is all there is in the folder', async () => {
    const folder = new FakeFolder();
    folder.put(markerName(someId), '', 1_700_000_000_000);
    const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
    const told = { ids: [someId], lastMs: 1_700_000_000_000 };
    expect(await session.surveyFolder(folder.handle, usual)).toMatchObject({ isEmpty: true, unknownRuns: told });
    await expect(session.extract(into(folder), usual, quiet)).rejects.toMatchObject({ code: 'folder-marked' });
    expect(folder.text(markerName(someId))).toBe('');
  });
});
