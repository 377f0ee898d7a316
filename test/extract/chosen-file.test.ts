// A run into the file that the user chose: made in the page's own storage, where it outlives the tab, and copied once it is whole.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { Target } from '../../src/extract/worker-api.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { FakeFolderOptions } from '../support/fake-folder.ts';
import { asking, Desk, entries, made, noise } from './chosen-file-stage.ts';
import { moments } from './file-runs.ts';
import { jpaFile, quiet, usual } from './session-files.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A disk that is full once. */
function fullOnce(): FakeFolderOptions {
  let isFull = true;
  return {
    fault: (operation) => {
      if (operation !== 'write' || !isFull) return undefined;
      isFull = false;
      return new DOMException('full', 'QuotaExceededError');
    },
  };
}

test.each(['zip', 'tar', 'tar.gz'] as const)(
  'a .%s comes to the file, and nothing stays in the browser',
  async (kind) => {
    const expected = await made(kind);
    const desk = new Desk();
    const outcome = await desk.extract(usual, kind);
    expect(outcome.download).toBeNull();
    expect(desk.bytes(kind)?.equals(expected)).toBe(true);
    expect(desk.left).toEqual([]);
  },
);

test.each([false, true])('how far the copying is is told; written directly: %s', async (writesDirectly) => {
  const desk = new Desk();
  const session = await desk.browser.session();
  const updates: RunUpdate[] = [];
  await session.extract(await desk.target(), { ...usual, writesDirectly }, (update) => void updates.push(update));
  const total = desk.bytes()?.length;
  expect(updates.at(-1)?.copied).toEqual(writesDirectly ? null : { done: total, total });
});

test('what was copied is read back where that is wanted', async () => {
  const desk = new Desk();
  await desk.extract({ ...usual, comparesAfterWriting: true });
  expect(desk.bytes()?.length).toBeGreaterThan(noise.length);
});

test('a copy that differs goes, and what it was made from is downloaded when it is tried again', async () => {
  const expected = await made();
  const desk = new Desk({ spoils: (path) => path === 'site.zip' });
  await expect(desk.extract({ ...usual, comparesAfterWriting: true })).rejects.toMatchObject({
    code: 'read-back-differs',
  });
  expect(desk.bytes()).toBeNull();
  const { download } = await desk.goOn();
  expect(Buffer.from((await download?.arrayBuffer()) ?? new ArrayBuffer()).equals(expected)).toBe(true);
});

test('F-33: of a tab that dies is made the very file that one makes which is left alone', async () => {
  const expected = await made();
  const desk = new Desk();
  await desk.brokenOff();
  expect(desk.bytes()?.length).toBe(0);
  const [run] = await (await desk.browser.session()).unfinishedRuns();
  expect(run?.target).toMatchObject({ kind: 'zip', name: 'site.zip' });
  expect(run?.target.kind !== 'folder' && run?.target.file?.name).toBe('site.zip');

  expect((await desk.goOn()).download).toBeNull();
  expect(desk.bytes()?.equals(expected)).toBe(true);
  expect(desk.left).toEqual([]);
});

describe('F-33: whenever the tab dies, there is nothing or the whole file', () => {
  const small = entries.map((entry) =>
    entry.path === 'large.bin' ? { ...entry, content: noise.slice(0, 70_000) } : entry,
  );

  async function checkAfterDeath(desk: Desk, expected: Buffer): Promise<void> {
    await desk.reopen();
    const found = desk.bytes() ?? Buffer.alloc(0);
    expect(found.length === 0 || found.equals(expected)).toBe(true);
    const session = await desk.browser.session();
    await session.tidy();
    const isOffered = (await session.unfinishedRuns()).length > 0;
    await (isOffered ? desk.goOn() : desk.extract());
    expect(desk.bytes()?.equals(expected)).toBe(true);
    // Where the file was whole already, what was made once more waits to be downloaded.
    await desk.reopen();
    await (await desk.browser.session()).tidy();
    expect(desk.left).toEqual([]);
  }

  test('while it is made', async () => {
    const expected = await made('zip', small);
    const undisturbed = new Desk({}, small);
    await undisturbed.extract(asking);
    const next = moments(7, undisturbed.browser.storage.callCount);
    for (let trial = 0; trial < 30; trial += 1) {
      const desk = new Desk({}, small);
      desk.browser.reopen({ diesAt: next() });
      await Promise.race([desk.extract(asking), desk.browser.storage.death]);
      await checkAfterDeath(desk, expected);
    }
  });

  test('while it is copied', async () => {
    const expected = await made('zip', small);
    const undisturbed = new Desk({}, small);
    await undisturbed.extract();
    const calls = undisturbed.disk.callCount;
    // The file is looked at, opened, written and closed.
    expect(calls).toBeGreaterThan(4);
    for (let diesAt = 1; diesAt <= calls; diesAt += 1) {
      const desk = new Desk({ diesAt }, small);
      await Promise.race([desk.extract(), desk.disk.death]);
      await checkAfterDeath(desk, expected);
    }
  });
});

