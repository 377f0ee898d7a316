// A long file on its way into one file: a tab that dies in the middle of it costs what was done of it since the last save.
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ForwardBlobSource } from '../../src/bytes/forward-blob-source.ts';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { FileProgress, SavedRun } from '../../src/journal/saved-run.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { Browser, moments, type Backup } from './file-runs.ts';
import { usual } from './session-files.ts';

const mebibyte = 1024 * 1024;
const noise = new Uint8Array(randomBytes(3.2 * mebibyte));
const modified = 1_700_000_000;
const around = (file: JpaEntry): readonly JpaEntry[] => [
  { path: 'a.txt', content: 'first', modified },
  { ...file, modified },
  { path: 'z.txt', content: 'last', modified },
];
const stored = around({ path: 'long.bin', content: noise, store: true });
const deflated = around({ path: 'long.bin', content: noise.slice(0, 1.3 * mebibyte) });
const inChunks = {
  jps: {
    entries: stored.map(({ path, content = '' }) => ({ path, content, fields: { modified } })),
    chunkSize: Math.floor(0.4 * mebibyte),
  },
};
/** Saves whenever it can. */
const everyPiece = { ...usual, pace: { minStepMs: 0, maxStepMs: 0 } };

afterEach(() => {
  vi.unstubAllGlobals();
});

function unpacked(kind: OutputFormat, bytes: Uint8Array): Buffer {
  return kind === 'tar.gz' ? gunzipSync(bytes) : Buffer.from(bytes);
}

function fileProgress({ progress }: SavedRun): FileProgress {
  if (!('cut' in progress)) throw new Error('a run into a folder');
  return progress;
}

/** Goes on with what was broken off, to its end. */
async function goOn(
  browser: Browser,
  backup: Backup,
): Promise<{ readonly bytes: Uint8Array; readonly updates: readonly RunUpdate[] }> {
  const session = await browser.session(backup);
  const [run] = await session.unfinishedRuns();
  const updates: RunUpdate[] = [];
  const { download } = await session.continueRun(run?.id ?? '', null, (update) => void updates.push(update));
  return { updates, bytes: new Uint8Array((await download?.arrayBuffer()) ?? []) };
}

/** From the end of a run: what comes last is the file that is begun once it is proved. */
function lastMoments(count: number): () => number {
  let moment = count;
  return () => (moment -= 1);
}

describe.each([
  ['zip', 'stored', stored, 12],
  ['tar', 'stored', stored, 12],
  // Compressing takes its time.
  ['tar.gz', 'stored', stored, 4],
  ['zip', 'deflated', deflated, 14],
  ['tar', 'deflated', deflated, 14],
  ['zip', 'in chunks', inChunks, 12],
  ['tar', 'in chunks', inChunks, 12],
] as const)('of a .%s whose tab dies in the middle of a long file, %s,', (kind, how, backup, trials) => {
  test('the next one makes the very same, and begins where it was', async () => {
    const undisturbed = new Browser(backup);
    const whole = await undisturbed.visit(kind, everyPiece);
    const expected = unpacked(kind, whole?.bytes ?? new Uint8Array());
    const { callCount } = undisturbed.storage;
    const next = how === 'deflated' ? lastMoments(callCount) : moments(11, callCount);
    const seen = new Set<string | undefined>();
    for (let trial = 0; trial < trials; trial += 1) {
      const browser = new Browser(backup, { diesAt: next() });
      await browser.visit(kind, everyPiece);
      browser.reopen();
      const [kept] = browser.store.runs.values();
      if (kept === undefined) continue;
      const { underWay, bytesDone } = fileProgress(kept);
      seen.add(underWay?.soFar.is);
      const [offer] = await (await browser.session()).unfinishedRuns();
      const proved = underWay?.soFar.proved ?? 0;
      expect(offer?.fraction).toBeCloseTo((bytesDone + proved) / kept.start.size);

      const { bytes, updates } = await goOn(browser, backup);
      expect(unpacked(kind, bytes).equals(expected)).toBe(true);
      const counted = updates.map((update) => update.bytesDone);
      const [first = 0] = updates.filter(({ runId }) => runId !== null).map((update) => update.bytesDone);
      expect(first).toBeGreaterThanOrEqual(bytesDone + proved);
      expect(Math.max(...counted)).toBe(kept.start.size);
      expect(counted.at(-1)).toBe(kept.start.size);
    }
    expect(seen).toContain('giving');
  });
});

