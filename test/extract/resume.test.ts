// A run that is killed, whenever that may be, and gone on with: it comes to the same as one that was left alone.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Outcome, RunUpdate } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy, Pace, RunChoices } from '../../src/extract/worker-api.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { RunStore } from '../../src/journal/run-store.ts';
import type { Selection } from '../../src/plan/selection.ts';
import type { Issue } from '../../src/problems/issue.ts';
import { MemoryStore } from '../journal/runs.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const entries: readonly JpaEntry[] = [
  ...Array.from({ length: 12 }, (_, n) => ({ path: `d${n % 3}/file-${n}.txt`, content: `content ${n} `.repeat(n) })),
  { path: 'Readme.md', content: 'first' },
  { path: 'README.md', content: 'second' },
  { path: 'empty.txt', content: '' },
  { path: 'mine.txt', content: 'theirs' },
  { path: 'd1/mine.txt', content: 'same' },
  { path: 'd2/twice.txt', content: 'once' },
  { path: 'd2/twice.txt', content: 'twice' },
  { path: 'd1/hollow.txt', content: 'full' },
  { path: 'deep/er/still/a.txt', content: 'deep' },
  { path: 'd0/file-0.txt.crswap', content: 'a name of the browser' },
  { path: 'd0/what?.txt', content: 'refused', modified: 1_700_000_000 },
  { path: 'dot./inside.txt', content: 'refused too', modified: 1_700_000_000 },
];

/** What the user has there: of other content, of the same, empty, and in the way of a number. */
const before = {
  'mine.txt': 'mine',
  'mine (2).txt': '',
  'd1/mine.txt': 'same',
  'd1/hollow.txt': '',
  'd1/stranger.txt': '',
  'd2/file-2.txt.crswap': 'mine too',
};

const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

/** Calls, by their numbers up to `most`, that come the same way every time. */
function moments(seed: number, most: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 1 + (state % most);
  };
}

/** The store as one tab has it: when the tab is dead, no call of it arrives any more. */
function storeOf(kept: RunStore, tab: { readonly isDead: boolean }): RunStore {
  const alive = async <T>(call: () => Promise<T>): Promise<T> => {
    if (tab.isDead) await new Promise(() => undefined);
    return call();
  };
  return {
    begin: (run, handles) => alive(() => kept.begin(run, handles)),
    save: (id, progress) => alive(() => kept.save(id, progress)),
    find: (id, folder) => alive(() => kept.find(id, folder)),
    outputOf: (id) => alive(() => kept.outputOf(id)),
    forget: (id) => alive(() => kept.forget(id)),
    all: () => alive(() => kept.all()),
  };
}

