// A run into the file that the user chose, where something goes wrong: with the storage that it is made in, with the file, with
// what others do to it meanwhile.
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { asking, Desk, entries, made, noise } from './chosen-file-stage.ts';
import { quiet, usual } from './session-files.ts';

const small = entries.map((entry) =>
  entry.path === 'large.bin' ? { ...entry, content: noise.slice(0, 3000) } : entry,
);

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The browser says that there is room, whatever there is. */
function promiseRoom(): void {
  vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({ quota: 1e12, usage: 0 });
}

function failing(at: string, name: string): FakeFolderOptions {
  return { fault: (operation) => (operation === at ? new DOMException('no', name) : undefined) };
}

describe('F-32: whenever the storage turns out to be full', () => {
  test.each(['zip', 'tar'] as const)('the .%s is whole all the same', async (kind) => {
    const expected = await made(kind, small);
    for (let room = 0; room <= expected.length + 1000; room += 311) {
      const desk = new Desk({}, small);
      promiseRoom();
      desk.browser.storage.room = room;
      await desk.extract(asking, kind);
      expect(desk.bytes(kind)?.equals(expected), `room for ${room} bytes`).toBe(true);
      expect(desk.left).toEqual([]);
    }
  });

  test('so is what the .tar.gz holds', async () => {
    const expected = await made('tar', small);
    for (let room = 0; room <= 2000; room += 211) {
      const desk = new Desk({}, small);
      promiseRoom();
      desk.browser.storage.room = room;
      await desk.extract(asking, 'tar.gz');
      const bytes = gunzipSync(desk.bytes('tar.gz') ?? new Uint8Array());
      expect(bytes.equals(expected), `room for ${room} bytes`).toBe(true);
    }
  });

  test('and stays full, once the file has what there was', async () => {
    const expected = await made();
    const desk: Desk = new Desk({
      fault: (operation) => {
        if (operation === 'createWritable') desk.browser.storage.room = 0;
        return undefined;
      },
    });
    promiseRoom();
    desk.browser.storage.room = 20;
    await desk.extract(asking);
    expect(desk.bytes()?.equals(expected)).toBe(true);
  });
});

test('a run that was broken off goes on where there is no room for all of it any more', async () => {
  const expected = await made();
  const desk = new Desk();
  await desk.brokenOff();
  desk.browser.storage.room = 1_100_000;
  await desk.goOn();
  expect(desk.bytes()?.equals(expected)).toBe(true);
});

test('what has come into the file since an earlier visit stays, and what was made is downloaded', async () => {
  const expected = await made();
  const desk = new Desk();
  await desk.brokenOff();
  desk.disk.put('site.zip', 'somebody’s');
  const { download } = await desk.goOn();
  expect(Buffer.from((await download?.arrayBuffer()) ?? new ArrayBuffer()).equals(expected)).toBe(true);
  expect(desk.disk.text('site.zip')).toBe('somebody’s');
});

test('what comes into the file while it is made stays, and the run is kept', async () => {
  const desk = new Desk();
  const session = await desk.browser.session();
  const run = session.extract(await desk.target(), asking, ({ held }) => {
    if (held === null) return;
    desk.disk.put('site.zip', 'somebody’s');
    void session.answer('skip');
  });
  await expect(run).rejects.toMatchObject({ code: 'output-changed' });
  expect(desk.disk.text('site.zip')).toBe('somebody’s');
  expect((await desk.goOn()).download?.size).toBeGreaterThan(noise.length);
});

test('F-30: of two tabs into one file the second is told', async () => {
  const desk = new Desk();
  const session = await desk.browser.session();
  const target = await desk.target();
  await new Promise<void>((resolve) => {
    const onUpdate = ({ held }: RunUpdate): void => {
      if (held !== null) resolve();
    };
    void session.extract(target, asking, onUpdate);
  });
  const other = await desk.browser.session();
  await expect(other.extract(await desk.target(), usual, quiet)).rejects.toMatchObject({ code: 'output-in-use' });
  expect(desk.bytes()?.length).toBe(0);
});

