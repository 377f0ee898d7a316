import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, expect, test, vi } from 'vitest';
import { BrowserStore } from '../../src/journal/browser-store.ts';
import type { RunHandles } from '../../src/journal/run-store.ts';
import { savedFileRun, savedRun, someId } from './runs.ts';

/** Handles cannot be cloned in Node; what the store looks at can. */
const handles = {
  folder: { kind: 'directory', name: 'public_html' },
  parts: [{ kind: 'file', name: 'site.jpa' }],
  output: null,
} as unknown as RunHandles;

const run = savedRun();
const progress = { ...run.progress, begunUntil: 9, bytesDone: 77 };

afterEach(async () => {
  vi.unstubAllGlobals();
  await new BrowserStore().forget(someId);
});

test('a run is found again with its handles, as far as it had come', async () => {
  const store = new BrowserStore();
  await store.begin(run, handles);
  await store.save(someId, progress);

  expect(await new BrowserStore().all()).toEqual([{ run: { ...run, progress }, handles }]);
  expect(await new BrowserStore().find(someId)).toEqual({ ...run, progress });
});

test('a run into one file is found again, and has no folder', async () => {
  const store = new BrowserStore();
  const ofFile = savedFileRun();
  const parts = { folder: null, parts: handles.parts, output: null };
  await store.begin(ofFile, parts);
  expect(await store.all()).toEqual([{ run: ofFile, handles: parts }]);
  expect(await store.outputOf(someId)).toBeNull();
  await store.begin(ofFile, handles);
  expect(await store.all()).toEqual([]);
  await store.begin(run, parts);
  expect(await store.all()).toEqual([]);
});

test('a run into a file that the user chose is found again with that file', async () => {
  const store = new BrowserStore();
  const output = { kind: 'file', name: 'site.zip' };
  const leadBack = { folder: null, parts: null, output } as unknown as RunHandles;
  await store.begin(savedFileRun(), leadBack);
  expect(await new BrowserStore().outputOf(someId)).toEqual(output);
  await store.begin(savedFileRun(), { ...leadBack, output: 'site.zip' } as unknown as RunHandles);
  expect(await store.all()).toEqual([]);
  // As programs before this one have kept it.
  await store.begin(savedFileRun(), { folder: null, parts: null } as unknown as RunHandles);
  expect((await store.all()).map(({ handles: { output: kept } }) => kept)).toEqual([null]);
});

test('a run that was forgotten is gone', async () => {
  const store = new BrowserStore();
  await store.begin(run, handles);
  await store.forget(someId);
  expect(await store.all()).toEqual([]);
  expect(await store.find(someId)).toBeNull();
});

test('what another version of this program has kept is not offered', async () => {
  const store = new BrowserStore();
  await store.begin(run, handles);
  const database = await openDB('unstow', 1);
  await database.put('progress', { begunUntil: 'all' }, someId);
  database.close();
  expect(await store.all()).toEqual([]);
});

test('F-39: without storage every call fails, and none hangs', async () => {
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw new DOMException('storage is blocked', 'SecurityError');
    },
  });
  const store = new BrowserStore();
  for (const call of [
    store.begin(run, handles),
    store.save(someId, progress),
    store.all(),
    store.find(someId),
    store.forget(someId),
  ])
    // prettier-ignore
    await expect(call).rejects.toHaveProperty('name', 'SecurityError');
});