interface Whole {
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

/** But for an empty file that was to tell how the folder spells names: the next visit removes it. */
function isUntouched(folder: FakeFolder): boolean {
  const found = Object.entries(tree(folder)).filter(([path]) => !path.includes('-unstow-probe-'));
  return JSON.stringify(Object.fromEntries(found)) === JSON.stringify(before);
}

/** What the user sees: a mark may stay where the browser died in removing it. */
function tree(folder: FakeFolder): Record<string, string> {
  const files = Object.entries(texts(folder)).filter(([path]) => !isOfMarker(path));
  return Object.fromEntries(files);
}

/** One visit, to its end; null where the browser died in it. `over` where there is nothing left to go on with. */
async function visit(
  folder: FakeFolder,
  kept: RunStore,
  choices: RunChoices,
  existing: ExistingPolicy,
): Promise<Whole | 'over' | null> {
  locks.releaseAll();
  const tab = { isDead: false };
  void folder.death.then(() => {
    tab.isDead = true;
  });
  const issues: Issue[] = [];
  const onUpdate = ({ newIssues }: RunUpdate): void => void issues.push(...newIssues);
  const run = async (): Promise<Outcome | 'over'> => {
    const session = await opened([jpaFile({ entries })], undefined, new Session(storeOf(kept, tab)));
    const { unfinished, unknownRuns } = await session.surveyFolder(folder.handle, choices);
    // It died when all was done, and only the last traces were to be removed.
    if (unfinished === null && !isUntouched(folder)) return 'over';
    return unfinished === null
      ? session.extract(into(folder, existing, 'side-zip', unknownRuns?.ids), choices, onUpdate)
      : session.continueRun(unfinished.id, folder.handle, onUpdate);
  };
  const outcome = await Promise.race([run(), folder.death.then(() => null)]);
  return outcome === 'over' ? 'over' : outcome && { outcome, issues };
}

function newFolder(ignoreCase: boolean, diesAt?: number): FakeFolder {
  const folder = new FakeFolder({ ignoreCase, ...(diesAt !== undefined && { diesAt }) });
  for (const [path, content] of Object.entries(before)) folder.put(path, content, Date.now() - 3_600_000);
  return folder;
}

const said = (issues: readonly Issue[]): string[] => issues.map((issue) => JSON.stringify(issue)).sort();

/** But for its time. */
function outcomeOf(end: Whole | null): unknown {
  return { ...end?.outcome, elapsedMs: 0 };
}

/** How often the run saves: hardly ever, after a millisecond, after every step. */
const paces: readonly (Pace | null)[] = [null, { minStepMs: 0, maxStepMs: 1 }, { minStepMs: 0, maxStepMs: 0 }];
const stores = { 'the browser': () => new MemoryStore(), 'the folder': () => new FolderStore() };

interface Setting {
  readonly existing: ExistingPolicy;
  readonly ignoreCase: boolean;
  readonly newStore: () => RunStore;
  readonly selection: Selection;
}

/** The tree of a run that nobody killed is looked at, if wanted. */
async function comesToTheSame(
  { existing, ignoreCase, newStore, selection }: Setting,
  look: (whole: FakeFolder) => void = () => undefined,
): Promise<void> {
  for (const [turn, pace] of paces.entries()) {
    const choices: RunChoices = { ...usual, selection, pace };
    const whole = newFolder(ignoreCase);
    const told = await visit(whole, newStore(), choices, existing);
    if (told === null || told === 'over') throw new Error('nobody killed it');
    look(whole);
    const random = moments(turn + 1, whole.callCount);
    for (let kill = 0; kill < 34; kill += 1) {
      const store = newStore();
      const [diesAt, again] = [random(), random()];
      const folder = newFolder(ignoreCase, diesAt);
      await visit(folder, store, choices, existing);
      folder.crash({
        keepsSwaps: kill % 2 === 0,
        options: { ignoreCase, ...(kill % 3 === 0 && { diesAt: again }) },
      });
      let end = await visit(folder, store, choices, existing);
      if (end === null) {
        folder.crash({ keepsSwaps: kill % 4 === 0, options: { ignoreCase } });
        end = await visit(folder, store, choices, existing);
      }
      const when = `killed at call ${diesAt}${kill % 3 === 0 ? `, then ${again}` : ''}, pace ${turn}`;
      expect(tree(folder), when).toEqual(tree(whole));
      if (end === 'over') continue;
      expect(said(end?.issues ?? []), when).toEqual(said(told.issues));
      expect(outcomeOf(end), when).toEqual(outcomeOf(told));
    }
  }
}

describe.each(['overwrite', 'skip', 'keep-both'] as const)('where files are there: %s', (existing) => {
  describe.each([false, true])('names that differ by case are one: %s', (ignoreCase) => {
    test.each(Object.entries(stores))(
      'F-25, F-27, I13: killed at 100 moments and gone on with, the tree and the report are the same; kept in %s',
      (_, newStore) => comesToTheSame({ existing, ignoreCase, newStore, selection: null }),
      60_000,
    );
  });
});

/** Of twins and of entries of one path the second alone, of what the folder refuses all, of the rest some. */
const some: Selection = [[2, 9], [13, 14], [15, 17], [18, 20], [22, 24]]; // prettier-ignore

describe('of a selection', () => {
  test.each(Object.entries(stores))(
    'a run killed at 100 moments and gone on with writes what was chosen, and nothing else; kept in %s',
    (_, newStore) =>
      comesToTheSame({ existing: 'keep-both', ignoreCase: true, newStore, selection: some }, (whole) => {
        const written = Object.keys(tree(whole)).filter((path) => !(path in before));
        expect(written.sort()).toEqual(
          [
            'README.md',
            'd0/file-3.txt',
            'd0/file-6.txt',
            'd1/file-4.txt',
            'd1/file-7.txt',
            'd1/hollow (2).txt',
            'd1/mine (2).txt',
            'd2/file-2.txt',
            'd2/file-5.txt',
            'd2/file-8.txt',
            'd2/twice.txt',
            'mine (3).txt',
            'unstow-refused-names.zip',
          ].sort(),
        );
        expect(whole.text('d2/twice.txt')).toBe('twice');
      }),
    60_000,
  );
});
