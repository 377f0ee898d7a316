// A long file on its way into one file: a tab that dies in the middle of it costs what was done of it since the last save.
import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RunUpdate } from '../../src/extract/events.ts';
import type { FileProgress, SavedRun } from '../../src/journal/saved-run.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { Browser, moments } from './file-runs.ts';
import { usual } from './session-files.ts';

const mebibyte = 1024 * 1024;
const noise = new Uint8Array(randomBytes(3.2 * mebibyte));
const modified = 1_700_000_000;
const entries: readonly JpaEntry[] = [
  { path: 'a.txt', content: 'first', modified },
  { path: 'stored.bin', content: noise, store: true, modified },
  { path: 'deflated.bin', content: noise.slice(0, 1.3 * mebibyte), modified },
  { path: 'z.txt', content: 'last', modified },
];
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
async function goOn(browser: Browser): Promise<{ readonly bytes: Uint8Array; readonly updates: readonly RunUpdate[] }> {
  const session = await browser.session();
  const [run] = await session.unfinishedRuns();
  const updates: RunUpdate[] = [];
  const { download } = await session.continueRun(run?.id ?? '', null, (update) => void updates.push(update));
  return { updates, bytes: new Uint8Array((await download?.arrayBuffer()) ?? []) };
}

describe.each([
  ['zip', 12],
  ['tar', 12],
  // Compressing takes its time.
  ['tar.gz', 4],
] as const)('of a .%s whose tab dies in the middle of a long file', (kind, trials) => {
  test('the next one makes the very same, and begins where it was', async () => {
    const undisturbed = new Browser(entries);
    const whole = await undisturbed.visit(kind, everyPiece);
    const expected = unpacked(kind, whole?.bytes ?? new Uint8Array());
    const next = moments(11, undisturbed.storage.callCount);
    const seen = new Set<string | undefined>();
    for (let trial = 0; trial < trials; trial += 1) {
      const browser = new Browser(entries, { diesAt: next() });
      await browser.visit(kind, everyPiece);
      browser.reopen();
      const [kept] = browser.store.runs.values();
      if (kept === undefined) continue;
      const { making, bytesDone } = fileProgress(kept);
      seen.add(making?.is);
      const [offer] = await (await browser.session()).unfinishedRuns();
      const proved = making?.proved ?? 0;
      expect(offer?.fraction).toBeCloseTo((bytesDone + proved) / kept.start.size);

      const { bytes, updates } = await goOn(browser);
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

describe('a backup whose long file is another at the next visit', () => {
  test.each([
    // Within what was proved by then; and behind what was given.
    ['proving', mebibyte - 9],
    ['giving', 2 * mebibyte + 9],
  ])('is told, and what cannot be right is not kept: broken off while %s', async (is, at) => {
    const browser = await brokenOff(is);
    const content = noise.with(at, 255 - (noise[at] ?? 0));
    const other = entries.map((entry) => (entry.path === 'stored.bin' ? { ...entry, content } : entry));
    const session = await browser.session(other);
    const [run] = await session.unfinishedRuns();
    const going = session.continueRun(run?.id ?? '', null, () => undefined);
    await expect(going).rejects.toMatchObject({ code: 'archive-changed', where: { entry: 'stored.bin' } });
    expect(browser.store.runs.size).toBe(0);
    expect(browser.storage.files.size).toBe(0);
  });

  /** A tab that dies at the first moment at which that is what is on record of the stored file. */
  async function brokenOff(is: string): Promise<Browser> {
    for (let diesAt = 1; ; diesAt += 1) {
      const browser = new Browser(entries, { diesAt });
      await browser.visit('zip', everyPiece);
      const [kept] = browser.store.runs.values();
      if (kept === undefined || fileProgress(kept).making?.is !== is) continue;
      browser.reopen();
      return browser;
    }
  }
});
