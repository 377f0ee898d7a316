// A browser that never closes a file.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { folderSink, prepareJpa, start, type Run } from './run.ts';

const many = Array.from({ length: 300 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));
const cancelled = { error: expect.objectContaining({ name: 'AbortError' }) as unknown };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Reading takes a busy machine its time, of which the clock of the test knows nothing. @returns how much passed on that */
async function untilWritten(run: Run, count: number): Promise<number> {
  for (let passedMs = 0; ; passedMs += 1) {
    if (run.report.facts.filesWritten >= count) return passedMs;
    await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(1);
  }
}

describe('F-15: a file that the browser never closes', () => {
  async function stuck(): Promise<{ folder: FakeFolder; run: Run }> {
    const folder = new FakeFolder({
      latencyMs: (operation, path) => (operation === 'close' && path === 'f3' ? 1e9 : 0),
      fault: (operation, path) =>
        operation === 'removeEntry' && path === 'f3'
          ? new DOMException('it is being written', 'NoModificationAllowedError')
          : undefined,
    });
    const run = start(await prepareJpa(many), folderSink(folder));
    await vi.advanceTimersByTimeAsync(119_000 - (await untilWritten(run, many.length - 1)));
    expect(run.control.held).toBeNull();
    await vi.advanceTimersByTimeAsync(20_000);
    return { folder, run };
  }

  test('is asked about once nothing else is left to do', async () => {
    const { folder, run } = await stuck();
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    expect(folder.files().size).toBe(many.length + 1);
    run.control.answer('skip');
    await vi.advanceTimersByTimeAsync(1000);
    // The browser still holds it, so the next try fails too, and so on.
    expect(run.control.held).toMatchObject({ problem: { code: 'write-failed' } });
    run.control.answer('skip');
    await vi.advanceTimersByTimeAsync(1000);
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toMatchObject([{ kind: 'left-behind', path: 'f3' }]);
  });

  test('is waited for where the user says so, and asked about again', async () => {
    const { run } = await stuck();
    run.control.answer('retry');
    await vi.advanceTimersByTimeAsync(90_000);
    expect(run.control.held).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    run.control.answer('stop');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await run.end).toEqual(cancelled);
  });
});

describe('F-15: the question about a browser that does not answer', () => {
  /** @returns a run in which `f3` and `f4` are closed after so long */
  async function asked(f3Ms: number, f4Ms: number): Promise<Run> {
    const folder = new FakeFolder({
      latencyMs: (operation, path) => (operation !== 'close' ? 0 : path === 'f3' ? f3Ms : path === 'f4' ? f4Ms : 0),
    });
    const run = start(await prepareJpa(many), folderSink(folder));
    const others = many.length - (f4Ms > 0 ? 2 : 1);
    await vi.advanceTimersByTimeAsync(125_000 - (await untilWritten(run, others)));
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    return run;
  }

  test('goes by itself when that has answered, and the run goes on', async () => {
    const run = await asked(150_000, 0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(run.control.held).not.toBeNull();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(run.control.held).toBeNull();
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts).toMatchObject({ filesWritten: many.length, issues: [] });
  });

  test('stays as long as another answer is owed', async () => {
    const run = await asked(150_000, 180_000);
    await vi.advanceTimersByTimeAsync(35_000);
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(run.control.held).toBeNull();
    expect(await run.end).toEqual({ error: null });
  });

  test('takes no other question with it', async () => {
    let calls = 0;
    const folder = new FakeFolder({
      latencyMs: (operation, path) => {
        if (path !== 'f3' || operation !== 'close') return 0;
        calls += 1;
        return calls === 1 ? 150_000 : 0;
      },
      fault: (operation, path) =>
        operation === 'close' && path === 'f3' && calls === 0 ? new DOMException('no', 'InvalidStateError') : undefined,
    });
    const run = start(await prepareJpa(many), folderSink(folder));
    await vi.advanceTimersByTimeAsync(155_000);
    // The one question that is held now is another, and is nobody's to take back.
    expect(run.control.held).toMatchObject({ problem: { code: 'write-failed' } });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(run.control.held).toMatchObject({ problem: { code: 'write-failed' } });
    run.control.answer('skip');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await run.end).toEqual({ error: null });
  });
});

