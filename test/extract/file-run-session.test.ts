// Runs into one file in the page's own storage, as the page meets them: what is offered, what is kept, and what goes.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/extract/session.ts';
import type { Target } from '../../src/extract/worker-api.ts';
import type { OutputFormat } from '../../src/pack/packer.ts';
import { outputLock } from '../../src/sink/place/output-lock.ts';
import { PrivatePlace } from '../../src/sink/place/private-place.ts';
import { turn } from '../support/turn.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { Browser } from './file-runs.ts';
import { quiet, usual } from './session-files.ts';

const noise = new Uint8Array(900_000).map((_, at) => Math.imul(at, 2654435761) >>> 24);
const entries: readonly JpaEntry[] = [
  { path: 'a.txt', content: 'first', modified: 1_700_000_000 },
  { path: 'bad.txt', content: 'abc', fields: { size: 4 }, modified: 1_700_000_000 },
  { path: 'large.bin', content: noise, store: true, modified: 1_700_000_000 },
  { path: 'z.txt', content: 'last', modified: 1_700_000_000 },
];
/** Saves after every step; the damaged file is asked about. */
const asking = { ...usual, skipsDamage: false, pace: { minStepMs: 0, maxStepMs: 0 } };

function target(kind: OutputFormat = 'zip'): Target {
  return { kind, name: `site.${kind}`, handle: null, page: 'page' };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A run that is held at the damaged file. */
async function held(browser: Browser): Promise<{ readonly session: Session; readonly end: Promise<unknown> }> {
  const session = await browser.session();
  return new Promise((resolve) => {
    const end = session.extract(target(), asking, (update) => {
      if (update.held !== null) resolve({ session, end });
    });
  });
}

/** A tab that was closed while its run asked. */
async function brokenOff(): Promise<Browser> {
  const browser = new Browser(entries);
  await held(browser);
  browser.reopen();
  return browser;
}

async function whole(kind: OutputFormat = 'zip'): Promise<Uint8Array> {
  const visit = await new Browser(entries).visit(kind, usual);
  return visit?.bytes ?? new Uint8Array();
}

async function bytesOf(blob: Blob | null): Promise<Uint8Array> {
  return new Uint8Array((await blob?.arrayBuffer()) ?? []);
}

const names = ({ storage }: Browser): string[] =>
  [...storage.files.keys()].map((name) => name.replace(/[0-9a-f]{16}/, 'ID'));

describe('a run that was broken off', () => {
  test('is offered as what it makes, and how far it has come', async () => {
    const browser = await brokenOff();
    const [run, ...others] = await (await browser.session()).unfinishedRuns();
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      backup: 'site.jpa',
      target: { kind: 'zip', name: 'site.zip', page: 'page' },
      isSelection: false,
      parts: null,
    });
    expect(run?.fraction).toBeGreaterThan(0);
    expect(run?.fraction).toBeLessThan(0.1);
  });

  test('goes on to the very file of one that was left alone', async () => {
    const expected = await whole();
    const browser = await brokenOff();
    const end = await browser.visit('zip', usual);
    expect(end?.outcome).toMatchObject({ isComplete: false, filesWritten: 3, destination: { kind: 'zip' } });
    expect(Buffer.compare(end?.bytes ?? new Uint8Array(), expected)).toBe(0);
    expect(await (await browser.session()).unfinishedRuns()).toEqual([]);
  });

  test('keeps to what was chosen when it was begun: it asks as it did', async () => {
    const browser = await brokenOff();
    const session = await browser.session();
    const asked: unknown[] = [];
    const [run] = await session.unfinishedRuns();
    await session.continueRun(run?.id ?? '', null, (update) => {
      if (update.held === null) return;
      asked.push(update.held.problem.code);
      void session.answer('skip');
    });
    expect(new Set(asked)).toEqual(new Set(['entry-damaged']));
  });

  test('stays through a tidying up, and goes with its files when it is forgotten', async () => {
    const browser = await brokenOff();
    const session = await browser.session();
    await session.tidy();
    expect(names(browser)).toEqual(['page.ID', 'page.ID.directory']);
    const [run] = await session.unfinishedRuns();
    await session.verifyRun(run?.id ?? '', null);
    await session.forgetRun(run?.id ?? '', null);
    expect(names(browser)).toEqual([]);
    expect(await session.unfinishedRuns()).toEqual([]);
    await expect(session.verifyRun(run?.id ?? '', null)).rejects.toMatchObject({ code: 'nothing-to-continue' });
  });

  test('whose file has changed is refused, and the backup can be saved anew', async () => {
    const expected = await whole();
    const browser = await brokenOff();
    const session = await browser.session();
    const [run] = await session.unfinishedRuns();
    const [file] = browser.storage.files.values();
    file?.bytes.fill(0);
    const going = session.continueRun(run?.id ?? '', null, quiet);
    await expect(going).rejects.toMatchObject({ code: 'output-lost', where: { text: 'site.zip' } });
    expect(names(browser)).toEqual([]);
    const { download } = await session.extract(target(), usual, quiet);
    expect(Buffer.compare(await bytesOf(download), expected)).toBe(0);
  });

  test('is kept by its record alone: without that its files go', async () => {
    const browser = await brokenOff();
    browser.store.runs.clear();
    await (await browser.session()).tidy();
    expect(names(browser)).toEqual([]);
  });
});

