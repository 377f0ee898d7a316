import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderRun } from '../../src/journal/folder-run.ts';
import { toJournalText } from '../../src/journal/journal-text.ts';
import { identify } from '../../src/journal/part-identity.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { isEmptyFolder, markedRun, markerHeading, markerName, secondName } from '../../src/journal/run-marker.ts';
import type { RunPlace } from '../../src/journal/run-place.ts';
import { isFileRun, type FolderChoices, type SavedFolderRun } from '../../src/journal/saved-run.ts';
import { prepareJpa } from '../extract/run.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { choices as anyChoices, MemoryStore, savedRun, someId } from './runs.ts';

const choices: FolderChoices = { existing: 'keep-both', refused: 'side-zip', ...anyChoices };
const quiet = (): void => undefined;

async function placeIn(folder: FakeFolder, content = 'one', store = new MemoryStore()): Promise<RunPlace> {
  const { source, plan } = await prepareJpa([{ path: 'a.txt', content }, { path: 'b.txt', content: 'two' }]); // prettier-ignore
  return {
    parts: await identify(source),
    plan,
    handles: { folder: folder.handle, parts: null, output: null },
    store,
    heard: quiet,
    onGivenUp: quiet,
  };
}

const markers = (folder: FakeFolder): (string | null)[] => [...folder.files().keys()].map(markedRun);

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** As a tab that is gone leaves it: marker and record, and no lock. */
async function brokenOff(place: RunPlace): Promise<SavedFolderRun> {
  const run = await FolderRun.begin(place, choices);
  await run.keep(quiet);
  await run.end({ isKept: true });
  const saved = await place.store.find(run.saved.start.id, place.handles.folder);
  if (saved === null || isFileRun(saved)) throw new Error('nothing was kept');
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

test.each([
  ['nothing yet', ''],
  ['the signature of a run', markerHeading],
  ['the journal of a page that keeps its runs there', toJournalText({ run: savedRun(), order: 1 })],
])(
  'F-30: a run of another browser, whose mark holds %s, is left alone until the user says that it is over',
  async (_, content) => {
    const folder = new FakeFolder();
    folder.put(markerName(someId), content);
    folder.put('a.txt', '');
    const marked = { code: 'folder-marked', where: { text: 'folder' } };
    await expect(FolderRun.begin(await placeIn(folder), choices)).rejects.toMatchObject(marked);
    // Said of another.
    await expect(FolderRun.begin(await placeIn(folder), choices, new Set(['f'.repeat(16)]))).rejects.toMatchObject(
      marked,
    );
    expect([...folder.files().keys()].sort()).toEqual([markerName(someId), 'a.txt']);
    expect(folder.text(markerName(someId))).toBe(content);
    expect((await navigator.locks.query()).held).toEqual([]);

    const run = await FolderRun.begin(await placeIn(folder), choices, new Set([someId]));
    expect(markers(folder)).toContain(run.saved.start.id);
  },
);

test('F-30: nothing of a run that was broken off here is removed, as long as one of another browser stands in the way', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const { start } = await brokenOff(place);
  folder.put('a.txt', '');
  folder.put(markerName(someId), markerHeading);
  await expect(FolderRun.begin(place, choices)).rejects.toMatchObject({ code: 'folder-marked' });
  expect(folder.text('a.txt')).toBe('');
  expect(await place.store.find(start.id, folder.handle)).not.toBeNull();
});

test('F-30: of two browsers that begin at once, none writes over what the other does', async () => {
  const folder = new FakeFolder();
  const begin = async (): Promise<FolderRun> => {
    vi.stubGlobal('navigator', { locks: new FakeLocks() });
    return FolderRun.begin(await placeIn(folder, 'one', new MemoryStore()), choices);
  };
  const begun = (await Promise.allSettled([begin(), begin()])).filter(({ status }) => status === 'fulfilled');
  expect(begun.length).toBeLessThanOrEqual(1);
});

