// A run into one file in the page's own storage that is killed, whenever that may be, and gone on with: the file is, byte for
// byte, the one of a run that was left alone.
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Pace, RunChoices } from '../../src/extract/worker-api.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import type { Selection } from '../../src/plan/selection.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { Browser, moments, type Visit } from './file-runs.ts';
import { usual } from './session-files.ts';

/** What cannot be made smaller. */
const noise = new Uint8Array(700_000).map((_, at) => Math.imul(at, 2654435761) >>> 24);

const entries: readonly JpaEntry[] = [
  { path: 'd0/', kind: 'directory' },
  { path: 'to-readme', kind: 'link', content: 'Readme.md' },
  ...Array.from({ length: 12 }, (_, n) => ({ path: `d${n % 3}/file-${n}.txt`, content: `content ${n} `.repeat(n) })),
  { path: 'Readme.md', content: 'first', modified: 1_700_000_000 },
  { path: 'README.md', content: 'second' },
  { path: 'empty.txt', content: '' },
  { path: 'd2/twice.txt', content: 'once' },
  { path: 'd2/twice.txt', content: 'twice' },
  // More than is sent to the file at once.
  { path: 'large.bin', content: noise, store: true },
  { path: 'd0/', kind: 'directory' },
  { path: 'damaged.txt', content: 'abc', fields: { size: 4 } },
  { path: '../outside.txt', content: 'leads out' },
  { path: 'leads-out', kind: 'link', content: '/etc/passwd' },
  { path: 'deep/er/still/a.txt', content: 'deep' },
  { path: 'z.txt', content: 'last' },
];
const kinds: readonly OutputFormat[] = ['zip', 'tar', 'tar.gz'];
const startMs = 1_750_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** How often the run saves: by its own clock, which is turned by being looked at; after a millisecond; after every step. */
const paces: readonly (Pace | null)[] = [null, { minStepMs: 0, maxStepMs: 1 }, { minStepMs: 0, maxStepMs: 0 }];

function hasten(): void {
  let nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (nowMs += 40));
}

const unpacked = (kind: OutputFormat, bytes: Uint8Array): Uint8Array => (kind === 'tar.gz' ? gunzipSync(bytes) : bytes);
const said = ({ issues }: Visit): string[] => issues.map((issue) => JSON.stringify(issue)).sort();
/** But for its time, and the file itself. */
const facts = ({ outcome }: Visit): unknown => ({ ...outcome, elapsedMs: 0, download: null });

interface Kills {
  /** After how many there was something to go on with. */
  goneOn: number;
}

/** One run that is killed, and perhaps once more, and comes to its end. */
async function killed(
  kind: OutputFormat,
  choices: RunChoices,
  [diesAt = 0, again = 0]: readonly number[],
  kills: Kills,
): Promise<Visit> {
  const browser = new Browser(entries, { diesAt });
  vi.setSystemTime(startMs);
  let end = await browser.visit(kind, choices);
  for (const next of [again, 0]) {
    if (end !== null) break;
    const [kept] = browser.store.runs.values();
    if (kept !== undefined && 'cut' in kept.progress && kept.progress.cut.output.size > 0) kills.goneOn += 1;
    // Entries without a time keep the one that they were given.
    vi.setSystemTime(kept === undefined ? startMs : startMs + 3_600_000);
    browser.reopen({ diesAt: next });
    end = await browser.visit(kind, choices);
  }
  if (end === null) throw new Error('nobody killed it');
  expect(browser.store.runs.size).toBe(0);
  // Nothing but the file to download.
  expect([...browser.storage.files.keys()].map((name) => name.split('.').length)).toEqual([2]);
  browser.reopen();
  await (await browser.session()).tidy();
  expect(browser.storage.files.size).toBe(0);
  return end;
}

interface Setting {
  readonly selection: Selection;
  readonly comparesAfterWriting: boolean;
  /** Kills for every pace. */
  readonly count: number;
}

async function comesToTheSame(kind: OutputFormat, setting: Setting): Promise<void> {
  const { selection, comparesAfterWriting, count } = setting;
  const kills: Kills = { goneOn: 0 };
  for (const [turn, pace] of paces.entries()) {
    if (pace === null) hasten();
    else vi.restoreAllMocks();
    const choices = { ...usual, selection, pace, comparesAfterWriting };
    const whole = new Browser(entries);
    vi.setSystemTime(startMs);
    const told = await whole.visit(kind, choices);
    if (told === null) throw new Error('nobody killed it');
    const random = moments(turn + 1, whole.storage.callCount);
    for (let kill = 0; kill < count; kill += 1) {
      const [diesAt, again] = [random(), random()];
      const end = await killed(kind, choices, kill % 3 === 0 ? [diesAt, again] : [diesAt], kills);
      const when = `killed at call ${diesAt}${kill % 3 === 0 ? `, then ${again}` : ''}, pace ${turn}`;
      expect(Buffer.compare(unpacked(kind, end.bytes), unpacked(kind, told.bytes)), when).toBe(0);
      expect(said(end), when).toEqual(said(told));
      expect(facts(end), when).toEqual(facts(told));
    }
  }
  // Most kills are in the middle of the work.
  expect(kills.goneOn).toBeGreaterThan(count);
}

describe.each(kinds)('a .%s that is killed and gone on with', (kind) => {
  test('F-25, F-27: at 100 moments, is the file of a run that nobody killed, and so is its report', async () => {
    await comesToTheSame(kind, { selection: null, comparesAfterWriting: false, count: 34 });
  }, 120_000);

  test('is that of what was chosen, and compared as a whole', async () => {
    const selection: Selection = [[0, 5], [9, 14], [15, 22], [23, 26]]; // prettier-ignore
    await comesToTheSame(kind, { selection, comparesAfterWriting: true, count: 10 });
  }, 120_000);
});