describe('F-15: a call that is never answered, with others behind it', () => {
  const twin: JpaEntry = { path: 'F1', content: 'twin' };
  const cases: readonly (readonly [string, string, readonly JpaEntry[]])[] = [
    ['closing, and a twin waits for it', 'close', [...many.slice(0, 10), twin, ...many.slice(10)]],
    ['opening', 'createWritable', many],
    ['writing', 'write', many],
    ['making', 'getFileHandle', many],
  ];

  test.each(cases)('%s', async (_name, operation, entries) => {
    const folder = new FakeFolder({ latencyMs: (at, path) => (at === operation && path === 'f3' ? 1e9 : 0) });
    const run = start(await prepareJpa(entries), folderSink(folder));
    await vi.advanceTimersByTimeAsync(200_000);
    expect(run.control.held).toMatchObject({ problem: { code: 'write-stuck' } });
    run.control.answer('skip');
    // Where the browser answers no later call for it either, the tries of its own are over as well.
    for (let turn = 0; turn < 40 && run.control.held?.problem.code !== 'write-failed'; turn += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      if (run.control.held?.problem.code === 'write-stuck') run.control.answer('skip');
    }
    run.control.answer('skip-all');
    for (let turn = 0; turn < 60; turn += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      if (run.control.held !== null) run.control.answer('skip');
    }
    expect(await run.end).toEqual({ error: null });
    const losses = run.report.facts.issues.filter((issue) => 'path' in issue && issue.path === 'f3');
    expect(losses).toHaveLength(1);
    expect(run.report.facts.filesWritten).toBe(entries.length - 1);
  });
});

describe('F-15: what else a browser may leave unanswered in a run', () => {
  /** Gives up what is asked about until the run is over. */
  async function givenUp(folder: FakeFolder, entries: readonly JpaEntry[]): Promise<{ run: Run; asked: Set<string> }> {
    const run = start(await prepareJpa(entries), folderSink(folder));
    const asked = new Set<string>();
    const state = { isOver: false };
    void run.end.then(() => {
      state.isOver = true;
    });
    for (let turn = 0; turn < 200 && !state.isOver; turn += 1) {
      await vi.advanceTimersByTimeAsync(10_000);
      const { held } = run.control;
      if (held === null || held.retryInMs !== null) continue;
      asked.add(held.problem.code);
      run.control.answer('skip');
    }
    expect(await run.end).toEqual({ error: null });
    return { run, asked };
  }

  test('making a folder', async () => {
    const folder = new FakeFolder({ latencyMs: (at, path) => (at === 'getDirectoryHandle' && path === 'd' ? 1e9 : 0) });
    const { run, asked } = await givenUp(folder, [{ path: 'd/' }, ...many]);
    expect(asked).toContain('write-stuck');
    expect(run.report.facts).toMatchObject({
      filesWritten: many.length,
      issues: [{ kind: 'write-failed', path: 'd/' }],
    });
  });

  test.each(['removeEntry', 'abort'] as const)('%s, after a failure', async (operation) => {
    let isBroken = true;
    const folder = new FakeFolder({
      latencyMs: (at, path) => (at === operation && path === 'f3' ? 1e9 : 0),
      fault: (at, path) => {
        if (!isBroken || at !== 'write' || path !== 'f3') return undefined;
        isBroken = false;
        return new DOMException('no', 'InvalidStateError');
      },
    });
    const { run } = await givenUp(folder, many);
    expect(run.report.facts.filesWritten).toBe(many.length);
    // Nothing is put where something may yet be removed.
    const [written] = [...folder.files()].filter(([, bytes]) => new TextDecoder().decode(bytes) === '3');
    expect(written?.[0]).toMatch(operation === 'removeEntry' ? /^f3 \(2\)$/ : /^f3$/);
  });

  test('looking whether the folder is there', async () => {
    let hasFailed = false;
    const folder = new FakeFolder({
      fault: (at, path) => {
        if (at !== 'close' || path !== 'f3') return undefined;
        hasFailed = true;
        return new DOMException('no', 'NotFoundError');
      },
      latencyMs: (at, path) => (hasFailed && at === 'list' && path === '' ? 1e9 : 0),
    });
    const { run, asked } = await givenUp(folder, many);
    expect(asked).toContain('write-stuck');
    expect(run.report.facts).toMatchObject({
      filesWritten: many.length - 1,
      issues: [{ kind: 'write-failed', path: 'f3', reason: 'TimeoutError' }],
    });
  });
});
