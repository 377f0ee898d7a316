// F-25, F-26: the power goes while a run is on that is kept in its own folder, and takes the journal with it, or files too.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { isOfMarker, markedRun, RunMarker } from '../../src/journal/run-marker.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const entries: readonly JpaEntry[] = [
  ...Array.from({ length: 6 }, (_, n) => ({ path: `d${n % 2}/file-${n}.txt`, content: `content ${n} `.repeat(n + 1) })),
  { path: 'empty.txt', content: '' },
  { path: 'mine.txt', content: 'theirs' },
  { path: 'd1/hollow.txt', content: 'full' },
  { path: 'twice.txt', content: 'once' },
  { path: 'twice.txt', content: 'twice' },
];

/** What the user has there, for an hour. */
const before = { 'mine.txt': 'mine', 'd1/hollow.txt': '', 'd1/stranger.txt': '' };
const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

function newFolder(options: FakeFolderOptions = {}): FakeFolder {
  const folder = new FakeFolder(options);
  for (const [path, content] of Object.entries(before)) folder.put(path, content, Date.now() - 3_600_000);
  return folder;
}

function tree(folder: FakeFolder): Record<string, string> {
  return Object.fromEntries(Object.entries(texts(folder)).filter(([path]) => !isOfMarker(path)));
}

const marksIn = (folder: FakeFolder): string[] => [...folder.files().keys()].filter(isOfMarker);

/** A visit of a page that keeps its runs in the folder, to its end or its death. */
async function visit(folder: FakeFolder, existing: ExistingPolicy): Promise<void> {
  locks.releaseAll();
  const run = async (): Promise<void> => {
    const session = await opened([jpaFile({ entries })], undefined, new Session(new FolderStore()));
    const { unfinished } = await session.surveyFolder(folder.handle, usual);
    if (unfinished === null) await session.extract(into(folder, existing), usual, quiet);
    else await session.continueRun(unfinished.id, folder.handle, quiet);
  };
  await Promise.race([run(), folder.death]);
}

const tears: Readonly<Record<string, (whole: Uint8Array) => Uint8Array>> = {
  emptied: () => new Uint8Array(),
  cut: (whole) => whole.subarray(0, whole.length / 2),
  'full of zeros': (whole) => new Uint8Array(whole.length),
};

describe.each(['overwrite', 'skip', 'keep-both'] as const)('where files are there: %s', (existing) => {
  test.each(Object.entries(tears))(
    'F-26: with its journal %s, and every file emptied that was written, a run comes to the same',
    async (_, tear) => {
      const whole = newFolder();
      await visit(whole, existing);
      let goneOnWith = 0;
      for (let diesAt = 10; diesAt < whole.callCount; diesAt += 3) {
        const folder = newFolder({ diesAt });
        await visit(folder, existing);
        folder.crash({ keepsSwaps: diesAt % 2 === 0 });
        const marks = marksIn(folder);
        // At its end a run removes the copy first, and writes no journal any more.
        if (marks.length < 2) continue;
        for (const [path, bytes] of folder.files()) {
          if (markedRun(path) !== null) folder.put(path, tear(bytes));
          else if (!isOfMarker(path) && !(path in before)) folder.put(path, '');
        }
        await visit(folder, existing);
        expect(tree(folder), `killed at call ${diesAt}`).toEqual(tree(whole));
        expect(marksIn(folder)).toEqual([]);
        goneOnWith += 1;
      }
      expect(goneOnWith).toBeGreaterThan(10);
    },
    30_000,
  );
});

describe('F-26: of a run that has lost its journal and all copies', () => {
  /** Everything of it is torn, and the last files are hollow. */
  async function torn(): Promise<FakeFolder> {
    const probe = newFolder();
    await visit(probe, 'skip');
    const folder = newFolder({ diesAt: Math.floor(probe.callCount / 2) });
    await visit(folder, 'skip');
    folder.crash({ keepsSwaps: false });
    for (const name of marksIn(folder)) folder.put(name, '');
    return folder;
  }

  test('the user is told that it cannot be gone on with, and of a run that had begun nothing is not', async () => {
    const survey = async (folder: FakeFolder) => {
      locks.releaseAll();
      const session = await opened([jpaFile({ entries })], undefined, new Session(new FolderStore()));
      return session.surveyFolder(folder.handle, usual);
    };
    expect(await survey(await torn())).toMatchObject({ unfinished: null, hasLostRun: true });
    const unbegun = newFolder();
    unbegun.put('.unstow-0123456789abcdef.txt', '');
    expect(await survey(unbegun)).toMatchObject({ unfinished: null, hasLostRun: false });
    expect(await survey(newFolder())).toMatchObject({ unfinished: null, hasLostRun: false });
  });

  test('the empty files go that it has made, and the one that the user had before stays', async () => {
    const folder = await torn();
    for (const path of ['d0/file-0.txt', 'd1/file-1.txt']) folder.put(path, '');
    await visit(folder, 'skip');
    const { 'd1/hollow.txt': hollow, 'mine.txt': mine, ...rest } = tree(folder);
    expect({ hollow, mine }).toEqual({ hollow: '', mine: 'mine' });
    expect(rest).toMatchObject({ 'd0/file-0.txt': 'content 0 ', 'd1/file-1.txt': 'content 1 content 1 ' });
    expect(marksIn(folder)).toEqual([]);
  });
});

/** As on a full disk: names can still be made, and nothing be written into them. */
const unwritable: FakeFolderOptions['fault'] = (operation, path) =>
  operation === 'createWritable' && isOfMarker(path) ? new DOMException('full', 'QuotaExceededError') : undefined;

test('F-25: what a run has made is known for its own where its marker could not be written', async () => {
  const whole = newFolder({ fault: unwritable });
  await visit(whole, 'skip');
  for (let diesAt = 1; diesAt < whole.callCount; diesAt += 1) {
    const folder = newFolder({ diesAt, fault: unwritable });
    await visit(folder, 'skip');
    folder.crash({ keepsSwaps: false });
    // It died when all was done, and its marks were being removed.
    if (marksIn(folder).length === 1 && 'twice (2).txt' in tree(folder)) continue;
    await visit(folder, 'skip');
    expect(tree(folder), `killed at call ${diesAt}`).toEqual(tree(whole));
  }
});

test('F-25: no file is made before the folder says that a run has begun there', async () => {
  const whole = newFolder();
  await visit(whole, 'keep-both');
  let unbegun = 0;
  for (let diesAt = 1; diesAt < whole.callCount; diesAt += 1) {
    const folder = newFolder({ diesAt });
    await visit(folder, 'keep-both');
    folder.crash({ keepsSwaps: false });
    const [id] = marksIn(folder).flatMap((name) => markedRun(name) ?? []);
    if (id === undefined || (await new RunMarker(folder.handle, id).content()) !== 'nothing') continue;
    expect(tree(folder), `killed at call ${diesAt}`).toEqual(before);
    unbegun += 1;
  }
  expect(unbegun).toBeGreaterThan(0);
});
