// Proving ahead saves time and changes nothing: what it says holds, and of all else it says nothing.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import type { ShortFile } from '../../src/decode/short-file.ts';
import { proveAhead, type Sums, type SumThreads } from '../../src/extract/proof-ahead.ts';
import { ZipWriter } from '../../src/pack/zip/zip-writer.ts';
import type { Step } from '../../src/plan/make-plan.ts';
import { PackSink } from '../../src/sink/pack-sink.ts';
import { BatchedOutput } from '../../src/sink/place/batched-output.ts';
import { MemoryPlace } from '../../src/sink/place/memory-place.ts';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import { unpack } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { sumsHere } from '../support/sums-here.ts';
import { pathOf } from '../support/path-of.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { writeZip } from '../support/write-zip.ts';
import { prepare, prepareJpa, start, type Prepared } from './run.ts';
import { usual } from './session-files.ts';

const lines = (count: number): string => 'Nothing is lost. '.repeat(count);

const site: readonly JpaEntry[] = [
  { path: 'folder/' },
  { path: 'folder/short.txt', content: lines(10) },
  { path: 'empty.txt', content: '' },
  { path: 'stored.bin', content: lines(20), store: true },
  { path: 'long.txt', content: lines(100_000) },
  { path: 'last.txt', content: lines(30) },
  ...Array.from({ length: 600 }, (_, index) => ({ path: `many/${index}.txt`, content: `${index}` })),
];

function contentOf(name: string): Uint8Array {
  const { content } = site.find(({ path }) => path === name) ?? {};
  return new TextEncoder().encode(typeof content === 'string' ? content : '');
}

function nameOf(step: Step | undefined): string {
  return step?.path.join('/') ?? '';
}

const signal = new AbortController().signal;

type Needs = Parameters<typeof proveAhead>[0];

function proofs({ plan, source }: Prepared, changes: Partial<Needs> = {}): ReturnType<typeof proveAhead> {
  return proveAhead({ steps: plan.steps, source, threads: sumsHere(), signal, ...changes });
}

/** Every step of the plan that is proved ahead, with its checksum. */
async function proved(prepared: Prepared, changes: Partial<Needs> = {}) {
  const { steps } = prepared.plan;
  const ahead = proofs(prepared, changes);
  const found = new Map<string, number>();
  for (const [number, step] of steps.entries()) {
    const proof = await ahead.take(number);
    if (proof === null) continue;
    found.set(nameOf(step), proof.crc32);
    for await (const piece of proof.pieces) expect(piece.length).toBe(proof.packing.size);
  }
  return found;
}

/** Gives the same bytes, but not those of one place. */
function broken(source: ByteSource, failsAt: number): ByteSource {
  return {
    size: source.size,
    read: (offset, length) =>
      offset <= failsAt && failsAt < offset + length
        ? Promise.reject(new ExtractError('part-unreadable', { part: 'site.jpa' }))
        : source.read(offset, length),
  };
}

function spanOf({ index }: Prepared, name: string): number {
  const entry = index.entries.find(({ path }) => path === name);
  if (entry === undefined || !('span' in entry.data)) throw new Error(`no data of ${name}`);
  return entry.data.span.offset;
}

test('every short file is proved, in the order of the plan, and nothing else', async () => {
  const prepared = await prepareJpa(site);
  const found = await proved(prepared);
  const short = site.map(({ path }) => String(path)).filter((path) => !/^folder\/$|empty|long/.test(path));
  expect([...found.keys()]).toEqual(short);
  for (const [name, sum] of found) expect(sum).toBe(crc32(contentOf(name)));
});

test('steps that are passed over are no hindrance', async () => {
  const prepared = await prepareJpa(site);
  const { steps } = prepared.plan;
  const ahead = proofs(prepared);
  for (const number of [3, 300, 500]) {
    const proof = await ahead.take(number);
    expect(proof?.crc32).toBe(crc32(contentOf(nameOf(steps[number]))));
  }
});

test('of a file that is damaged nothing is said', async () => {
  const prepared = await prepareJpa(
    site.map((entry) => (entry.path === 'last.txt' ? { ...entry, fields: { size: 1 } } : entry)),
  );
  const found = await proved(prepared);
  expect(found.has('last.txt')).toBe(false);
  expect(found.has('many/0.txt')).toBe(true);
});

test('of a file that cannot be read nothing is said', async () => {
  const prepared = await prepareJpa(site);
  const found = await proved(prepared, { source: broken(prepared.source, spanOf(prepared, 'last.txt')) });
  expect(found.has('last.txt')).toBe(false);
  expect(found.has('many/599.txt')).toBe(true);
});

test('P-09: of a file whose checksum is not that which the ZIP states nothing is said', async () => {
  const bytes = writeZip({ entries: [{ path: 'a', content: lines(9), store: true }] });
  bytes[Buffer.from(bytes).indexOf('Nothing')] = 0x6e;
  expect((await proved(await prepare(singlePart(bytes)))).size).toBe(0);
});

/** Groups that were asked for, and no answer to any of them. */
class SilentThreads implements SumThreads {
  count = 3;
  readonly groups: (readonly ShortFile[])[] = [];
  readonly #settle: ((sums: Sums) => void)[] = [];
  hasEnded = false;

