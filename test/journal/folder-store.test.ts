import { describe, expect, test, vi } from 'vitest';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { parseJournalText, toJournalText } from '../../src/journal/journal-text.ts';
import { markerHeading, markerName, RunMarker, secondName } from '../../src/journal/run-marker.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { savedFileRun, savedRun, someId } from './runs.ts';

const run = savedRun({
  start: { backup: 'Größe\n"x".jpa' },
  progress: { begunUntil: 9, done: [[0, 4]], issues: [{ kind: 'in-the-way', path: 'a\nb' }] },
});

test('F-26: a journal cut at any place is none, and the whole one is', () => {
  const text = toJournalText({ run, order: 3 });
  for (let length = 0; length < text.length; length += 1) expect(parseJournalText(text.slice(0, length))).toBeNull();
  expect(parseJournalText(text)).toEqual({ run, order: 3 });
});

test('F-26: a journal with any byte changed is none', () => {
  const bytes = new TextEncoder().encode(toJournalText({ run, order: 3 }));
  const from = new TextDecoder().decode(bytes).indexOf('{');
  for (let at = from; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) === 0x30 ? 0x31 : 0x30;
    const found = parseJournalText(new TextDecoder().decode(changed));
    if (found !== null) expect(found, `byte ${at}`).toEqual({ run, order: 3 });
  }
});

test('F-27: a run is kept in the folder itself, and found there again', async () => {
  const folder = new FakeFolder();
  await new RunMarker(folder.handle, someId).make();
  const store = new FolderStore();
  await store.begin(savedRun(), { folder: folder.handle });
  await store.save(someId, run.progress);

  expect([...folder.files().keys()]).toEqual([markerName(someId), secondName(someId)]);
  expect((await new FolderStore().find(someId, folder.handle))?.progress).toEqual(run.progress);
  expect(await new FolderStore().find('fedcba9876543210', folder.handle)).toBeNull();
});

test('F-26: a save that the browser did not end leaves the one before it', async () => {
  const folder = new FakeFolder();
  await new RunMarker(folder.handle, someId).make();
  const store = new FolderStore();
  await store.begin(run, { folder: folder.handle });
  for (let diesAt = 1; diesAt <= 4; diesAt += 1) {
    folder.crash({ keepsSwaps: true, options: { diesAt } });
    const later = new FolderStore();
    void later.begin(savedRun({ progress: { begunUntil: 10 } }), { folder: folder.handle });
    await folder.death;
    folder.crash({ keepsSwaps: true });
    expect(await new FolderStore().find(someId, folder.handle), `killed at call ${diesAt}`).toEqual(run);
  }
});

test('F-12: no journal is begun in a folder that has lost its marker', async () => {
  const folder = new FakeFolder();
  const store = new FolderStore();
  await expect(store.begin(run, { folder: folder.handle })).rejects.toHaveProperty('name', 'NotFoundError');
  expect(folder.files().size).toBe(0);
});

describe('a run that was given up in mid-way', () => {
  const begunIn = async (folder: FakeFolder): Promise<FolderStore> => {
    await new RunMarker(folder.handle, someId).make();
    const store = new FolderStore();
    await store.begin(run, { folder: folder.handle });
    return store;
  };

  test('F-26: leaves a marker that tells no later visit how far it came', async () => {
    const folder = new FakeFolder();
    const store = await begunIn(folder);
    await store.forget(someId);
    for (const name of [markerName(someId), secondName(someId)]) expect(folder.text(name)).toBe(markerHeading);
    expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
    await expect(store.save(someId, run.progress)).rejects.toThrow('not begun here');
  });

  test('F-26: is forgotten once more when a save arrives late', async () => {
    let closings = 0;
    const folder = new FakeFolder({
      latencyMs: (operation) => {
        if (operation === 'close') closings += 1;
        // That of the save, behind those of the beginning.
        return operation === 'close' && closings === 3 ? 50 : 0;
      },
    });
    const store = await begunIn(folder);
    const saving = store.save(someId, run.progress);
    await store.forget(someId);
    await saving;
    expect(await new FolderStore().find(someId, folder.handle)).toMatchObject({ progress: { begunUntil: 9 } });
    await store.forget(someId);
    expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
  });

  test('F-12: makes no marker in a folder that has lost it', async () => {
    const folder = new FakeFolder();
    const store = await begunIn(folder);
    await folder.handle.removeEntry(markerName(someId));
    await store.forget(someId);
    expect([...folder.files().keys()]).toEqual([secondName(someId)]);
    await expect(new RunMarker(folder.handle, someId).verify()).rejects.toMatchObject({ code: 'folder-changed' });
  });

  test('says so where its marker cannot be written', async () => {
    let isFull = false;
    const fault: FakeFolderOptions['fault'] = (operation) =>
      isFull && operation === 'createWritable' ? new DOMException('full', 'QuotaExceededError') : undefined;
    const folder = new FakeFolder({ fault });
    const store = await begunIn(folder);
    isFull = true;
    await expect(store.forget(someId)).rejects.toHaveProperty('name', 'QuotaExceededError');
  });

  test('is not waited for where the folder does not answer', async () => {
    vi.useFakeTimers();
    try {
      const folder = new FakeFolder();
      const store = await begunIn(folder);
      folder.crash({ keepsSwaps: false });
      const forgetting = store.forget(someId);
      await vi.advanceTimersByTimeAsync(2000);
      await forgetting;
    } finally {
      vi.useRealTimers();
    }
  });
});

test('forgetting one run leaves the journal of another', async () => {
  const folder = new FakeFolder();
  await new RunMarker(folder.handle, someId).make();
  const store = new FolderStore();
  await store.begin(run, { folder: folder.handle });
  await store.forget('fedcba9876543210');
  expect(await new FolderStore().find(someId, folder.handle)).toEqual(run);
});

test('a run into one file is not kept here', async () => {
  const store = new FolderStore();
  await expect(store.begin(savedFileRun(), { folder: null })).rejects.toThrow('only runs into a folder');
  expect(await store.find(someId, null)).toBeNull();
  expect(await store.all()).toEqual([]);
});