test('F-30: a run is taken up without asking about one of another browser', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const saved = await brokenOff(place);
  folder.put(markerName(someId), markerHeading);
  await FolderRun.takeUp(saved, place);
  expect(folder.text(markerName(someId))).toBe(markerHeading);
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

const journal = toJournalText({ run: savedRun(), order: 1 });

test.each([
  ['nothing', '', false],
  ['zeros', '\0'.repeat(500), false],
  ['the beginning of a signature', markerHeading.slice(0, 9), false],
  ['the beginning of a signature, and zeros', markerHeading.slice(0, 9).padEnd(500, '\0'), false],
  ['the signature of a run', markerHeading, false],
  ['a journal that was cut', journal.slice(0, -3), false],
  ['a journal that ends in zeros', journal.slice(0, -30).padEnd(journal.length, '\0'), false],
  ['the journal of a page that keeps its runs there', journal, true],
  ['the text of somebody else', 'precious', true],
])('F-26: a mark of a run that is not known here, holding %s', async (_, content, stays) => {
  const folder = new FakeFolder();
  const name = markerName(someId);
  folder.put(name, content);
  expect(await isEmptyFolder(folder.handle)).toBe(content !== 'precious');
  folder.put('a.txt', '');
  const run = await FolderRun.begin(await placeIn(folder), choices, new Set([someId]));
  // Where a run may have been at work, an empty file in the place of a full one is what it left, and nobody's data.
  expect(folder.text('a.txt')).toBe(content === 'precious' ? '' : undefined);
  await run.end({ isKept: false });
  expect(folder.text(name)).toBe(stays ? content : undefined);
});

test('F-26: where a mark holds nothing, an empty file that is older than it is the user’s', async () => {
  const folder = new FakeFolder();
  const markedMs = 1_700_000_000_000;
  folder.put(markerName(someId), '', markedMs);
  folder.put('a.txt', '', markedMs - 3_600_000);
  folder.put('b.txt', '', markedMs);
  await FolderRun.begin(await placeIn(folder), choices, new Set([someId]));
  expect(folder.text('a.txt')).toBe('');
  expect(folder.text('b.txt')).toBeUndefined();
});

test('F-26: of a run whose mark was deleted, what lay beside it goes, and nobody can go on with it', async () => {
  const folder = new FakeFolder();
  folder.put(secondName(someId), journal);
  folder.put('a.txt', '');
  expect(await isEmptyFolder(folder.handle)).toBe(false);
  expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
  const run = await FolderRun.begin(await placeIn(folder), choices, new Set([someId]));
  await run.end({ isKept: false });
  expect(folder.files().size).toBe(0);
});

test('F-26: what somebody else has written beside a mark stays, and the folder is not empty', async () => {
  const folder = new FakeFolder();
  folder.put(markerName(someId), markerHeading);
  expect(await isEmptyFolder(folder.handle)).toBe(true);
  folder.put(secondName(someId), 'precious');
  expect(await isEmptyFolder(folder.handle)).toBe(false);
  const run = await FolderRun.begin(await placeIn(folder), choices);
  await run.end({ isKept: false });
  expect(folder.text(secondName(someId))).toBe('precious');
});

test('F-26: a mark that a power cut has torn is signed anew when its run is gone on with', async () => {
  const folder = new FakeFolder();
  const place = await placeIn(folder);
  const saved = await brokenOff(place);
  const name = markerName(saved.start.id);
  expect(folder.text(name)).toBe(markerHeading);
  folder.put(name, '\0'.repeat(markerHeading.length));
  const run = await FolderRun.takeUp(saved, place);
  await run.keep(quiet);
  expect(folder.text(name)).toBe(markerHeading);
  await run.end({ isKept: true });
});

test.each([markerName(someId), secondName(someId)])(
  'what the backup itself brings is never taken for a mark: %s',
  async (path) => {
    const folder = new FakeFolder();
    folder.put(path, '');
    const { source, plan } = await prepareJpa([{ path, content: '' }, { path: 'a.txt', content: 'one' }]); // prettier-ignore
    const place: RunPlace = { ...(await placeIn(folder)), parts: await identify(source), plan };
    await FolderRun.begin(place, choices);
    expect(folder.text(path)).toBe('');
  },
);
