// Folders with a mark of which nothing is known here, and marks that a power cut has torn.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderRun } from '../../src/journal/folder-run.ts';
import { toJournalText } from '../../src/journal/journal-text.ts';
import { identify } from '../../src/journal/part-identity.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { isEmptyFolder, markerHeading, markerName, secondName } from '../../src/journal/run-marker.ts';
import type { RunPlace } from '../../src/journal/run-place.ts';
import { prepareJpa } from '../extract/run.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { brokenOff, choices, markers, placeIn, quiet } from './folder-run-stage.ts';
import { MemoryStore, savedRun, someId } from './runs.ts';

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
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
