import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RunControl } from '../../src/extract/run-control.ts';
import { NullFolder } from '../sink/null-folder.ts';
import { sinkOn } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { MemorySink } from '../support/memory-sink.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { HookedSink } from './hooked-sink.ts';
import { folderSink, prepareJpa, start, type Run } from './run.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];
const small: readonly JpaEntry[] = letters.map((path) => ({ path, content: path }));
const long: JpaEntry = { path: 'long', content: new Uint8Array(6 * 1024 * 1024), store: true };

const cancelled = { error: expect.objectContaining({ name: 'AbortError' }) as unknown };

describe('cancelled', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('in the middle of a long file: what was complete stays, of the rest there is nothing', async () => {
    const folder = new FakeFolder();
    folder.put('kept', 'kept');
    let run: Run | null = null;
    const sink = new HookedSink(folderSink(folder), {
      onWrite: (path, count) => {
        if (path === 'long' && count === 3) run?.control.cancel();
      },
    });
    run = start(await prepareJpa([...small, long, { path: 'never', content: 'x' }]), sink);
    expect(await run.end).toEqual(cancelled);
    expect([...folder.files().keys()].sort()).toEqual([...letters, 'kept']);
    expect(folder.openWritables).toBe(0);
    expect(run.report.facts.filesWritten).toBe(5);
  });

  test('an old file that was being overwritten is as it was', async () => {
    const folder = new FakeFolder();
    folder.put('long', 'old');
    let run: Run | null = null;
    const sink = new HookedSink(folderSink(folder), { onWrite: () => run?.control.cancel() });
    run = start(await prepareJpa([long]), sink);
    await run.end;
    expect(folder.text('long')).toBe('old');
  });

  test('while files are closing: they are let finish', async () => {
    const folder = new FakeFolder({ latencyMs: (operation) => (operation === 'close' ? 1000 : 0) });
    const run = start(await prepareJpa(small), folderSink(folder));
    await vi.advanceTimersByTimeAsync(500);
    run.control.cancel();
    const ended = vi.fn();
    void run.end.then(ended);
    await vi.advanceTimersByTimeAsync(400);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(await run.end).toEqual(cancelled);
    expect([...folder.files()].map(([path, bytes]) => path + new TextDecoder().decode(bytes))).toEqual(
      letters.map((path) => path + path),
    );
    expect(run.report.facts.filesWritten).toBe(5);
  });

  test('while paused: it ends', async () => {
    const run = start(await prepareJpa(small), new MemorySink());
    run.control.pause();
    run.control.cancel();
    expect(await run.end).toEqual(cancelled);
  });

  test('and paused after that: it ends all the same', async () => {
    const memory = new MemorySink();
    let run: Run | null = null;
    const sink = new HookedSink(memory, {
      onWrite: () => {
        run?.control.cancel();
        run?.control.pause();
      },
    });
    run = start(await prepareJpa([long]), sink);
    expect(await run.end).toEqual(cancelled);
    expect(memory.discarded).toEqual(['long']);
  });

  test('before it began: nothing is begun', async () => {
    const sink = new HookedSink(new MemorySink(), {});
    const control = new RunControl();
    control.cancel();
    const run = start(await prepareJpa(small), sink, control);
    expect(await run.end).toEqual(cancelled);
    expect(sink.begun).toEqual([]);
  });

  test('while its files wait for a slow disk', async () => {
    const folder = new NullFolder();
    folder.writing.hold();
    const sink = sinkOn(folder);
    const run = start(await prepareJpa([...small, long]), sink);
    await vi.advanceTimersByTimeAsync(100);
    run.control.cancel();
    folder.writing.letGo();
    await vi.advanceTimersByTimeAsync(100);
    expect(await run.end).toEqual(cancelled);
    expect(folder.bytesInWrites).toBe(0);
  });
});

test('a thousand directories are not all made after a cancel', async () => {
  const many = Array.from({ length: 1000 }, (_, number): JpaEntry => ({ path: `d${number}/` }));
  let run: Run | null = null;
  const memory = new MemorySink();
  const sink = new HookedSink(memory, {
    onDirectory: () => {
      run?.control.cancel();
    },
  });
  run = start(await prepareJpa(many), sink);
  expect(await run.end).toEqual(cancelled);
  expect(memory.directories.size).toBeLessThanOrEqual(64);
});

test('what is being decoded is let go when its file is given up', async () => {
  const cancel = vi.fn();
  const open = (): ReadableStream<Uint8Array> =>
    new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1000));
      },
      cancel,
    });
  const prepared = await prepareJpa([{ path: 'a', content: 'x' }]);
  const [entry] = prepared.index.entries;
  if (entry === undefined) throw new Error('no entry');
  const data = { in: 'foreign', span: { offset: 0, length: 1 }, open } as const;
  const [step] = prepared.plan.steps;
  if (step?.kind !== 'file') throw new Error('no step');
  const steps = [{ ...step, entry: { ...entry, size: 1_000_000, data } }];
  let run: Run | null = null;
  const sink = new HookedSink(new MemorySink(), { onWrite: () => run?.control.cancel() });
  run = start({ ...prepared, plan: { ...prepared.plan, steps } }, sink);
  expect(await run.end).toEqual(cancelled);
  expect(cancel).toHaveBeenCalledOnce();
});

test('the first reason of a stop is the one that counts', () => {
  const control = new RunControl();
  const first = new Error('first');
  control.stop(first);
  control.cancel();
  expect(control.signal.reason).toBe(first);
});

test('F-38: wherever it is cancelled, nothing partial stays', async () => {
  const prepared = await prepareJpa([...small, { path: 'd/e/f', content: 'deep' }, { path: 'empty', content: '' }]);
  const quiet = new FakeFolder();
  await start(prepared, folderSink(quiet)).end;
  const wrong: string[] = [];
  for (let call = 1; call <= quiet.callCount; call += 1) {
    const control = new RunControl();
    const folder = new FakeFolder({
      fault: (_, __, number) => {
        if (number === call) control.cancel();
        return undefined;
      },
    });
    const run = start(prepared, folderSink(folder), control);
    await run.end;
    if (folder.openWritables > 0) wrong.push(`call ${call}: ${folder.openWritables} writables are open`);
    if (folder.files().size !== run.report.facts.filesWritten)
      wrong.push(`call ${call}: ${folder.files().size} files, ${run.report.facts.filesWritten} told`);
    for (const [path, bytes] of folder.files())
      if (bytes.length === 0 && path !== 'empty') wrong.push(`call ${call}: ${path} is empty`);
  }
  expect(quiet.callCount).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});