async function diedAt(diesAt: number, entries: readonly JpaEntry[]): Promise<Browser> {
  const browser = new Browser(entries, { diesAt });
  await browser.visit('zip', everyPiece);
  return browser;
}

/** The first moment of a tab at which that is what is on record of the long file. */
async function firstMoment(is: string, entries: readonly JpaEntry[]): Promise<number> {
  for (let diesAt = 30; ; diesAt += 1) {
    const { store } = await diedAt(diesAt, entries);
    const [kept] = store.runs.values();
    if (kept !== undefined && fileProgress(kept).underWay?.soFar.is === is) return diesAt;
  }
}

async function brokenOff(is: string, entries = stored): Promise<Browser> {
  const browser = await diedAt(await firstMoment(is, entries), entries);
  browser.reopen();
  return browser;
}

test('a tab that dies once more before the file is gone on with costs nothing either', async () => {
  const whole = await new Browser(stored).visit('zip', everyPiece);
  const diesAt = await firstMoment('giving', stored);
  for (let again = 5; again <= 35; again += 1) {
    const browser = await diedAt(diesAt, stored);
    browser.reopen({ diesAt: again });
    await browser.visit('zip', everyPiece);
    browser.reopen();
    const { bytes } = await goOn(browser, stored);
    expect(Buffer.compare(bytes, whole?.bytes ?? new Uint8Array()), `died at ${again}`).toBe(0);
  }
});

describe('a backup whose long file is another at the next visit', () => {
  test.each([
    // Within what was proved by then; and behind what was given.
    ['proving', mebibyte - 9],
    ['giving', 2 * mebibyte + 9],
  ])('is told, and costs that file: broken off while %s', async (is, at) => {
    const whole = await new Browser(stored).visit('zip', everyPiece);
    const browser = await brokenOff(is);
    const other = around({ path: 'long.bin', content: noise.with(at, 255 - (noise[at] ?? 0)), store: true });
    await expect(goOn(browser, other)).rejects.toMatchObject({
      code: 'archive-changed',
      where: { entry: 'long.bin' },
    });
    const [kept] = browser.store.runs.values();
    expect(kept && fileProgress(kept)).toMatchObject({ doneUntil: 1, underWay: null });
    const { bytes } = await goOn(browser, stored);
    expect(Buffer.compare(bytes, whole?.bytes ?? new Uint8Array())).toBe(0);
  });

  test('in which it lies in another way is told', async () => {
    // As many bytes, and the same first and last.
    const zeros = new Uint8Array(noise.length);
    const made = (isFirstStored: boolean): readonly JpaEntry[] => [
      { path: 'a.bin', content: noise.subarray(0, 100_000), store: true, modified },
      { path: 'one.bin', content: zeros, store: isFirstStored, modified },
      { path: 'two.bin', content: zeros, store: !isFirstStored, modified },
      { path: 'z.bin', content: noise.subarray(0, 100_000), store: true, modified },
    ];
    const browser = await brokenOff('giving', made(true));
    await expect(goOn(browser, made(false))).rejects.toMatchObject({ code: 'archive-changed' });
  });
});

test('a byte that a disk gives wrong when the file is read a second time costs that file alone', async () => {
  const whole = await new Browser(stored).visit('zip', everyPiece);
  const browser = new Browser(stored);
  const session = await browser.session();
  const read = Reflect.get(ForwardBlobSource.prototype, 'read');
  let readings = 0;
  const spy = vi.spyOn(ForwardBlobSource.prototype, 'read');
  spy.mockImplementation(async function (this: ForwardBlobSource, offset, length) {
    const bytes = await read.call(this, offset, length);
    const at = 2 * mebibyte - offset;
    const isThere = length > 500_000 && at >= 0 && at < length;
    if (isThere && (readings += 1) === 2) bytes[at] = 255 - (bytes[at] ?? 0);
    return bytes;
  });
  const target = { kind: 'zip', name: 'site.zip', handle: null, page: 'page' } as const;
  await expect(session.extract(target, everyPiece, () => undefined)).rejects.toMatchObject({ code: 'archive-changed' });
  spy.mockRestore();
  const { bytes } = await goOn(browser, stored);
  expect(Buffer.compare(bytes, whole?.bytes ?? new Uint8Array())).toBe(0);
});
