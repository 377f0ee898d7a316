// Which files in the page's own storage are somebody's, and which go.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { outputLock } from '../../../src/sink/place/output-lock.ts';
import { openPrivateFolder, privateNames, removePrivate, tidyPrivate } from '../../../src/sink/place/private-folder.ts';
import { PrivateFile } from '../../../src/sink/place/private-file.ts';
import { PrivatePlace } from '../../../src/sink/place/private-place.ts';
import { BrowserCalls } from '../../../src/sink/browser-calls.ts';
import { FakeStorage } from '../../support/fake-storage.ts';

let storage = new FakeStorage();
const quiet = (): void => undefined;
const nobody = (): Promise<boolean> => Promise.resolve(false);
const names = (): readonly string[] => [...storage.files.keys()];

beforeEach(() => {
  storage = new FakeStorage();
  vi.stubGlobal('navigator', storage.navigator);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function put(...fileNames: readonly string[]): Promise<FileSystemDirectoryHandle> {
  const folder = await openPrivateFolder();
  if (folder === null) throw new Error('there is a storage');
  for (const name of fileNames) (await PrivateFile.create(folder, name, quiet))?.close();
  return folder;
}

/** A page is open, and holds its lock. */
function holdPage(page: string): void {
  void storage.locks.request(outputLock(page), {}, () => new Promise(() => undefined));
}

test('what a page has left that is gone is removed, and what one has that is open is not', async () => {
  await put('gone.1', 'open.1', 'gone.2.directory');
  holdPage('open');
  await tidyPrivate(nobody);
  expect(names()).toEqual(['open.1']);
});

test('what a run can be gone on with stays, and what no run knows of goes', async () => {
  const [run, other] = [privateNames('gone', 'r1'), privateNames('gone', 'r2')];
  await put(run.output, run.directory, other.output, other.directory);
  await tidyPrivate((key) => Promise.resolve(key === 'r1'));
  expect(names()).toEqual([run.output, run.directory]);
});

test('whether it can be gone on with is asked when no page can begin it any more', async () => {
  await put('gone.r1');
  const held: (string | undefined)[] = [];
  await tidyPrivate(async () => {
    held.push(...(await storage.locks.query()).held.map(({ name }) => name));
    return true;
  });
  expect(held).toEqual([outputLock('gone')]);
});

test('where nobody can say what is kept, nothing is removed', async () => {
  await put('gone.r1');
  await expect(tidyPrivate(() => Promise.reject(new Error('no storage for runs')))).rejects.toThrow();
  expect(names()).toEqual(['gone.r1']);
});

test('a run of which nobody can say whether it is kept keeps its own file only', async () => {
  await put('gone.r1', 'gone.r2', 'gone.r3');
  const isKept = (key: string): Promise<boolean> =>
    key === 'r2' ? Promise.reject(new Error('cannot be read')) : nobody();
  await expect(tidyPrivate(isKept)).rejects.toThrow('cannot be read');
  expect(names()).toEqual(['gone.r2']);
});

test('files that belong together are removed together, and what is not there is not missed', async () => {
  const folder = await put('p.r1', 'p.r1.directory', 'p.r2');
  await removePrivate(folder, privateNames('p', 'r1'));
  await removePrivate(folder, privateNames('p', 'r1'));
  expect(names()).toEqual(['p.r2']);
});

test('a worker that has just died lets go of its file a moment later', async () => {
  const folder = await put();
  const file = await PrivateFile.create(folder, 'p.r1', quiet);
  file?.append(new Uint8Array([1, 2]));
  const prefix = file?.prefix ?? { size: 0, crc32: 0 };
  setTimeout(() => file?.close(), 150);
  const again = await PrivateFile.reopen(folder, 'p.r1', { prefix, heard: quiet });
  expect(again.prefix).toEqual(prefix);
});

test('a file of no run is gone when it is given up, whole or not', async () => {
  for (const isWhole of [false, true]) {
    const place = await PrivatePlace.open(10, 'p', new BrowserCalls());
    await place?.write(new Uint8Array([1]));
    if (isWhole) expect((await place?.close())?.size).toBe(1);
    expect(names()).toHaveLength(1);
    await place?.abandon();
    expect(names()).toEqual([]);
  }
});

test('what the storage does not take any more is told', async () => {
  storage.room = 3;
  const place = await PrivatePlace.open(1, 'p', new BrowserCalls());
  await expect(place?.write(new Uint8Array(4))).rejects.toMatchObject({ code: 'no-room' });
});
