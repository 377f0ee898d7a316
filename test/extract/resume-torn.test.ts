// F-25, F-26: the power goes in the middle of a run, and what was noted last is torn. The run is gone on with from the save
// before that: what it has done since is its own, is asked about by nobody, and is done again.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/extract/events.ts';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy, RunChoices, UnfinishedRun } from '../../src/extract/worker-api.ts';
import { FolderStore } from '../../src/journal/folder-store.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import type { Issue } from '../../src/problems/issue.ts';
import type { FakeFolder } from '../support/fake-folder.ts';
import { FakeLocks } from '../support/fake-locks.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderWith, treeOf } from './killed-folder.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

const few: readonly JpaEntry[] = [
  { path: 'mine.txt', content: 'theirs' },
  ...Array.from({ length: 8 }, (_, number) => ({ path: `d${number % 2}/f${number}`, content: `content ${number}` })),
  { path: 'empty.txt', content: '' },
  { path: 'what?.txt', content: 'refused', modified: 1_700_000_000 },
  { path: 'dot./inside.txt', content: 'refused too', modified: 1_700_000_000 },
];
/** More than are put on record at once as begun. */
const many: readonly JpaEntry[] = Array.from({ length: 1700 }, (_, number) => ({ path: `f${number}`, content: 'x' }));
const before = { 'mine.txt': 'mine', 'd1/stranger.txt': '' };

const locks = new FakeLocks();

beforeAll(() => {
  vi.stubGlobal('navigator', { locks });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

interface Order {
  readonly entries: readonly JpaEntry[];
  readonly choices: RunChoices;
  readonly existing: ExistingPolicy;
}

interface Visit {
  readonly unfinished: UnfinishedRun | null;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

/** To its end; null where the power went. */
async function visit(folder: FakeFolder, { entries, choices, existing }: Order): Promise<Visit | null> {
  locks.releaseAll();
  const issues: Issue[] = [];
  const onUpdate = ({ newIssues }: { readonly newIssues: readonly Issue[] }): void => void issues.push(...newIssues);
  const run = async (): Promise<Visit> => {
    const session = await opened([jpaFile({ entries })], undefined, new Session(new FolderStore()));
    const { unfinished } = await session.surveyFolder(folder.handle, choices);
    const outcome =
      unfinished === null
        ? await session.extract(into(folder, existing), choices, onUpdate)
        : await session.continueRun(unfinished.id, folder.handle, onUpdate);
    return { unfinished, outcome, issues };
  };
  return Promise.race([run(), folder.death.then(() => null)]);
}

type Tear = (bytes: Uint8Array) => Uint8Array;

const tears: readonly Tear[] = [
  (bytes) => bytes.slice(0, 0),
  (bytes) => bytes.slice(0, bytes.length / 2),
  (bytes) => bytes.slice().fill(0),
  (bytes) => bytes.slice().fill(0, bytes.length - 100),
];

/** @returns false where a single file has a save in it: the run has hardly begun, or is all but over */
function tearLast(folder: FakeFolder, tear: Tear): boolean {
  const orderOf = (path: string): number => Number(/"order":(\d+)/.exec(folder.text(path) ?? '')?.[1] ?? 0);
  const kept = [...folder.files().keys()].filter(
    (path) => isOfMarker(path) && path.endsWith('.txt') && orderOf(path) > 0,
  );
  const last = kept.sort((a, b) => orderOf(a) - orderOf(b)).at(-1);
  if (kept.length < 2 || last === undefined) return false;
  folder.put(last, tear(folder.files().get(last) ?? new Uint8Array()));
  return true;
}

const said = (issues: readonly Issue[]): string[] => issues.map((issue) => JSON.stringify(issue)).sort();

/** @returns how many runs were gone on with. */
async function comeToTheSame(order: Order, moments: (callCount: number) => readonly number[]): Promise<number> {
  const whole = folderWith(before);
  const told = await visit(whole, order);
  let count = 0;
  for (const [turn, diesAt] of moments(whole.callCount).entries()) {
    const when = `killed at call ${diesAt}`;
    const folder = folderWith(before, diesAt);
    await visit(folder, order);
    folder.crash({ keepsSwaps: turn % 3 === 0 });
    const tear = tears[turn % tears.length];
    if (tear === undefined || !tearLast(folder, tear)) continue;
    const end = await visit(folder, order);
    expect(end?.unfinished, when).not.toBeNull();
    expect(treeOf(folder), when).toEqual(treeOf(whole));
    expect(said(end?.issues ?? []), when).toEqual(said(told?.issues ?? []));
    expect({ ...end?.outcome, elapsedMs: 0 }, when).toEqual({ ...told?.outcome, elapsedMs: 0 });
    expect([...folder.files().keys()].filter(isOfMarker), when).toEqual([]);
    count += 1;
  }
  return count;
}

/** How often the run saves: hardly ever, after every step. */
const paces = [null, { minStepMs: 0, maxStepMs: 0 }];

test.each(['overwrite', 'skip', 'keep-both'] as const)(
  'F-26: with its last save torn, a run comes to the same as one that was left alone; where files are there: %s',
  async (existing) => {
    for (const pace of paces) {
      const order = { entries: few, choices: { ...usual, pace }, existing };
      const everyThird = (callCount: number): number[] =>
        Array.from({ length: Math.floor(callCount / 3) }, (_, number) => 1 + 3 * number);
      expect(await comeToTheSame(order, everyThird)).toBeGreaterThan(20);
    }
  },
  60_000,
);

test('F-26: so does one that has begun more since than that save could tell', async () => {
  const order = { entries: many, choices: usual, existing: 'keep-both' } as const;
  const moments = (callCount: number): number[] =>
    [0.35, 0.5, 0.63, 0.7, 0.8, 0.97].map((of) => Math.floor(of * callCount));
  expect(await comeToTheSame(order, moments)).toBe(6);
}, 60_000);