test('a run that is gone on with gives what it keeps of damaged files the names that it would have given at once', async () => {
  const bad = { content: 'abc', fields: { size: 4 }, modified: 1_700_000_000 };
  const browser = new Browser([
    { path: 'bad', ...bad },
    { path: 'BAD', ...bad },
    { path: 'bad.damaged', content: 'sound' },
  ]);
  const first = await browser.session();
  await new Promise<void>((resolve) => {
    void first.extract(target(), asking, ({ held }) => {
      if (held?.problem.where.entry === 'bad') void first.answer('keep');
      if (held?.problem.where.entry === 'BAD') resolve();
    });
  });
  browser.reopen();
  const second = await browser.session();
  const [run] = await second.unfinishedRuns();
  const kept: string[] = [];
  await second.continueRun(run?.id ?? '', null, ({ held, newIssues }) => {
    for (const issue of newIssues) if (issue.kind === 'kept-damaged') kept.push(issue.writtenAs);
    if (held !== null) void second.answer('keep');
  });
  expect(kept).toEqual(['bad (2).damaged', 'BAD (3).damaged']);
});

describe('two tabs', () => {
  test('a run that is under way in one is not offered in the other, nor tidied away or forgotten there', async () => {
    const browser = new Browser(entries);
    const { session, end } = await held(browser);
    const other = await browser.session();
    expect(await other.unfinishedRuns()).toEqual([]);
    await other.tidy();
    const [id = ''] = browser.store.runs.keys();
    await other.forgetRun(id, null);
    expect(names(browser)).toEqual(['page.ID', 'page.ID.directory']);
    await expect(other.continueRun(id, null, quiet)).rejects.toMatchObject({ code: 'output-in-use' });
    await session.answer('skip');
    expect(await end).toMatchObject({ filesWritten: 3 });
  });

  test('a run that one goes on with, and ends, just when it is forgotten in the other keeps its file', async () => {
    const browser = await brokenOff();
    const session = await browser.session();
    const [id = ''] = browser.store.runs.keys();
    browser.storage.locks.takeAfterQuery(`unstow-run-${id}`, async () => {
      await turn();
      await browser.store.forget(id);
    });
    await session.forgetRun(id, null);
    await turn();
    expect(names(browser)).toEqual(['page.ID', 'page.ID.directory']);
    expect(await browser.storage.locks.query()).toEqual({ held: [] });
  });

  test('a finished file stays as long as a page holds it', async () => {
    const browser = await brokenOff();
    void browser.storage.locks.request(outputLock('page'), {}, () => new Promise(() => undefined));
    await browser.visit('zip', usual);
    const other = await browser.session();
    await other.tidy();
    expect(names(browser)).toEqual(['page.ID']);
    browser.reopen();
    await (await browser.session()).tidy();
    expect(names(browser)).toEqual([]);
  });
});

