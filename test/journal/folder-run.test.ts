import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderRun, type RunPlace } from '../../src/journal/folder-run.ts';
import { markedRun } from '../../src/journal/run-marker.ts';
import type { SavedChoices, SavedRun } from '../../src/journal/saved-run.ts';
import { prepareJpa } from '../extract/run.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { MemoryStore } from './runs.ts';

const choices: SavedChoices = {
  existing: 'keep-both',
  refused: 'side-zip',
  salvages: false,
  skipsDamage: false,
  pace: null,
};
const quiet = (): void => undefined;

async function placeIn(folder: FakeFolder, content = 'one', store = new MemoryStore()): Promise<RunPlace> {
  const { source, plan } = await prepareJpa([{ path: 'a.txt', content }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
  return { source, plan, handles: { folder: folder.handle, parts: null }, store };
}

const markers = (folder: FakeFolder): (string | null)[] => [...folder.files().keys()].map(markedRun);

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** As a tab that is gone leaves it: marker and record, and no lock. */
async function brokenOff(place: RunPlace): Promise<SavedRun> {
  const run = await FolderRun.begin(place, choices);
  await run.keep(quiet);
  await run.end({ isKept: true });
  const saved = await place.store.find(run.saved.start.id, place.handles.folder);
  if (saved === null) throw new Error('nothing was kept');
  return saved;
}

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
  const second = await FolderRun.begin({ ...place, handles: { folder: inside, parts: null } }, choices);
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

test('F-25: begun anew on a run that was broken off, what that left is removed', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  await brokenOff(place);
  folder.put('a.txt', '');
  const run = await FolderRun.begin(place, choices);
  expect(markers(folder)).toEqual([run.saved.start.id]);
  expect(run.saved.start.namesBefore).toEqual([]);
});

test('the mark of another backup stays as long as its run can be gone on with', async () => {
  const folder = new FakeFolder();
  const store = new MemoryStore();
  const saved = await brokenOff(await placeIn(folder, 'other', store));
  const run = await FolderRun.begin(await placeIn(folder, 'one!', store), choices);
  expect(markers(folder).toSorted()).toEqual([saved.start.id, run.saved.start.id].toSorted());

  await store.forget(saved.start.id);
  const later = await FolderRun.begin(await placeIn(new FakeFolder(), 'one', store), choices);
  await later.end({ isKept: false });
});

test('a run is taken up with the same backup in the same folder, and with no other', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const saved = await brokenOff(place);
  const other = await placeIn(folder, 'ONE');
  await expect(FolderRun.takeUp(saved, other)).rejects.toMatchObject({ code: 'not-this-backup' });
  const elsewhere = await placeIn(new FakeFolder());
  await expect(FolderRun.takeUp(saved, elsewhere)).rejects.toMatchObject({ code: 'folder-changed' });
  await FolderRun.takeUp(saved, place);
});

test('a folder that takes no file is refused before anything is begun', async () => {
  const fault = (): Error => new DOMException('no', 'NotAllowedError');
  const folder = new FakeFolder({ fault });
  await expect(FolderRun.begin(await placeIn(folder), choices)).rejects.toMatchObject({ code: 'folder-refused' });
  expect(folder.files().size).toBe(0);
});
