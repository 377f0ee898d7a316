// P-09, F-25: a run that is killed while it keeps what can be read of a damaged file, and gone on with: there is one piece.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { markedRun } from '../../src/journal/run-marker.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import { MemoryStore } from '../journal/runs.ts';
import type { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderWith, treeOf } from './killed-folder.ts';
import { into, jpaFile, opened, quiet, usual } from './session-files.ts';

const long = 'n'.repeat(245);
const short = { store: true, content: 'half', fields: { size: 9 } };
const entries: readonly JpaEntry[] = [
  { path: 'd/sound.txt', content: 'sound' },
  { path: 'd/bad', ...short },
  { path: 'd/mine', ...short },
  { path: 'd/hollow', ...short },
  { path: long, ...short },
  { path: 'worse', ...short },
  { path: 'worse.damaged', content: 'a sound one' },
];

/** The user's own, of names that pieces would have. */
const before = { 'd/mine.damaged': 'mine', 'd/hollow.damaged': '', 'd/bad (3).damaged': 'mine' };
const choices = { ...usual, keepsDamaged: true };
const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** To its end or its death. */
async function visit(folder: FakeFolder, store: RunStore): Promise<void> {
  locks.releaseAll();
  const run = async (): Promise<void> => {
    const session = await opened([jpaFile({ entries })], undefined, new Session(store));
    const { unfinished, unknownRuns } = await session.surveyFolder(folder.handle, choices);
    const target = into(folder, 'keep-both', 'side-zip', unknownRuns?.ids);
    if (unfinished === null) await session.extract(target, choices, quiet);
    else await session.continueRun(unfinished.id, folder.handle, quiet);
  };
  await Promise.race([run(), folder.death]);
}

const stores = { 'the browser': () => new MemoryStore(), 'the folder': () => new FolderStore() };

describe.each(Object.entries(stores))('kept in %s', (_, newStore) => {
  test('killed at any call and gone on with, the same pieces are there, and what the user had', async () => {
    const whole = folderWith(before);
    await visit(whole, newStore());
    expect(Object.keys(treeOf(whole))).toHaveLength(Object.keys(before).length + entries.length);
    for (let diesAt = 1; diesAt < whole.callCount; diesAt += 1) {
      const store = newStore();
      const folder = folderWith(before, diesAt);
      await visit(folder, store);
      folder.crash({ keepsSwaps: diesAt % 2 === 0 });
      if (isOver(folder, store)) continue;
      await visit(folder, store);
      expect(treeOf(folder), `killed at call ${diesAt}`).toEqual(treeOf(whole));
    }
  }, 60_000);
});

/** It died when all was done, and only its marks were to be removed. */
function isOver(folder: FakeFolder, store: RunStore): boolean {
  const marks = [...folder.files().keys()].filter((name) => markedRun(name) !== null);
  const isInFolder = marks.some((name) => folder.text(name)?.includes('"progress"'));
  const isOnRecord = store instanceof MemoryStore ? store.runs.size > 0 : isInFolder;
  return !isOnRecord && folder.text('worse.damaged') !== undefined;
}
