// What cannot be read, or not decoded: the run is held, and loses only what the user gives up.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { MemorySink } from '../support/memory-sink.ts';
import { SparseSource } from '../support/sparse-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { folderSink, holdOf, prepare, prepareJpa, start } from './run.ts';
import { usual } from './session-files.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Two parts, the second of which can be unplugged once the index is known, and plugged in again. */
function pluggable(bytes: Uint8Array, at: number): { source: JoinedSource; plug: (isIn: boolean) => void } {
  let isIn = true;
  const second = new SparseSource(bytes.length - at, [{ offset: 0, bytes: bytes.subarray(at) }]);
  const pluggable: ByteSource = {
    size: second.size,
    read: (offset, length) =>
      isIn ? second.read(offset, length) : Promise.reject(new DOMException('no', 'NotReadableError')),
  };
  const first = new SparseSource(at, [{ offset: 0, bytes: bytes.subarray(0, at) }]);
  const parts = [
    { name: 'site.j01', source: first },
    { name: 'site.jpa', source: pluggable },
  ];
  return {
    source: joinSources(parts),
    plug(is) {
      isIn = is;
    },
  };
}

const content = new Uint8Array(16 * 1024 * 1024).fill(7);
const parted = writeJpa({
  entries: [
    { path: 'a', content: 'a' },
    { path: 'long', content, store: true },
    { path: 'z', content: 'z' },
  ],
});

describe('F-19: a part that can no longer be read', () => {
  test('holds the run, which goes on where it stood when the part is back', async () => {
    const { source, plug } = pluggable(parted, 6 * 1024 * 1024);
    const prepared = await prepare(source);
    plug(false);
    const sink = new MemorySink();
    const run = start(prepared, sink);
    expect(await holdOf(run)).toMatchObject({
      problem: { code: 'part-unreadable', where: { part: 'site.jpa' } },
      answers: ['retry', 'skip', 'skip-all', 'stop'],
      attempt: 1,
    });
    plug(true);
    run.control.answer('retry');
    expect(await run.end).toEqual({ error: null });
    expect([...sink.files.keys()].sort()).toEqual(['a', 'long', 'z']);
    expect(sink.files.get('long')).toHaveLength(content.length);
    // Nothing was begun anew.
    expect(sink.discarded).toEqual([]);
    expect(run.report.facts.issues).toEqual([]);
  });

  test('costs, where the user gives it up, what lies in it and nothing else', async () => {
    const { source, plug } = pluggable(parted, 6 * 1024 * 1024);
    const prepared = await prepare(source);
    plug(false);
    const sink = new MemorySink();
    const run = start(prepared, sink);
    await holdOf(run);
    run.control.answer('skip-all');
    expect(await run.end).toEqual({ error: null });
    expect([...sink.files.keys()]).toEqual(['a']);
    expect(run.report.facts.issues).toEqual(
      ['long', 'z'].map((path) => ({ kind: 'damaged', path, damage: { what: 'unreadable' } })),
    );
  });

  test('is tried again three times by itself', async () => {
    const { source, plug } = pluggable(parted, 6 * 1024 * 1024);
    const prepared = await prepare(source);
    plug(false);
    const run = start(prepared, new MemorySink());
    for (const attempt of [1, 2, 3]) {
      expect(await holdOf(run)).toMatchObject({ attempt, retryInMs: 10_000 });
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(await holdOf(run)).toMatchObject({ retryInMs: null });
    run.control.answer('stop');
    expect(await run.end).toMatchObject({ error: { name: 'AbortError' } });
  });
});

test('leaving out all of one part says nothing of another', async () => {
  const entries = Array.from({ length: 12 }, (_, number) => ({
    path: `f${number}`,
    store: true,
    content: new Uint8Array(1_500_000).fill(number),
  }));
  const bytes = writeJpa({ entries });
  const third = Math.ceil(bytes.length / 3);
  const unplugged = new Set<string>();
  const parts = ['site.j01', 'site.j02', 'site.jpa'].map((name, index) => {
    const inner = new MemorySource(bytes.subarray(index * third, (index + 1) * third));
    const source: ByteSource = {
      size: inner.size,
      read: (offset, length) =>
        unplugged.has(name) ? Promise.reject(new DOMException('no', 'NotReadableError')) : inner.read(offset, length),
    };
    return { name, source };
  });
  const prepared = await prepare(joinSources(parts));
  unplugged.add('site.j01').add('site.jpa');
  const run = start(prepared, new MemorySink());
  expect(await holdOf(run)).toMatchObject({ problem: { where: { part: 'site.j01' } } });
  run.control.answer('skip-all');
  expect(await holdOf(run)).toMatchObject({ problem: { where: { part: 'site.jpa' } } });
  unplugged.delete('site.jpa');
  run.control.answer('retry');
  expect(await run.end).toEqual({ error: null });
  const lost = run.report.facts.issues.map((issue) => ('path' in issue ? issue.path : issue.kind));
  expect(lost).toEqual(['f0', 'f1', 'f2', 'f3']);
});

describe('the first damage', () => {
  const bad: JpaEntry = { path: 'bad', content: 'x', fields: { data: '\xff\xff' } };
  const entries: readonly JpaEntry[] = [
    { path: 'a', content: 'a' },
    bad,
    { ...bad, path: 'worse' },
    { path: 'z', content: 'z' },
  ];
  const asking = { ...usual, skipsDamage: false };

  test('holds the run, and names the part, the place in it and the entry', async () => {
    const run = start(await prepareJpa(entries), folderSink(new FakeFolder()), undefined, asking);
    expect(await holdOf(run)).toMatchObject({
      problem: {
        code: 'entry-damaged',
        where: {
          part: 'site.jpa',
          entry: 'bad',
          offset: expect.any(Number) as number,
          damage: { what: 'broken-stream' },
        },
      },
      answers: ['skip', 'keep', 'skip-all', 'keep-all', 'stop'],
      retryInMs: null,
    });
    run.control.answer('stop');
    expect(await run.end).toMatchObject({ error: { name: 'AbortError' } });
    expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged', path: 'bad' }]);
  });

  test('and the next one too, where only that file was left out', async () => {
    const folder = new FakeFolder();
    const run = start(await prepareJpa(entries), folderSink(folder), undefined, asking);
    await holdOf(run);
    run.control.answer('skip');
    expect(await holdOf(run)).toMatchObject({ problem: { where: { entry: 'worse' } } });
    run.control.answer('skip');
    expect(await run.end).toEqual({ error: null });
    expect([...folder.files().keys()]).toEqual(['a', 'z']);
  });

  test('but not where all damage is to be passed', async () => {
    const run = start(await prepareJpa(entries), folderSink(new FakeFolder()), undefined, asking);
    await holdOf(run);
    run.control.answer('skip-all');
    expect(await run.end).toEqual({ error: null });
    expect(run.report.facts.issues).toMatchObject([{ path: 'bad' }, { path: 'worse' }]);
  });

  test('asks nobody where that was chosen before', async () => {
    const run = start(await prepareJpa(entries), folderSink(new FakeFolder()));
    expect(await holdOf(run)).toBeNull();
    expect(run.report.facts.issues).toHaveLength(2);
  });
});