  sum(group: readonly ShortFile[]): Promise<Sums> {
    this.groups.push(group);
    return new Promise((resolve) => this.#settle.push(resolve));
  }

  end(): void {
    this.hasEnded = true;
    for (const settle of this.#settle.splice(0)) settle([]);
  }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
};

/** Files of ten bytes, so far apart. Whoever reads them gets zeros. */
function farApart(count: number, gap: number): Needs {
  const entries = Array.from({ length: count }, (_, at): Entry => {
    const span = { offset: at * gap, length: 10 };
    return { path: `${at}`, kind: 'file', size: 10, packedSize: 10, data: { in: 'stored', span } };
  });
  const steps = entries.map((entry): Step => ({ kind: 'file', entry, path: pathOf(entry.path), hasTwin: false }));
  const source: ByteSource = { size: count * gap, read: (_, length) => Promise.resolve(new Uint8Array(length)) };
  return { steps, source, threads: sumsHere(), signal };
}

test('no more is read ahead than a few groups', async () => {
  const threads = new SilentThreads();
  const many = Array.from({ length: 9000 }, (_, index) => ({ path: `${index}`, content: 'x' }));
  void proofs(await prepareJpa(many), { threads }).take(0);
  await turns(20);
  expect(threads.groups.length).toBe(10);
});

test('files that are far apart keep no more in memory than those that are not', async () => {
  const threads = new SilentThreads();
  void proveAhead({ ...farApart(2600, 570 * 1024), threads }).take(0);
  await turns(100);
  const held = new Set(threads.groups.flat().map(({ packed }) => packed.buffer));
  expect([...held].reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(16 * 1024 * 1024);
});

test('the first file waits for its own group, and for no other', async () => {
  let reads = 0;
  const { source, ...needs } = farApart(2600, 570 * 1024);
  const counted: ByteSource = {
    size: source.size,
    read: (offset, length) => {
      reads += 1;
      return source.read(offset, length);
    },
  };
  await proveAhead({ ...needs, source: counted }).take(0);
  expect(reads).toBeLessThan(10);
});

test('F-38: once the run is stopped nobody waits for a thread, nothing more is read, and the threads end', async () => {
  const threads = new SilentThreads();
  const abort = new AbortController();
  const ahead = proofs(await prepareJpa(site), { threads, signal: abort.signal });
  const taken = ahead.take(1);
  taken.catch(() => undefined);
  await turns(5);
  abort.abort();
  await expect(taken).rejects.toThrow('aborted');
  expect(threads.hasEnded).toBe(true);
  const { length } = threads.groups;
  await expect(ahead.take(600)).rejects.toThrow('aborted');
  expect(threads.groups.length).toBe(length);
});

test('once no thread is left, nothing more is read for them', async () => {
  const threads = new SilentThreads();
  const ahead = proveAhead({ ...farApart(2600, 570 * 1024), threads });
  const taken = ahead.take(0);
  await turns(20);
  const { length } = threads.groups;
  threads.count = 0;
  threads.end();
  expect(await taken).toBeNull();
  for (const number of [100, 1000, 2599]) expect(await ahead.take(number)).toBeNull();
  expect(threads.groups.length).toBe(length);
});

test('behind the last step there is nothing', async () => {
  const prepared = await prepareJpa(site);
  expect(await proofs(prepared).take(prepared.plan.steps.length)).toBeNull();
});

describe('one .zip', () => {
  function zipSink(place: MemoryPlace): PackSink {
    const output = new BatchedOutput(place);
    return new PackSink({ packer: new ZipWriter(output), output, place, pool: new BufferPool(), nowMs: 0 });
  }

  async function zipped(entries: readonly JpaEntry[], threads: SumThreads | null): Promise<Uint8Array> {
    const place = MemoryPlace.open(0);
    const { end } = start({ ...(await prepareJpa(entries)), startSumThreads: () => threads }, zipSink(place));
    expect((await end).error).toBeNull();
    return new Uint8Array(await (await place.close()).arrayBuffer());
  }

  const ignorant: SumThreads = { ...sumsHere(), sum: (group) => Promise.resolve(group.map(() => null)) };

  test.each([
    ['with threads', sumsHere()],
    ['with threads that know nothing', ignorant],
    ['without threads', null],
  ])('%s holds every file', async (_, threads) => {
    const bytes = await zipped(site, threads);
    const content = new Map((await unpack(singlePart(bytes))).map((entry) => [entry.path, entry.content]));
    for (const { path } of site)
      expect(Buffer.compare(content.get(String(path)) ?? concat([]), contentOf(String(path))), String(path)).toBe(0);
  });

  test('made in gentle mode starts no threads', async () => {
    let started = 0;
    const startSumThreads = (): SumThreads => {
      started += 1;
      return sumsHere();
    };
    const prepared = { ...(await prepareJpa(site)), startSumThreads };
    const gentle = { ...usual, pace: { minStepMs: 0, maxStepMs: 1000 } };
    for (const choices of [gentle, usual]) await start(prepared, zipSink(MemoryPlace.open(0)), undefined, choices).end;
    expect(started).toBe(1);
  });

  test('is the same to the last bit, whoever has proved what is in it', async () => {
    const [ours, theirs] = [await zipped(site, null), await zipped(site, sumsHere())];
    expect(Buffer.compare(ours, theirs)).toBe(0);
  });
});
