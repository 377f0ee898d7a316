// What must be as it was before a run into one file is gone on with, and what becomes of its files when it is not.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { identify } from '../../src/journal/part-identity.ts';
import { FileRun } from '../../src/journal/file-run.ts';
import { forgetFileRun, verifyFiles } from '../../src/journal/earlier-files.ts';
import type { FileRunPlace } from '../../src/journal/run-place.ts';
import type { FileTarget, SavedChoices, SavedFileRun } from '../../src/journal/saved-run.ts';
import { isFileRun } from '../../src/journal/saved-run.ts';
import { BrowserCalls } from '../../src/sink/browser-calls.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { FakeStorage } from '../support/fake-storage.ts';
import { prepareJpa } from '../extract/run.ts';
import { MemoryStore } from './runs.ts';

const choices: SavedChoices = {
  salvages: false,
  skipsDamage: false,
  keepsDamaged: false,
  keepsOutside: false,
  selection: null,
  pace: null,
  comparesAfterWriting: false,
};
const target: FileTarget = { kind: 'zip', name: 'site.zip', page: 'page' };
const quiet = (): void => undefined;
const piece = new Uint8Array([1, 2, 3, 4]);

let storage = new FakeStorage();
let store = new MemoryStore();

beforeEach(() => {
  storage = new FakeStorage();
  store = new MemoryStore();
  vi.stubGlobal('navigator', storage.navigator);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function placeOf(content = 'one', needed = 1000): Promise<FileRunPlace> {
  const { source, plan } = await prepareJpa([{ path: 'a.txt', content }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
  const handles = { folder: null, parts: null };
  return { parts: await identify(source), plan, handles, store, needed, calls: new BrowserCalls() };
}

/** The sink of such a run writes to its place: here a test does, four bytes. */
const sink = Object.assign(new MemorySink(), { settle: () => Promise.resolve(piece.length) });

async function begin(to = target): Promise<FileRun> {
  const run = await FileRun.begin(await placeOf(), to, choices);
  if (run === null) throw new Error('there is a storage');
  return run;
}

/** One step is done, whose record is in the directory, and the tab is gone. */
async function brokenOff(to = target): Promise<SavedFileRun> {
  const run = await begin(to);
  const journal = await run.keep(sink, quiet);
  await run.place.write(piece);
  run.archive.directory.add(new Uint8Array([7, 8, 9]));
  journal.done(0, { delivered: true, issues: [] });
  await journal.save();
  await run.place.write(new Uint8Array([5, 6]));
  storage.reopen();
  vi.stubGlobal('navigator', storage.navigator);
  const saved = await store.find(run.saved.start.id);
  if (saved === null || !isFileRun(saved)) throw new Error('nothing was kept');
  return saved;
}

const names = (): string[] => [...storage.files.keys()].map((name) => name.replace(/[0-9a-f]{16}/, 'ID'));
const bytesOf = (saved: SavedFileRun, suffix = ''): Uint8Array<ArrayBuffer> | undefined =>
  storage.files.get(`page.${saved.start.id}${suffix}`)?.bytes;

describe('a run that was broken off', () => {
  test('is taken up where it was cut, and what came behind is gone', async () => {
    const saved = await brokenOff();
    expect(bytesOf(saved)).toHaveLength(6);
    const run = await FileRun.takeUp(saved, await placeOf());
    expect(bytesOf(saved)).toEqual(piece);
    expect(run.archive.size).toBe(4);
    expect([...run.archive.directory.pieces()]).toEqual([new Uint8Array([7, 8, 9])]);
    expect(run.archive.directory.count).toBe(1);
    expect((await run.keep(sink, quiet)).isDone(0)).toBe(true);
    expect(run.earlier).toMatchObject({ filesDone: 1, filesWritten: 1 });
  });

  test.each([
    ['the output is not there', (saved: SavedFileRun) => storage.files.delete(`page.${saved.start.id}`)],
    ['the directory is not there', (saved: SavedFileRun) => storage.files.delete(`page.${saved.start.id}.directory`)],
    ['the output is too short', (saved: SavedFileRun) => cut(saved, '', 3)],
    ['the directory is too short', (saved: SavedFileRun) => cut(saved, '.directory', 2)],
    ['a bit of the output is another', (saved: SavedFileRun) => spoil(saved, '', 3)],
    ['a bit of the directory is another', (saved: SavedFileRun) => spoil(saved, '.directory', 0)],
    ['a power cut has left zeros', (saved: SavedFileRun) => bytesOf(saved)?.fill(0)],
  ])('is not gone on with where %s, and nothing of it is kept', async (_, change) => {
    const saved = await brokenOff();
    change(saved);
    await expect(FileRun.takeUp(saved, await placeOf())).rejects.toMatchObject({
      code: 'output-lost',
      where: { text: 'site.zip' },
    });
    expect(names()).toEqual([]);
    expect(store.runs.size).toBe(0);
    // It has let go of the run, too.
    expect(await storage.locks.query()).toEqual({ held: [] });
  });

  test('takes no notice of what is different behind the cut', async () => {
    const saved = await brokenOff();
    spoil(saved, '', 5);
    await expect(FileRun.takeUp(saved, await placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('is seen to be lost before anybody looks for its backup', async () => {
    const saved = await brokenOff();
    await expect(verifyFiles(saved, store)).resolves.toBeUndefined();
    cut(saved, '.directory', 2);
    await expect(verifyFiles(saved, store)).rejects.toMatchObject({ code: 'output-lost' });
    expect(names()).toEqual([]);
    expect(store.runs.size).toBe(0);
  });

  test('is not looked at before its backup while another tab has it, as that may be at work on the files', async () => {
    const found = await brokenOff();
    await FileRun.takeUp(found, await placeOf());
    cut(found, '.directory', 2);
    await expect(verifyFiles(found, store)).resolves.toBeUndefined();
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
    expect(store.runs.size).toBe(1);
  });

  test('is not taken for lost where another tab has ended it since it was found, and its output stays', async () => {
    const found = await brokenOff();
    const first = await FileRun.takeUp(found, await placeOf());
    await first.keep(sink, quiet);
    await first.place.close();
    await first.end({ isKept: false });
    await expect(verifyFiles(found, store)).rejects.toMatchObject({ code: 'nothing-to-continue' });
    expect(names()).toEqual(['page.ID']);
    expect(await storage.locks.query()).toEqual({ held: [] });
  });

  test('is lost with its files, and let go of, even where its record cannot be removed', async () => {
    const saved = await brokenOff();
    bytesOf(saved)?.fill(0);
    vi.spyOn(store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    const lost = { code: 'output-lost', where: { text: 'site.zip' } };
    await expect(FileRun.takeUp(saved, await placeOf())).rejects.toMatchObject(lost);
    expect(names()).toEqual([]);
    expect(await storage.locks.query()).toEqual({ held: [] });
    await expect(verifyFiles(saved, store)).rejects.toMatchObject(lost);
    expect(await storage.locks.query()).toEqual({ held: [] });
  });

  test('is not gone on with on another backup, nor by another plan, and is kept', async () => {
    const saved = await brokenOff();
    await expect(FileRun.takeUp(saved, await placeOf('other'))).rejects.toMatchObject({ code: 'not-this-backup' });
    const print = { ...saved.start.print, crc32: 0 };
    const other = { ...saved, start: { ...saved.start, print } };
    await expect(FileRun.takeUp(other, await placeOf())).rejects.toMatchObject({ code: 'plan-differs' });
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
    expect(store.runs.size).toBe(1);
  });

  test('is not gone on with in two tabs', async () => {
    const saved = await brokenOff();
    const first = await FileRun.takeUp(saved, await placeOf());
    await expect(FileRun.takeUp(saved, await placeOf())).rejects.toMatchObject({
      code: 'output-in-use',
      where: { text: 'site.zip' },
    });
    await first.end({ isKept: true });
    await expect(FileRun.takeUp(saved, await placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('is not gone on with where another tab has ended it since it was found, and its output stays', async () => {
    const found = await brokenOff();
    const first = await FileRun.takeUp(found, await placeOf());
    await first.keep(sink, quiet);
    await first.place.write(piece);
    await first.place.close();
    await first.end({ isKept: false });
    await expect(FileRun.takeUp(found, await placeOf())).rejects.toMatchObject({ code: 'nothing-to-continue' });
    expect(bytesOf(found)).toHaveLength(8);
    expect(await storage.locks.query()).toEqual({ held: [] });
  });

  test('is gone on with from where another tab has left it since it was found', async () => {
    const found = await brokenOff({ ...target, kind: 'tar' });
    const first = await FileRun.takeUp(found, await placeOf());
    const journal = await first.keep(sink, quiet);
    await first.place.write(piece);
    journal.done(1, { delivered: true, issues: [] });
    await journal.save();
    await first.end({ isKept: true });
    const run = await FileRun.takeUp(found, await placeOf());
    expect(run.earlier.filesDone).toBe(2);
    expect(bytesOf(found)).toHaveLength(8);
  });

  test('needs room for what is still to come, and no more: what came behind the cut makes way for it', async () => {
    const saved = await brokenOff();
    const { output, directory } = saved.progress.cut;
    storage.room = output.size + (directory?.size ?? 0) + 995;
    await expect(FileRun.takeUp(saved, await placeOf('one', 1000))).rejects.toMatchObject({ code: 'no-room' });
    await expect(FileRun.takeUp(saved, await placeOf('one', 999))).resolves.toBeInstanceOf(FileRun);
  });

  test('is forgotten with its files', async () => {
    const saved = await brokenOff();
    await forgetFileRun(saved, store);
    expect(names()).toEqual([]);
    expect(store.runs.size).toBe(0);
  });

  test('leaves no files where its record cannot be removed: a full disk may refuse that', async () => {
    const saved = await brokenOff();
    vi.spyOn(store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await expect(forgetFileRun(saved, store)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(names()).toEqual([]);
  });

  test('makes way for one of the very same that is begun anew, and for no other', async () => {
    await brokenOff();
    const tar = await begin({ ...target, kind: 'tar' });
    expect(names()).toEqual(['page.ID', 'page.ID.directory', 'page.ID']);
    await tar.end({ isKept: false });
    await begin();
    expect(store.runs.size).toBe(0);
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
  });
});

describe('a run that is begun anew', () => {
  test('without room for it leaves the earlier one of the very same alone', async () => {
    await brokenOff();
    storage.room = 999;
    await expect(begin()).rejects.toMatchObject({ code: 'no-room', where: { expected: 1000, found: 999 } });
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
    expect(store.runs.size).toBe(1);
  });

  test('has the room that the earlier one of the very same takes', async () => {
    await brokenOff();
    storage.room = 1000;
    await expect(begin()).resolves.toBeInstanceOf(FileRun);
    expect(store.runs.size).toBe(0);
  });

  test('is begun even where the record of the earlier one cannot be removed', async () => {
    await brokenOff();
    vi.spyOn(store, 'forget').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
    await expect(begin()).resolves.toBeInstanceOf(FileRun);
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
  });
});

describe('a run that ends', () => {
  test('by being cancelled leaves nothing', async () => {
    const run = await begin();
    await run.keep(sink, quiet);
    await run.place.abandon();
    await run.end({ isKept: false });
    expect(names()).toEqual([]);
    expect(store.runs.size).toBe(0);
  });

  test('by failing stays with its files, and lets go of them', async () => {
    const run = await begin();
    await run.keep(sink, quiet);
    await run.place.abandon();
    await run.end({ isKept: true });
    expect(names()).toEqual(['page.ID', 'page.ID.directory']);
    await expect(FileRun.takeUp(run.saved, await placeOf())).resolves.toBeInstanceOf(FileRun);
  });

  test('well leaves the output alone, until that is not wanted any more', async () => {
    const run = await begin();
    await run.keep(sink, quiet);
    await run.place.write(piece);
    expect((await run.place.close()).size).toBe(4);
    await run.end({ isKept: false });
    expect(names()).toEqual(['page.ID']);
    await run.place.abandon();
    expect(names()).toEqual([]);
  });

  test('with an output that is not what was written cannot be gone on with', async () => {
    const run = await begin();
    await run.keep(sink, quiet);
    await run.place.close();
    await run.place.abandon();
    expect(run.isOnRecord).toBe(false);
    await run.end({ isKept: true });
    expect(names()).toEqual([]);
    expect(store.runs.size).toBe(0);
  });

  test('F-39: of which nothing could be kept leaves nothing, however it ends', async () => {
    store.isFailing = true;
    const lost: unknown[] = [];
    const run = await begin();
    const journal = await run.keep(sink, (error) => lost.push(error));
    expect(lost).toHaveLength(1);
    expect(journal.isSaveDue).toBe(false);
    expect(run.isOnRecord).toBe(false);
    await run.end({ isKept: true });
    expect(names()).toEqual([]);
  });
});

test('where the browser has no such storage there is no such run', async () => {
  vi.stubGlobal('navigator', { locks: storage.locks, storage: { getDirectory: () => Promise.reject(new Error()) } });
  expect(await FileRun.begin(await placeOf(), target, choices)).toBeNull();
});

test('what the browser has no room for is refused before it is begun, and leaves nothing', async () => {
  storage.room = 999;
  await expect(FileRun.begin(await placeOf(), target, choices)).rejects.toMatchObject({ code: 'no-room' });
  expect(names()).toEqual([]);
  expect(await storage.locks.query()).toEqual({ held: [] });
});

/** @returns whether there was anything to cut */
function cut(saved: SavedFileRun, suffix: string, size: number): boolean {
  const file = storage.files.get(`page.${saved.start.id}${suffix}`);
  if (file !== undefined) file.bytes = file.bytes.slice(0, size);
  return file !== undefined;
}

/** @returns whether there was anything to spoil */
function spoil(saved: SavedFileRun, suffix: string, at: number): boolean {
  const bytes = bytesOf(saved, suffix);
  bytes?.set([(bytes[at] ?? 0) + 1], at);
  return bytes !== undefined;
}
