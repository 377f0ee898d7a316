// Proving ahead saves time and changes nothing: what it says holds, and of all else it says nothing.
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../src/bytes/crc32.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { ProofAhead, type SumThreads } from '../../src/extract/proof-ahead.ts';
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
import type { JpaEntry } from '../support/write-jpa.ts';
import { prepareJpa, start, type Prepared } from './run.ts';

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

/** Every step of the plan that is proved ahead, with its checksum. */
async function proved(prepared: Prepared, changes: Partial<{ source: ByteSource; threads: SumThreads }> = {}) {
  const { steps } = prepared.plan;
  const ahead = new ProofAhead({ steps, source: prepared.source, threads: sumsHere(), ...changes });
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
  const ahead = new ProofAhead({ steps, source: prepared.source, threads: sumsHere() });
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

test('no more is read ahead than a few groups', async () => {
  const prepared = await prepareJpa(Array.from({ length: 5000 }, (_, index) => ({ path: `${index}`, content: 'x' })));
  const { steps } = prepared.plan;
  let groups = 0;
  const threads = {
    ...sumsHere(),
    sum: (group: readonly unknown[]) => {
      groups += 1;
      return Promise.resolve(group.map(() => null));
    },
  };
  const ahead = new ProofAhead({ steps, source: prepared.source, threads });
  await ahead.take(0);
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(groups).toBeGreaterThan(1);
  expect(groups).toBeLessThan(10);
});

describe('one .zip', () => {
  async function zipped(entries: readonly JpaEntry[], threads: SumThreads | null): Promise<Uint8Array> {
    const place = MemoryPlace.open(0);
    const output = new BatchedOutput(place);
    const parts = { packer: new ZipWriter(output), output, place, pool: new BufferPool(), nowMs: 0 };
    const { end } = start({ ...(await prepareJpa(entries)), startSumThreads: () => threads }, new PackSink(parts));
    expect((await end).error).toBeNull();
    return new Uint8Array(await (await place.close()).arrayBuffer());
  }

  const silent: SumThreads = { ...sumsHere(), sum: (group) => Promise.resolve(group.map(() => null)) };

  test.each([
    ['with threads', sumsHere()],
    ['with threads that know nothing', silent],
    ['without threads', null],
  ])('%s holds every file', async (_, threads) => {
    const bytes = await zipped(site, threads);
    const content = new Map((await unpack(singlePart(bytes))).map((entry) => [entry.path, entry.content]));
    for (const { path } of site)
      expect(Buffer.compare(content.get(String(path)) ?? concat([]), contentOf(String(path))), String(path)).toBe(0);
  });

  test('is the same to the last bit, whoever has proved what is in it', async () => {
    const [ours, theirs] = [await zipped(site, null), await zipped(site, sumsHere())];
    expect(Buffer.compare(ours, theirs)).toBe(0);
  });
});