describe('a run that ends before its end', () => {
  test.each([true, false])(
    'F-02: stopped while it asked it can be gone on with; cancelled it cannot',
    async (isStopped) => {
      const browser = new Browser(entries);
      const { session, end } = await held(browser);
      await (isStopped ? session.answer('stop') : session.cancel());
      expect(await end).toMatchObject({ isCancelled: true, isKept: isStopped, download: null });
      expect(names(browser)).toEqual(isStopped ? ['page.ID', 'page.ID.directory'] : []);
      expect(await session.unfinishedRuns()).toHaveLength(isStopped ? 1 : 0);
      if (!isStopped) return;
      const expected = await whole();
      browser.reopen();
      expect(Buffer.compare((await browser.visit('zip', usual))?.bytes ?? new Uint8Array(), expected)).toBe(0);
    },
  );

  test('for want of room goes on when there is some', async () => {
    const expected = await whole('tar');
    const browser = new Browser(entries);
    const session = await browser.session();
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({});
    browser.storage.room = 600_000;
    const failing = session.extract(target('tar'), { ...asking, skipsDamage: true }, quiet);
    await expect(failing).rejects.toMatchObject({ code: 'no-room' });
    expect(names(browser)).toEqual(['page.ID']);
    browser.storage.room = Infinity;
    const [run] = await session.unfinishedRuns();
    const { download } = await session.continueRun(run?.id ?? '', null, quiet);
    expect(Buffer.compare(await bytesOf(download), expected)).toBe(0);
  });

  test('F-39: of which nothing could be kept bears no id, and leaves nothing when it fails', async () => {
    const browser = new Browser(entries);
    browser.store.isFailing = true;
    const session = await browser.session();
    browser.storage.room = 600_000;
    vi.spyOn(navigator.storage, 'estimate').mockResolvedValue({});
    const ids: (string | null)[] = [];
    const failing = session.extract(target('tar'), usual, ({ runId }) => void ids.push(runId));
    await expect(failing).rejects.toMatchObject({ code: 'no-room' });
    expect(ids.at(-1)).toBeNull();
    expect(names(browser)).toEqual([]);
  });

  test('is deleted when the user wants the finished file no more', async () => {
    const browser = new Browser(entries);
    const session = await browser.session();
    await session.extract(target(), usual, quiet);
    expect(names(browser)).toEqual(['page.ID']);
    await session.forgetOutput();
    expect(names(browser)).toEqual([]);
  });
});

test.each([
  ['is not what was written is gone', 'read-back-differs', () => Promise.resolve(new Blob(['other'])), false],
  ['cannot be read back stays', 'output-failed', () => Promise.reject(new DOMException('', 'NotReadableError')), true],
])('an output that %s, and the page is told so', async (_, code, readBack, stays) => {
  vi.spyOn(PrivatePlace.prototype, 'readBack').mockImplementation(readBack);
  const browser = new Browser(entries);
  const session = await browser.session();
  const ids: (string | null)[] = [];
  const run = session.extract(target(), { ...usual, comparesAfterWriting: true }, ({ runId }) => void ids.push(runId));
  await expect(run).rejects.toMatchObject({ code });
  expect(ids.some((id) => id !== null)).toBe(true);
  expect([...browser.store.runs.keys()]).toEqual(stays ? [ids.at(-1)] : []);
  expect(ids.at(-1) !== null).toBe(stays);
  expect(browser.storage.files.size).toBe(stays ? 2 : 0);
});
