import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { markerHeading, parseJournalText, toJournalText } from '../../src/journal/journal-text.ts';
import { copyNames, markerName, RunMarker } from '../../src/journal/run-marker.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { savedFileRun, savedRun, someId } from './runs.ts';

const run = savedRun({
  start: { backup: 'Größe\n"x".jpa' },
  progress: { begunUntil: 9, done: [[0, 4]], issues: [{ kind: 'in-the-way', path: 'a\nb' }] },
});

test('F-26: a journal cut at any place is none, and the whole one is', () => {
  const text = toJournalText(run);
  for (let length = 0; length < text.length; length += 1) expect(parseJournalText(text.slice(0, length))).toBeNull();
  expect(parseJournalText(text)).toEqual(run);
});

test('F-26: a journal with any byte changed is none', () => {
  const bytes = new TextEncoder().encode(toJournalText(run));
  const from = new TextDecoder().decode(bytes).indexOf('{');
  for (let at = from; at < bytes.length; at += 1) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) === 0x30 ? 0x31 : 0x30;
    const found = parseJournalText(new TextDecoder().decode(changed));
    if (found !== null) expect(found, `byte ${at}`).toEqual(run);
  }
});

test('F-27: a run is kept in the folder itself, and found there again', async () => {
  const folder = new FakeFolder();
  await new RunMarker(folder.handle, someId).make();
  const store = new FolderStore();
  await store.begin(savedRun(), { folder: folder.handle });
  await store.save(someId, run.progress);

  expect([...folder.files().keys()]).toEqual([markerName(someId), copyNames(someId)[0]]);
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

/** What a power cut makes of a file that was written last. */
const tears: readonly (readonly [string, (whole: Uint8Array) => Uint8Array])[] = [
  ['emptied', () => new Uint8Array()],
  ['cut', (whole) => whole.subarray(0, whole.length / 2)],
  ['cut in its heading', (whole) => whole.subarray(0, 20)],
  ['full of zeros', (whole) => new Uint8Array(whole.length)],
];

describe.each(tears)('F-26: a journal that a power cut has %s', (_, tear) => {
  const stepCount = run.start.print.stepCount;
  let folder = new FakeFolder();
  let store = new FolderStore();

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['performance', 'Date'], now: run.start.startedMs });
    folder = new FakeFolder();
    await new RunMarker(folder.handle, someId).make();
    store = new FolderStore();
    await store.begin(run, { folder: folder.handle });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const saveAt = async (seconds: number): Promise<void> => {
    vi.advanceTimersByTime(run.start.startedMs + seconds * 1000 - Date.now());
    await store.save(someId, { ...run.progress, filesDone: seconds, savedMs: Date.now() });
  };
  /** All that was written in the last half minute. */
  const cutPower = (): void => {
    for (const [name, bytes] of folder.files()) {
      const age = Date.now() - (modified.get(name) ?? 0);
      if (age < 30_000) folder.put(name, tear(bytes));
    }
  };
  const modified = new Map<string, number>();
  const noteTimes = async (): Promise<void> => {
    for await (const handle of folder.handle.values())
      if (handle.kind === 'file') modified.set(handle.name, (await handle.getFile()).lastModified);
  };
  const foundAfterCut = async () => {
    await noteTimes();
    cutPower();
    return new FolderStore().find(someId, folder.handle);
  };

  test('gives way to a copy, whenever the power goes, and all since then may have been begun', async () => {
    for (let seconds = 1; seconds <= 400; seconds += 1) {
      await saveAt(seconds);
      if (seconds < 31 || seconds % 7 !== 0) continue;
      const whole = new Map(folder.files());
      const found = await foundAfterCut();
      expect(found?.progress, `after ${seconds} s`).toMatchObject({ begunUntil: stepCount, done: run.progress.done });
      expect(seconds - (found?.progress.filesDone ?? 0), `after ${seconds} s`).toBeLessThanOrEqual(120);
      expect(await new RunMarker(folder.handle, someId).content()).toBe('torn');
      for (const [name, bytes] of whole) folder.put(name, bytes, modified.get(name));
    }
  });

  test('was written until its own time, as far as is known', async () => {
    for (let seconds = 1; seconds <= 100; seconds += 1) await saveAt(seconds);
    const found = await foundAfterCut();
    expect(found?.progress).toMatchObject({ savedMs: run.start.startedMs + 100_000 });
    expect(found?.progress).toMatchObject({ filesDone: 60 });
  });

  test('and its copies with it, is none, and is seen to have been one', async () => {
    await saveAt(1);
    expect(await foundAfterCut()).toBeNull();
    expect(await new RunMarker(folder.handle, someId).content()).toBe('torn');
  });

  test('leaves the copy that it gave way to until its own has been there for a minute', async () => {
    for (let seconds = 1; seconds <= 100; seconds += 1) await saveAt(seconds);
    const found = await foundAfterCut();
    if (found === null) throw new Error('nothing was found');
    store = new FolderStore();
    await store.begin(found, { folder: folder.handle });
    await saveAt(110);
    expect((await foundAfterCut())?.progress).toMatchObject({ filesDone: found.progress.filesDone });
  });

  test('is not made up for by a copy once the run has given it up', async () => {
    await saveAt(100);
    const copies = copyNames(someId).map((name) => [name, folder.files().get(name)] as const);
    await store.forget(someId);
    for (const [name, bytes] of copies) if (bytes !== undefined) folder.put(name, bytes);
    expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
  });
});

test('F-26: a copy that cannot be written does not keep the run from its record', async () => {
  const [copy] = copyNames(someId);
  const folder = new FakeFolder({
    fault: (operation, path) =>
      operation === 'createWritable' && path === copy ? new DOMException('full', 'QuotaExceededError') : undefined,
  });
  await new RunMarker(folder.handle, someId).make();
  await new FolderStore().begin(run, { folder: folder.handle });
  expect(await new FolderStore().find(someId, folder.handle)).toEqual(run);
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
    expect(folder.text(markerName(someId))).toBe(markerHeading);
    expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
    await expect(store.save(someId, run.progress)).rejects.toThrow('not begun here');
  });

  test('F-26: is forgotten once more when a save arrives late', async () => {
    let closings = 0;
    const folder = new FakeFolder({
      latencyMs: (operation, path) => {
        const isOfMarker = operation === 'close' && path === markerName(someId);
        if (isOfMarker) closings += 1;
        // That of the save, behind that of the beginning.
        return isOfMarker && closings === 2 ? 50 : 0;
      },
    });
    const store = await begunIn(folder);
    const saving = store.save(someId, run.progress);
    await store.forget(someId);
    await saving;
    expect(await new FolderStore().find(someId, folder.handle)).toEqual(run);
    await store.forget(someId);
    expect(await new FolderStore().find(someId, folder.handle)).toBeNull();
  });

  test('F-12: makes no marker in a folder that has lost it', async () => {
    const folder = new FakeFolder();
    const store = await begunIn(folder);
    await folder.handle.removeEntry(markerName(someId));
    await store.forget(someId);
    expect(folder.files().size).toBe(0);
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
