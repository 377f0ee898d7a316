// Opening chunks ahead saves time and changes nothing: what it opens is what the run would open, and all else is left to the run.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import { openAhead } from '../../src/extract/chunks-ahead.ts';
import type { AheadOf } from '../../src/extract/groups-ahead.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { concat } from '../support/byte-writer.ts';
import { FakeFolder } from '../support/fake-folder.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJps, type JpsEntry } from '../support/write-jps.ts';
import { folderSink, prepare, start, type Prepared } from './run.ts';
import { usual } from './session-files.ts';

/** Bytes that do not pack well. */
function noise(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => Math.floor(at * at * (seed + 3.1)) % 251);
}

const site: readonly JpsEntry[] = [
  { path: 'folder/' },
  { path: 'folder/chunk.txt', content: 'Nothing is lost. '.repeat(30) },
  { path: 'empty.txt', content: '' },
  { path: 'chunks.bin', content: noise(1, 9000) },
  { path: 'stored.bin', content: noise(2, 5000), store: true },
  { path: 'long.bin', content: noise(3, 600_000), store: true },
  { path: 'last.txt', content: 'The end.' },
  ...Array.from({ length: 300 }, (_, at) => ({ path: `many/${at}.bin`, content: noise(at, 200 + at) })),
];
const opened = site.map(({ path }) => String(path)).filter((path) => !/^folder\/$|empty|long/.test(path));

const signal = new AbortController().signal;

afterEach(() => {
  vi.restoreAllMocks();
});

function prepareSite(entries = site, options: Partial<Parameters<typeof writeJps>[0]> = {}): Promise<Prepared> {
  const bytes = writeJps({ entries, password: 'p', iterations: 10, chunkSize: 4096, ...options });
  return prepare(singlePart(bytes), 'p');
}

function ahead({ plan, source }: Prepared, changes: Partial<AheadOf> = {}): ReturnType<typeof openAhead> {
  return openAhead({ steps: plan.steps, source, signal, ...changes });
}

/** Never read. */
const nowhere: ByteSource = { size: 0, read: () => Promise.reject(new Error('read once more')) };

/** The plain bytes of every file whose chunks are opened ahead, by its path. */
async function openedIn(prepared: Prepared, changes: Partial<AheadOf> = {}) {
  const chunks = ahead(prepared, changes);
  const found = new Map<string, Uint8Array>();
  for (const [number, { entry }] of prepared.plan.steps.entries()) {
    const own = await chunks.take(number);
    if (own === null) continue;
    const pieces: Uint8Array[] = [];
    for await (const piece of decodeEntry(entry, nowhere, { signal, pool: new BufferPool(), opened: own }))
      pieces.push(piece);
    found.set(entry.path, concat(pieces));
  }
  return found;
}

function contentOf(path: string): Buffer {
  return Buffer.from(site.find((entry) => entry.path === path)?.content ?? '');
}

test.each([
  ['with one key', {}],
  ['with a salt for each block', { key: 'per-block' }],
  ['of 1.9', { version: '1.9' }],
] as const)('of an archive %s every file that is not long is opened, in the order of the plan', async (_, options) => {
  const found = await openedIn(await prepareSite(site, options));
  expect([...found.keys()]).toEqual(opened);
  for (const [path, content] of found) expect(Buffer.compare(content, contentOf(path)), path).toBe(0);
});

test('it takes few calls of the browser', async () => {
  const prepared = await prepareSite();
  const calls = vi.spyOn(crypto.subtle, 'decrypt');
  expect((await openedIn(prepared)).size).toBe(opened.length);
  expect(calls.mock.calls.length).toBeLessThan(25);
});

test('a chunk that makes no sense, or cannot be read, costs its own file only', async () => {
  const broken = site.map((entry) =>
    entry.path === 'last.txt' ? { ...entry, chunks: [{ decryptedSize: 90_000 }] } : entry,
  );
  const damaged = await openedIn(await prepareSite(broken));
  expect([...damaged.keys()]).toEqual(opened.filter((path) => path !== 'last.txt'));

  const prepared = await prepareSite();
  const data = prepared.index.entries.find(({ path }) => path === 'last.txt')?.data;
  const place = data?.in === 'chunks' ? data.span.offset : 0;
  const source: ByteSource = {
    size: prepared.source.size,
    read: (offset, length) =>
      offset <= place && place < offset + length
        ? Promise.reject(new ExtractError('part-unreadable', { part: 'site.jps' }))
        : prepared.source.read(offset, length),
  };
  const unread = await openedIn(prepared, { source });
  expect([...unread.keys()]).toEqual(opened.filter((path) => path !== 'last.txt'));
});

describe('a run', () => {
  /** A chunk that opens, and holds no deflate stream. */
  const damaged = site.map((entry) =>
    entry.path === 'many/7.bin' ? { ...entry, chunks: [{ plain: noise(9, 200) }] } : entry,
  );

  async function run(choices: typeof usual) {
    const folder = new FakeFolder();
    const { end, report } = start(await prepareSite(damaged), folderSink(folder), undefined, choices);
    expect((await end).error).toBeNull();
    return { files: folder.files(), issues: report.facts.issues };
  }

  test('has the same files and says the same, whoever has opened the chunks', async () => {
    const { files, issues } = await run(usual);
    const gentle = await run({ ...usual, pace: { minStepMs: 0, maxStepMs: 1000 } });
    expect([...files.keys()]).toEqual([...gentle.files.keys()]);
    expect(issues).toEqual(gentle.issues);
    expect(issues).toContainEqual({ kind: 'damaged', path: 'many/7.bin', damage: { what: 'broken-stream' } });
    expect(files.has('many/7.bin')).toBe(false);
    for (const path of [...opened, 'long.bin', 'empty.txt'].filter((name) => name !== 'many/7.bin'))
      expect(Buffer.compare(files.get(path) ?? Buffer.alloc(0), contentOf(path)), path).toBe(0);
  });
});
