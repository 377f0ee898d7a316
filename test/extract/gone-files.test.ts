// F-25: between two visits files of a run have gone, or the power has left them empty. Whoever goes on with it has them again.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy, RunChoices } from '../../src/extract/worker-api.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { MemoryStore } from '../journal/runs.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import { sumsHere } from '../support/sums-here.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { sideZip } from './odd-folder.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries = [
  ...Array.from({ length: 8 }, (_, number) => ({
    path: `d${number % 2}/f${number}.txt`,
    content: `content ${number}`,
  })),
  { path: 'mine.txt', content: 'theirs' },
  { path: 'empty.txt', content: '' },
  { path: 'what?.txt', content: 'refused', modified: 1_700_000_000 },
  { path: 'last.txt', content: 'last' },
];

const locks = new FakeLocks();

beforeEach(() => {
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  locks.releaseAll();
  vi.unstubAllGlobals();
});

/** A run that was stopped at its last file, with all others done. */
async function stopped(
  existing: ExistingPolicy,
  {
    archive = entries,
    choices = usual,
  }: { readonly archive?: readonly JpaEntry[]; readonly choices?: RunChoices } = {},
) {
  let isFull = true;
  const written: string[] = [];
  /** How many times each file is not removed, as something holds it. */
  const held = new Map<string, number>();
  const folder = new FakeFolder({
    fault(operation, path) {
      if (operation === 'createWritable') written.push(path);
      const timesHeld = operation === 'removeEntry' ? (held.get(path) ?? 0) : 0;
      if (timesHeld > 0) {
        held.set(path, timesHeld - 1);
        return new DOMException('held', 'NoModificationAllowedError');
      }
      const isRefused = isFull && operation === 'close' && path === 'last.txt';
      return isRefused ? new DOMException('full', 'QuotaExceededError') : undefined;
    },
  });
  folder.put('mine.txt', 'mine');
  const store = new MemoryStore();
  const session = await opened([jpaFile({ entries: archive })], undefined, new Session(store, sumsHere));
  const outcome = await session.extract(into(folder, existing), choices, ({ held }) => {
    if (held !== null) void session.answer('stop');
  });
  expect(outcome).toMatchObject({ isKept: true });
  isFull = false;
  const [id = ''] = store.runs.keys();
  const goOn = async () => {
    const next = await opened([jpaFile({ entries: archive })], undefined, new Session(store, sumsHere));
    return next.continueRun(id, folder.handle, quiet);
  };
  return { folder, written, held, goOn };
}

/** What is there at the end of a run that nobody has disturbed. */
async function whole(existing: ExistingPolicy) {
  const { folder, goOn } = await stopped(existing);
  const outcome = await goOn();
  return { files: texts(folder), outcome };
}

test.each(['overwrite', 'skip', 'keep-both'] as const)('what has gone is written again: %s', async (existing) => {
  const expected = await whole(existing);
  const { folder, goOn } = await stopped(existing);
  const own = existing === 'keep-both' ? 'mine (2).txt' : 'mine.txt';
  const removed = existing === 'skip' ? ['d0/f2.txt', 'empty.txt'] : ['d0/f2.txt', 'empty.txt', own];
  for (const path of removed) {
    const folderOf = path.includes('/') ? await folder.handle.getDirectoryHandle('d0') : folder.handle;
    await folderOf.removeEntry(path.slice(path.lastIndexOf('/') + 1));
  }
  await folder.handle.removeEntry('d1', { recursive: true });
  folder.put('d0/f4.txt', '');
  const outcome = await goOn();
  expect(texts(folder)).toEqual(expected.files);
  expect(outcome).toEqual({ ...expected.outcome, elapsedMs: outcome.elapsedMs });
  expect([...folder.files().keys()].filter(isOfMarker)).toEqual([]);
});

test.each(['overwrite', 'skip', 'keep-both'] as const)(
  'an emptied file that something holds is never taken for whole: %s',
  async (existing) => {
    const expected = await whole(existing);
    const { folder, held, goOn } = await stopped(existing);
    folder.put('d0/f4.txt', '');
    held.set('d0/f4.txt', Infinity);
    await expect(goOn()).rejects.toMatchObject({ code: 'leftover-stays', where: { entry: 'd0/f4.txt' } });
    // Held for a moment only, and the same run is gone on with.
    held.set('d0/f4.txt', 1);
    expect(await goOn()).toMatchObject({
      isComplete: expected.outcome.isComplete,
      filesKept: expected.outcome.filesKept,
    });
    expect(texts(folder)).toEqual(expected.files);
  },
);

test('what somebody has changed since is left as it is', async () => {
  const { folder, goOn } = await stopped('overwrite');
  folder.put('d0/f2.txt', 'changed by hand');
  expect(await goOn()).toMatchObject({ isComplete: true });
  expect(folder.text('d0/f2.txt')).toBe('changed by hand');
});

test.each(['overwrite', 'skip', 'keep-both'] as const)(
  'what a power cut has left shorter is written again: %s',
  async (existing) => {
    const expected = await whole(existing);
    const { folder, goOn } = await stopped(existing);
    folder.put('d0/f4.txt', 'cont');
    if (existing === 'keep-both') folder.put('mine (2).txt', 'the');
    const outcome = await goOn();
    expect(texts(folder)).toEqual(expected.files);
    expect(outcome).toEqual({ ...expected.outcome, elapsedMs: outcome.elapsedMs });
  },
);

test('what somebody has made shorter, before the run or since, is left as it is', async () => {
  const { folder, goOn } = await stopped('skip');
  const hourMs = 3_600_000;
  folder.put('mine.txt', 'm');
  folder.put('d0/f2.txt', 'cut', Date.now() + hourMs);
  folder.put('d0/f4.txt', 'cut', Date.now() - hourMs);
  expect(await goOn()).toMatchObject({ filesKept: 1 });
  expect(texts(folder)).toMatchObject({ 'mine.txt': 'm', 'd0/f2.txt': 'cut', 'd0/f4.txt': 'cut' });
});

test('what is left of a damaged file is not taken for one that was cut short', async () => {
  const { folder, written, goOn } = await stopped('overwrite', {
    archive: [{ path: 'bad.txt', content: 'whole', fields: { size: 9 } }, ...entries],
    choices: { ...usual, keepsDamaged: true },
  });
  expect(folder.text('bad.txt.damaged')).toBe('whole');
  written.length = 0;
  expect(await goOn()).toMatchObject({ isComplete: false });
  expect(folder.text('bad.txt.damaged')).toBe('whole');
  expect(written.filter((path) => !isOfMarker(path))).toEqual(['last.txt', sideZip]);
});

test('where nothing has gone, nothing is written again', async () => {
  const { written, goOn } = await stopped('overwrite');
  written.length = 0;
  await goOn();
  expect(written.filter((path) => !isOfMarker(path))).toEqual(['last.txt', sideZip]);
});
