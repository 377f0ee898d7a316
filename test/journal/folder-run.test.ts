import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderRun } from '../../src/journal/folder-run.ts';
import { markedRun } from '../../src/journal/run-marker.ts';
import { prepareJpa } from '../extract/run.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { brokenOff, choices, markers, placeIn, quiet } from './folder-run-stage.ts';
import { MemoryStore } from './runs.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('F-12: a run marks its folder, and takes the mark away at its end', async () => {
  const folder = new FakeFolder();
  const run = await FolderRun.begin(await placeIn(folder), choices);
  expect(markers(folder)).toEqual([run.saved.start.id]);
  await run.verify();
  await run.end({ isKept: false });
  expect(folder.files().size).toBe(0);
});

test('F-12: a folder without the mark is another one, and one that is gone is gone', async () => {
  const folder = new FakeFolder();
  const run = await FolderRun.begin(await placeIn(folder), choices);
  for (const name of folder.files().keys()) await folder.handle.removeEntry(name);
  await expect(run.verify()).rejects.toMatchObject({ code: 'folder-changed', where: { text: 'folder' } });

  const around = new FakeFolder();
  around.putDirectory('inside');
  const inside = await around.handle.getDirectoryHandle('inside');
  const place = await placeIn(new FakeFolder());
  const second = await FolderRun.begin({ ...place, handles: { folder: inside, parts: null, output: null } }, choices);
  await around.handle.removeEntry('inside', { recursive: true });
  await expect(second.verify()).rejects.toMatchObject({ code: 'folder-gone' });
});

test('F-30: two tabs do not extract into one folder', async () => {
  const folder = new FakeFolder();
  const first = await FolderRun.begin(await placeIn(folder), choices);
  const refused = { code: 'folder-in-use', where: { text: 'folder' } };
  await expect(FolderRun.begin(await placeIn(folder, 'other'), choices)).rejects.toMatchObject(refused);
  await expect(FolderRun.takeUp(first.saved, await placeIn(folder))).rejects.toMatchObject(refused);
  expect(markers(folder)).toEqual([first.saved.start.id]);

  await first.end({ isKept: false });
  const second = await FolderRun.begin(await placeIn(folder, 'other'), choices);
  await second.end({ isKept: false });
});

test('F-30: a run that another tab goes on with just when one is begun in its folder is neither closed nor written over', async () => {
  const locks = new FakeLocks();
  vi.stubGlobal('navigator', { locks });
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const { start } = await brokenOff(place);
  locks.takeAfterQuery(`unstow-run-${start.id}`, () => new Promise(() => undefined));
  await expect(FolderRun.begin(place, choices)).rejects.toMatchObject({ code: 'folder-in-use' });
  expect(markers(folder)).toEqual([start.id]);
  expect((await place.store.find(start.id, folder.handle))?.start.id).toBe(start.id);
});

test('F-25: begun anew on a run that was broken off, what that left is removed', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  await brokenOff(place);
  folder.put('a.txt', '');
  const run = await FolderRun.begin(place, choices);
  expect(markers(folder)).toEqual([run.saved.start.id]);
  expect(run.saved.start.namesBefore).toEqual([]);
  // It has let go of the other.
  expect((await navigator.locks.query()).held).toHaveLength(1);
});

test('F-28: a run of another backup into the same folder closes the one that was broken off there', async () => {
  const folder = new FakeFolder();
  const store = new MemoryStore();
  await brokenOff(await placeIn(folder, 'other', store));
  folder.put('a.txt', '');
  folder.put('b.txt', 'two');
  const run = await FolderRun.begin(await placeIn(folder, 'one!', store), choices);
  expect(markers(folder)).toEqual([null, run.saved.start.id]);
  // What is complete is somebody's file like any other.
  expect(folder.text('b.txt')).toBe('two');
  expect(store.runs.size).toBe(0);
});

test('a run is taken up with the same backup in the same folder, and with no other', async () => {
  const folder = new FakeFolder();
  const store = new MemoryStore();
  const place = await placeIn(folder, 'one', store);
  const saved = await brokenOff(place);
  const other = await placeIn(folder, 'ONE');
  await expect(FolderRun.takeUp(saved, other)).rejects.toMatchObject({ code: 'not-this-backup' });
  const elsewhere = await placeIn(new FakeFolder(), 'one', store);
  await expect(FolderRun.takeUp(saved, elsewhere)).rejects.toMatchObject({ code: 'folder-changed' });
  const renamed = await prepareJpa([{ path: 'a_.txt', content: 'one' }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
  await expect(FolderRun.takeUp(saved, { ...place, plan: renamed.plan })).rejects.toMatchObject({
    code: 'plan-differs',
    where: { text: 'folder' },
  });
  await FolderRun.takeUp(saved, place);
});

test('F-12: a disk that goes out while the folder is looked into takes nothing off the record', async () => {
  let isOut = false;
  const folder = new FakeFolder({
    fault: (operation, path) =>
      isOut && operation === 'getFileHandle' && markedRun(path) !== null
        ? new DOMException('another disk', 'NotFoundError')
        : undefined,
  });
  const place = await placeIn(folder);
  const first = await FolderRun.begin(place, choices);
  const journal = await first.keep(quiet);
  journal.done(0, { delivered: true, issues: [] });
  await first.end({ isKept: true });
  const { saved } = first;
  const before = await place.store.find(saved.start.id, place.handles.folder);

  // The record is found, the folder is the right one; then another answers, in which there is no file.
  let answers = 0;
  const heard = (): void => {
    answers += 1;
    isOut = answers >= 2;
  };
  await expect(FolderRun.takeUp(saved, { ...place, heard })).rejects.toMatchObject({ code: 'folder-changed' });
  expect(await place.store.find(saved.start.id, place.handles.folder)).toEqual(before);

  isOut = false;
  folder.put('a.txt', 'one');
  expect((await FolderRun.takeUp(saved, place)).earlier.filesDone).toBe(1);
});

test('a run that another tab has ended since it was found is not gone on with, and what it wrote stays', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const found = await brokenOff(place);
  const first = await FolderRun.takeUp(found, place);
  await first.keep(quiet);
  folder.put('a.txt', '');
  await first.end({ isKept: false });
  await expect(FolderRun.takeUp(found, place)).rejects.toMatchObject({ code: 'nothing-to-continue' });
  expect(folder.text('a.txt')).toBe('');
});

test('a run that another tab has gone on with since it was found is gone on with from where that left it', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const found = await brokenOff(place);
  const first = await FolderRun.takeUp(found, place);
  const journal = await first.keep(quiet);
  folder.put('a.txt', 'one');
  journal.done(0, { delivered: true, issues: [] });
  await first.end({ isKept: true });
  expect((await FolderRun.takeUp(found, place)).earlier.filesDone).toBe(1);
});

test('a folder that takes no file is refused before anything is begun', async () => {
  const fault = (): Error => new DOMException('no', 'NotAllowedError');
  const folder = new FakeFolder({ fault });
  await expect(FolderRun.begin(await placeIn(folder), choices)).rejects.toMatchObject({ code: 'folder-refused' });
  expect(folder.files().size).toBe(0);
});

test('a run that fails before its first step leaves no mark and no lock, and one taken up keeps its mark', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const failed = await FolderRun.begin(place, choices);
  await failed.end({ isKept: true });
  expect(folder.files().size).toBe(0);

  const saved = await brokenOff(place);
  const again = await FolderRun.takeUp(saved, place);
  await again.end({ isKept: true });
  await again.end({ isKept: false });
  expect(markers(folder)).toEqual([saved.start.id]);
  await FolderRun.takeUp(saved, place);
});
