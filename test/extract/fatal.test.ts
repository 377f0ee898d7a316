// What ends the whole run: it ends once, with its reason, and with everything settled.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { FakeFolder, type FakeFolderOptions } from '../support/fake-folder.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { SparseSource } from '../support/sparse-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { HookedSink, settle } from './hooked-sink.ts';
import { folderSink, prepare, prepareJpa, start, type Run } from './run.ts';

const many = Array.from({ length: 500 }, (_, number): JpaEntry => ({ path: `f${number}`, content: `${number}` }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails one operation on one file, for good. */
function failing(
  operation: string,
  path: string,
  name: string,
  latencyMs?: FakeFolderOptions['latencyMs'],
): FakeFolder {
  const fault: FakeFolderOptions['fault'] = (called, at) =>
    called === operation && at === path ? new DOMException('no', name) : undefined;
  return new FakeFolder({ fault, ...(latencyMs === undefined ? {} : { latencyMs }) });
}

function expectOnlyWholeFiles(folder: FakeFolder): void {
  for (const [path, bytes] of folder.files()) expect(`f${new TextDecoder().decode(bytes)}`).toBe(path);
  expect(folder.openWritables).toBe(0);
}

describe('a file that shows that nothing more can be written', () => {
  test.each([
    ['close', 'QuotaExceededError', 'disk-full'],
    ['write', 'QuotaExceededError', 'disk-full'],
    ['createWritable', 'NotAllowedError', 'folder-refused'],
    ['getFileHandle', 'NoModificationAllowedError', 'folder-read-only'],
  ])('%s: %s', async (operation, name, code) => {
    const folder = failing(operation, 'f3', name);
    const sink = new HookedSink(folderSink(folder), {});
    const run = start(await prepareJpa(many), sink);
    expect(await run.end).toMatchObject({ error: { name: 'ExtractError', code, where: { entry: 'f3' } } });
    expect(sink.begun.length).toBeLessThan(100);
    expectOnlyWholeFiles(folder);
    expect(run.report.facts.filesWritten).toBe(folder.files().size);
    expect(run.report.facts.issues).toEqual([]);
  });

  test('is waited for with all that is closing beside it', async () => {
    const folder = failing('close', 'f3', 'QuotaExceededError', (operation, path) =>
      operation === 'close' ? (path === 'f3' ? 10 : 1000) : 0,
    );
    const run = start(await prepareJpa(many), folderSink(folder));
    const ended = vi.fn();
    void run.end.then(ended);
    await vi.advanceTimersByTimeAsync(500);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await run.end).toMatchObject({ error: { code: 'disk-full' } });
    expectOnlyWholeFiles(folder);
  });

  test('ends a long file early: the rest of it is not decoded', async () => {
    const folder = failing('write', 'long', 'QuotaExceededError');
    const content = new Uint8Array(64 * 1024 * 1024).fill(7);
    const prepared = await prepareJpa([{ path: 'long', content, store: true }]);
    let writes = 0;
    const sink = new HookedSink(folderSink(folder), {
      onWrite: () => {
        writes += 1;
      },
    });
    const run = start(prepared, sink);
    expect(await run.end).toMatchObject({ error: { code: 'disk-full', where: { entry: 'long' } } });
    expect(writes).toBeLessThan(40);
  });

  test('ends a paused run too', async () => {
    const folder = failing('close', 'f3', 'QuotaExceededError', (operation) => (operation === 'close' ? 100 : 0));
    let run: Run | null = null;
    const sink = new HookedSink(folderSink(folder), {
      onStart: (path) => {
        if (path === 'f5') run?.control.pause();
      },
    });
    run = start(await prepareJpa(many), sink);
    await vi.advanceTimersByTimeAsync(200);
    expect(await run.end).toMatchObject({ error: { code: 'disk-full' } });
    expectOnlyWholeFiles(folder);
  });

  test('counts once, however many come after it', async () => {
    const fault: FakeFolderOptions['fault'] = (operation, path) =>
      operation === 'close'
        ? new DOMException('no', path === 'f0' ? 'QuotaExceededError' : 'NotAllowedError')
        : undefined;
    const folder = new FakeFolder({ fault });
    const run = start(await prepareJpa(many), folderSink(folder));
    expect(await run.end).toMatchObject({ error: { code: 'disk-full', where: { entry: 'f0' } } });
    expect(folder.files().size).toBe(0);
  });
});

test('a directory that cannot be made for want of permission ends the run', async () => {
  const folder = failing('getDirectoryHandle', 'd', 'NotAllowedError');
  const run = start(await prepareJpa([{ path: 'd/' }, ...many]), folderSink(folder));
  expect(await run.end).toMatchObject({ error: { code: 'folder-refused', where: { entry: 'd/' } } });
  expectOnlyWholeFiles(folder);
});

/** Two parts, the second of which can no longer be read once the index is known. */
function unplugged(bytes: Uint8Array, at: number): { source: JoinedSource; unplug: () => void } {
  let isGone = false;
  const second = new SparseSource(bytes.length - at, [{ offset: 0, bytes: bytes.subarray(at) }]);
  const gone: ByteSource = {
    size: second.size,
    read: (offset, length) =>
      isGone ? Promise.reject(new DOMException('no', 'NotReadableError')) : second.read(offset, length),
  };
  const first = new SparseSource(at, [{ offset: 0, bytes: bytes.subarray(0, at) }]);
  return {
    source: joinSources([
      { name: 'site.j01', source: first },
      { name: 'site.jpa', source: gone },
    ]),
    unplug() {
      isGone = true;
    },
  };
}

test('a part that can no longer be read ends the run and is named, and the file in the making is discarded', async () => {
  const content = new Uint8Array(16 * 1024 * 1024).fill(7);
  const bytes = writeJpa({
    entries: [
      { path: 'a', content: 'a' },
      { path: 'long', content, store: true },
    ],
  });
  const { source, unplug } = unplugged(bytes, 6 * 1024 * 1024);
  const prepared = await prepare(source);
  unplug();
  const sink = new MemorySink();
  const run = start(prepared, sink);
  expect(await run.end).toMatchObject({ error: { code: 'part-unreadable', where: { part: 'site.jpa' } } });
  expect([...sink.files.keys()]).toEqual(['a']);
  expect(sink.discarded).toEqual(['long']);
});

test('a bug in a sink ends the run as the bug it is', async () => {
  const bug = new TypeError('a bug');
  const sink = new HookedSink(new MemorySink(), {
    onFinish: () => {
      throw bug;
    },
  });
  const run = start(await prepareJpa(many), sink);
  await settle();
  expect(await run.end).toEqual({ error: bug });
});