test.each([
  ['NotReadableError', 'output-failed'],
  ['NotAllowedError', 'output-refused'],
  // The browser's, and no cancelling.
  ['AbortError', 'output-failed'],
])('a file that cannot be looked at (%s) is told as one', async (name, code) => {
  await expect(new Desk(failing('getFile', name)).extract()).rejects.toMatchObject({ code });
});

test('a file that cannot be looked at for a moment is still the one that is wanted', async () => {
  const desk = new Desk();
  await desk.brokenOff();
  const { store } = desk.browser;
  const asleep = new FakeFolder(failing('getFile', 'NotReadableError'));
  const out = await asleep.handle.getFileHandle('site.zip', { create: true });
  const before = new Map(store.handles);
  for (const [id, handles] of before) store.handles.set(id, { ...handles, output: out });
  await expect(desk.goOn()).rejects.toMatchObject({ code: 'output-failed' });
  for (const [id, handles] of before) store.handles.set(id, handles);
  expect((await desk.goOn()).download).toBeNull();
});

test('an error of the storage leaves no empty file', async () => {
  const desk = new Desk();
  vi.spyOn(navigator.storage, 'estimate').mockRejectedValue(new DOMException('no', 'UnknownError'));
  await expect(desk.extract()).rejects.toMatchObject({ code: 'output-failed' });
  expect(desk.bytes()).toBeNull();
});

test('an empty file that was there long before stays when the run is cancelled', async () => {
  const desk = new Desk();
  desk.disk.put('site.zip', '', 1_000_000);
  const session = await desk.browser.session();
  await session.extract(await desk.target(), asking, ({ held }) => {
    if (held !== null) void session.cancel();
  });
  expect(desk.bytes()?.length).toBe(0);
});

test('to forget a run does not wait for a disk that does not answer', async () => {
  const desk = new Desk();
  await desk.brokenOff();
  const { store } = desk.browser;
  const getFile = vi.fn(() => new Promise(() => undefined));
  const asleep = { kind: 'file', name: 'site.zip', getFile } as unknown as FileSystemFileHandle;
  for (const [id, handles] of store.handles) store.handles.set(id, { ...handles, output: asleep });
  const session = await desk.browser.session();
  const [run] = await session.unfinishedRuns();
  await session.forgetRun(run?.id ?? '', null);
  expect(getFile).toHaveBeenCalled();
  expect(desk.left).toEqual([]);
});

test('where the output that was kept is lost, nothing of the run stays', async () => {
  const desk = new Desk();
  await desk.brokenOff();
  desk.browser.storage.files.clear();
  await expect(desk.goOn()).rejects.toMatchObject({ code: 'output-lost' });
  expect(desk.left).toEqual([]);
  expect(desk.bytes()).toBeNull();
});

test('while the file is copied the run can be paused', async () => {
  let onWrite = quiet;
  let writes = 0;
  const fault = (operation: string): undefined => {
    if (operation !== 'write') return;
    writes += 1;
    onWrite();
  };
  const desk = new Desk({ fault }, [{ path: 'large.bin', content: new Uint8Array(9_000_000), store: true }]);
  const session = await desk.browser.session();
  const paused = new Promise<void>((resolve) => {
    onWrite = () => {
      onWrite = quiet;
      void session.pause();
      resolve();
    };
  });
  const end = session.extract(await desk.target('tar'), usual, quiet);
  await paused;
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(writes).toBe(1);
  await session.resume();
  await end;
  expect(writes).toBe(2);
});

test('a .tar.gz that is made in a moment is of one gzip member', async () => {
  const desk = new Desk({}, [{ path: 'a.txt', content: 'first' }]);
  await desk.extract(usual, 'tar.gz');
  const bytes = desk.bytes('tar.gz') ?? Buffer.alloc(0);
  const header = Buffer.from([0x1f, 0x8b, 8, 0]);
  expect(bytes.indexOf(header)).toBe(0);
  expect(bytes.indexOf(header, 1)).toBe(-1);
});
