import { describe, expect, test } from 'vitest';
import { sha256 } from '../support/fixtures.ts';
import { MemorySink } from '../support/memory-sink.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { HookedSink, settle } from './hooked-sink.ts';
import { prepareJpa, start, type Run } from './run.ts';

const mebibyte = 1024 * 1024;
const letters = ['a', 'b', 'c', 'd', 'e'];
const small: readonly JpaEntry[] = letters.map((path) => ({ path, content: path }));
const sevens = new Uint8Array(6 * mebibyte).fill(7);
const long: JpaEntry = { path: 'long', content: sevens, store: true };

describe('paused', () => {
  test('nothing new is begun, and it goes on where it was', async () => {
    const memory = new MemorySink();
    let run: Run | null = null;
    const sink = new HookedSink(memory, {
      onStart: (path) => {
        if (path === 'b') run?.control.pause();
      },
    });
    run = start(await prepareJpa(small), sink);
    await settle();
    expect(sink.begun).toEqual(['a', 'b']);
    expect([...memory.files.keys()]).toEqual(['a', 'b']);

    run.control.resume();
    expect(await run.end).toEqual({ error: null });
    expect([...memory.files.keys()]).toEqual(letters);
  });

  test('a long file holds in its middle', async () => {
    const memory = new MemorySink();
    let run: Run | null = null;
    let written = 0;
    const sink = new HookedSink(memory, {
      onWrite: (_, count) => {
        written = count;
        if (count === 2) run?.control.pause();
      },
    });
    run = start(await prepareJpa([long]), sink);
    await settle();
    expect(written).toBe(2);
    run.control.resume();
    await run.end;
    expect(sha256(memory.files.get('long') ?? new Uint8Array())).toBe(sha256(sevens));
  });

  test('twice is once, and resuming without a pause is nothing', async () => {
    const run = start(await prepareJpa(small), new MemorySink());
    run.control.resume();
    run.control.pause();
    run.control.pause();
    expect(run.control.isPaused).toBe(true);
    await settle();
    run.control.resume();
    expect(run.control.isPaused).toBe(false);
    expect(await run.end).toEqual({ error: null });
  });
});

describe('directories', () => {
  const many = Array.from({ length: 1000 }, (_, number): JpaEntry => ({ path: `d${number}/` }));

  test('are not all begun at once, and hold with the run', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const memory = new MemorySink();
    const sink = new HookedSink(memory, { onDirectory: () => held });
    const run = start(await prepareJpa(many), sink);
    await settle();
    const begun = sink.begun.length;
    expect(begun).toBeLessThanOrEqual(64);
    run.control.pause();
    letGo();
    await settle();
    expect(sink.begun.length).toBe(begun);
    run.control.resume();
    await run.end;
    expect(memory.directories.size).toBe(1000);
  });
});
