// What a run that was broken off has left is never taken for the user's, and what is the user's never for the run's.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import type { FolderChoices } from '../../src/journal/saved-run.ts';
import { MemoryStore } from '../journal/runs.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { onWindows } from './odd-folder.ts';
import { fileOf, into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries = [
  ...Array.from({ length: 6 }, (_, n) => ({ path: `a${n}.php`, content: `x${n}` })),
  { path: 'php.ini', content: 'ini' },
];
const whole = Object.fromEntries(entries.map(({ path, content }) => [path, content]));
const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});
beforeEach(() => {
  locks.releaseAll();
});

const site = (store: RunStore): Promise<Session> => opened([jpaFile({ entries })], undefined, new Session(store));
const emptyFiles = (folder: FakeFolder): string[] =>
  [...folder.files()].flatMap(([path, { length }]) => (length === 0 && !isOfMarker(path) ? [path] : []));

interface BrokenOff {
  readonly folder: FakeFolder;
  readonly store: MemoryStore;
}

/** A run killed at the first moment at which an empty file of it is in the folder. */
async function brokenOff(options: FakeFolderOptions = {}): Promise<BrokenOff> {
  for (let diesAt = 1; ; diesAt += 1) {
    const folder = new FakeFolder({ ...options, diesAt });
    const store = new MemoryStore();
    const session = await site(store);
    await Promise.race([session.extract(into(folder), usual, quiet), folder.death]);
    folder.crash({ keepsSwaps: true, options });
    locks.releaseAll();
    if (emptyFiles(folder).some((path) => path.endsWith('.php'))) return { folder, store };
  }
}

/** Whatever is marked there is over. */
async function extractAnew(
  store: RunStore,
  folder: FakeFolder,
  choices: Pick<FolderChoices, 'existing' | 'refused'>,
): Promise<Outcome> {
  const session = await site(store);
  const { unknownRuns } = await session.surveyFolder(folder.handle, usual);
  const target = into(folder, choices.existing, choices.refused, unknownRuns?.ids);
  return session.extract(target, usual, quiet);
}

describe.each(['skip', 'keep-both', 'overwrite'] as const)('F-25: where files are there: %s', (existing) => {
  test('begun anew with another choice for refused names, an empty file of the run before is written', async () => {
    const { folder, store } = await brokenOff(onWindows);
    const outcome = await extractAnew(store, folder, { existing, refused: 'rename' });
    expect(outcome).toMatchObject({ isComplete: true, filesKept: 0 });
    const { 'php.ini': ini, ...others } = whole;
    expect(texts(folder)).toEqual({ ...others, 'php%2Eini': ini });
  });

  test('where the journal is lost and the mark is there, an empty file of the run before is written', async () => {
    const { folder } = await brokenOff();
    const outcome = await extractAnew(new MemoryStore(), folder, { existing, refused: 'side-zip' });
    expect(outcome).toMatchObject({ isComplete: true, filesKept: 0 });
    const files = Object.entries(texts(folder)).filter(([path]) => !path.endsWith('.crswap'));
    expect(Object.fromEntries(files)).toEqual(whole);
  });
});

test('F-25: a run that is forgotten takes its empty files and its mark along, and leaves what is complete', async () => {
  const { folder, store } = await brokenOff();
  const complete = Object.entries(texts(folder)).filter(([path, text]) => text !== '' && path in whole);
  const session = new Session(store);
  const [run] = await session.unfinishedRuns();
  await session.forgetRun(run?.id ?? '', folder.handle);
  expect(Object.entries(texts(folder))).toEqual(complete);
});

test('a run that another one has followed in its folder is not gone on with', async () => {
  const { folder, store } = await brokenOff();
  const other = entries.map(({ path }, n) => ({ path, content: `y${n}` }));
  const second = await opened([jpaFile({ entries: other }, 'other.jpa')], undefined, new Session(store));
  await second.extract(into(folder), usual, quiet);
  const first = await site(store);
  expect((await first.surveyFolder(folder.handle, usual)).unfinished).toBeNull();
  expect(texts(folder)).toEqual(Object.fromEntries(other.map(({ path, content }) => [path, content])));
});

test('F-02: a run that was stopped while it asked can be gone on with, and one that was cancelled cannot', async () => {
  for (const isStopped of [true, false]) {
    const store = new MemoryStore();
    let isFull = true;
    const fault: FakeFolderOptions['fault'] = (operation, path) =>
      isFull && operation === 'close' && path === 'a3.php' ? new DOMException('full', 'QuotaExceededError') : undefined;
    const folder = new FakeFolder({ fault });
    const session = await site(store);
    const outcome = await session.extract(into(folder), usual, ({ held }) => {
      if (held !== null) void (isStopped ? session.answer('stop') : session.cancel());
    });
    expect(outcome).toMatchObject({ isCancelled: true, isKept: isStopped });
    const [run] = await session.unfinishedRuns();
    expect(run !== undefined).toBe(isStopped);
    expect([...folder.files().keys()].some(isOfMarker)).toBe(isStopped);
    isFull = false;
    if (run === undefined) continue;
    expect(await session.continueRun(run.id, folder.handle, quiet)).toMatchObject({ isComplete: true });
    expect(texts(folder)).toEqual(whole);
  }
});

test('F-18: one sector that cannot be read, at the end of a part, costs the file that lies there and nothing else', async () => {
  const large = Array.from({ length: 4 }, (_, n) => ({
    path: `f${n}`,
    store: true,
    content: new Uint8Array(200_000).fill(n),
  }));
  const bytes = writeJpa({ entries: large });
  const bad = bytes.length - 5000;
  let isWorn = false;
  const file = fileOf('site.jpa', bytes);
  const slice = file.slice.bind(file);
  file.slice = (from = 0, to = file.size) => {
    const blob = slice(from, to);
    if (!isWorn || from > bad || to <= bad) return blob;
    const fail = (): never => {
      throw new DOMException('bad sector', 'NotReadableError');
    };
    return Object.defineProperties(blob, { arrayBuffer: { value: fail }, stream: { value: fail } });
  };
  const session = await opened([file], undefined, new Session(new MemoryStore()));
  isWorn = true;
  const folder = new FakeFolder();
  const outcome = await session.extract(into(folder), usual, ({ held }) => {
    if (held !== null) void session.answer('skip');
  });
  expect(outcome).toMatchObject({ filesWritten: 3, filesTotal: 4, isComplete: false });
  expect([...folder.files().keys()]).toEqual(['f0', 'f1', 'f2']);
});