test('F-32: a disk that is full while the file is copied costs nothing', async () => {
  const expected = await made();
  const desk = new Desk(fullOnce());
  const { length } = expected;
  await expect(desk.extract()).rejects.toMatchObject({ code: 'disk-full', where: { expected: length } });
  expect(desk.bytes()?.length).toBe(0);
  await desk.goOn();
  expect(desk.bytes()?.equals(expected)).toBe(true);
  expect(desk.left).toEqual([]);
});

test('F-32: a storage that is full in mid-run hands over what it has, and the file is whole', async () => {
  const expected = await made();
  const desk = new Desk();
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1e12, usage: 0 });
  desk.browser.storage.room = 1_100_000;
  const outcome = await desk.extract();
  expect(outcome.download).toBeNull();
  expect(desk.bytes()?.equals(expected)).toBe(true);
  expect(desk.left).toEqual([]);
});

test('a storage that has no room from the start is done without', async () => {
  const expected = await made();
  const desk = new Desk();
  desk.browser.storage.room = 1000;
  await desk.extract();
  expect(desk.bytes()?.equals(expected)).toBe(true);
  expect(desk.left).toEqual([]);
});

test('a file that is to be written directly is, and the browser is asked for no storage', async () => {
  const expected = await made();
  const desk = new Desk();
  const directory = vi.spyOn(navigator.storage, 'getDirectory');
  await desk.extract({ ...usual, writesDirectly: true });
  expect(desk.bytes()?.equals(expected)).toBe(true);
  expect(directory).not.toHaveBeenCalled();
});

test('a part of the backup is not written over, and nothing is begun', async () => {
  const desk = new Desk();
  const session = await desk.browser.session();
  const part = new Uint8Array(jpaFile({ entries }).size);
  desk.disk.put('site.jpa', part);
  const target: Target = { kind: 'zip', name: 'site.jpa', handle: await desk.file('site.jpa'), page: 'page' };
  await expect(session.extract(target, usual, quiet)).rejects.toMatchObject({ code: 'output-is-part' });
  expect(Buffer.from(desk.disk.files().get('site.jpa') ?? []).equals(part)).toBe(true);
  expect(desk.left).toEqual([]);
});

test('who cancels finds no empty file, and nothing in the browser', async () => {
  const desk = new Desk();
  const session = await desk.browser.session();
  const outcome = await session.extract(await desk.target(), asking, ({ held }) => {
    if (held !== null) void session.cancel();
  });
  expect(outcome.isCancelled).toBe(true);
  expect(desk.bytes()).toBeNull();
  expect(desk.left).toEqual([]);
});

test('a run that is cancelled while its file is copied leaves none', async () => {
  let onWrite = quiet;
  const fault = (operation: string): undefined => {
    if (operation === 'write') onWrite();
  };
  const desk = new Desk({ fault }, [{ path: 'large.bin', content: new Uint8Array(9_000_000), store: true }]);
  const session = await desk.browser.session();
  onWrite = () => void session.cancel();
  const outcome = await session.extract(await desk.target('tar'), usual, quiet);
  expect(outcome.isCancelled).toBe(true);
  expect(desk.bytes('tar')).toBeNull();
  expect(desk.left).toEqual([]);
});

test('a run that is forgotten takes the empty file with it', async () => {
  const desk = new Desk();
  await desk.brokenOff();
  const session = await desk.browser.session();
  const [run] = await session.unfinishedRuns();
  await session.forgetRun(run?.id ?? '', null);
  expect(desk.bytes()).toBeNull();
  expect(desk.left).toEqual([]);
});

test('where the file is gone, what was made is downloaded', async () => {
  const expected = await made();
  const desk = new Desk();
  await desk.brokenOff();
  const { store } = desk.browser;
  await desk.disk.handle.removeEntry('site.zip');
  for (const [id, handles] of store.handles) {
    const gone = { name: 'site.zip', getFile: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
    store.handles.set(id, { ...handles, output: gone as unknown as FileSystemFileHandle });
  }
  const { download } = await desk.goOn();
  expect(Buffer.from((await download?.arrayBuffer()) ?? new ArrayBuffer()).equals(expected)).toBe(true);
  expect(desk.bytes()).toBeNull();
});

test('a file that cannot be opened any more ends the run, which is kept', async () => {
  const refuse: FakeFolderOptions = {
    fault: (operation) => (operation === 'createWritable' ? new DOMException('no', 'NotAllowedError') : undefined),
  };
  const desk = new Desk(refuse);
  await expect(desk.extract()).rejects.toEqual(new ExtractError('output-refused'));
  expect(desk.left).toHaveLength(3);
});
