// Long data that goes from one archive into another as it is, over several visits: each begins where the one before was broken off.
import { randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry, EntryData } from '../../src/archive/entry.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { proveEntry, type Proven } from '../../src/decode/prove-entry.ts';
import type { TakenSoFar } from '../../src/decode/transfer.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { damage, quiet, readIndex } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { DrippingSource } from '../support/parted-source.ts';
import { PoisoningPool } from '../support/poisoning-pool.ts';
import { writeJps } from '../support/write-jps.ts';

const noise = new Uint8Array(randomBytes(2 * wholeLimit));
const text = Buffer.from('What the builder put in comes out. ');
/** What deflates, and what does not. */
const plain = concat([noise, Buffer.alloc(1.5 * wholeLimit, text)]);

interface Long {
  readonly entry: Entry;
  readonly wants: 'plain' | 'packed';
  /** The archive that it is in. */
  readonly archive: Uint8Array;
  /** Where one reads first who gives the rest of it. */
  readonly readsFrom: (from: TakenSoFar) => number | undefined;
}

function given(from: TakenSoFar): number {
  return from.is === 'giving' ? from.given : 0;
}

function fileWith(data: EntryData): Entry {
  return { path: 'a', kind: 'file', size: plain.length, packedSize: 0, data };
}

function stored(sums: { readonly crc32?: number } = {}): Long {
  const data = { in: 'stored', span: { offset: 0, length: plain.length }, ...sums } as const;
  return { archive: plain, entry: fileWith(data), wants: 'packed', readsFrom: given };
}

function deflated(wants: Long['wants']): Long {
  const archive = new Uint8Array(deflateRawSync(plain, { level: 1 }));
  const data = { in: 'deflate', span: { offset: 0, length: archive.length } } as const;
  // What can be decoded only from its start is read from there.
  return { archive, entry: fileWith(data), wants, readsFrom: wants === 'packed' ? given : () => 0 };
}

async function inChunks(wants: Long['wants'], chunkSize = 700_000): Promise<Long> {
  const archive = writeJps({ entries: [{ path: 'a', content: plain }], chunkSize });
  const [entry] = (await readIndex(archive)).entries;
  if (entry?.data.in !== 'chunks') throw new Error('no entry');
  const { offset, length } = entry.data.span;
  const readsFrom = (from: TakenSoFar): number | undefined => {
    const read = from.is === 'giving' ? from.read : 0;
    // All chunks may be given already, and the end of the stream be left.
    return read === length ? undefined : offset + read;
  };
  return { archive, entry, wants, readsFrom };
}

/** One visit, and every state that a later one can begin with. */
class Visit {
  readonly states: TakenSoFar[] = [];
  readonly first: DrippingSource;
  readonly second: DrippingSource;
  readonly #pool = new PoisoningPool();
  proved = 0;

  constructor(first: Uint8Array, second = first) {
    this.first = new DrippingSource(new MemorySource(first));
    this.second = new DrippingSource(new MemorySource(second));
  }

  prove({ entry, wants }: Long, from: TakenSoFar | null = null): Promise<Proven> {
    const onProved = (size: number, soFar: TakenSoFar | null): Promise<void> => {
      this.proved += size;
      this.#add(soFar);
      return Promise.resolve();
    };
    return proveEntry(entry, this.first, { ...quiet, pool: this.#pool, wants, again: this.second, from, onProved });
  }

  async given({ pieces, soFar }: Proven): Promise<Uint8Array> {
    const all: Uint8Array[] = [];
    for await (const piece of pieces) {
      // What it was before this piece: whoever asks has not written it yet.
      this.#add(soFar?.() ?? null);
      all.push(piece.slice());
      this.#pool.give(piece);
    }
    return concat(all);
  }

  #add(soFar: TakenSoFar | null): void {
    const isNew = soFar !== null && JSON.stringify(soFar) !== JSON.stringify(this.states.at(-1));
    if (isNew) this.states.push(structuredClone(soFar));
  }
}

const inPieces = { proving: 4, giving: 3 };

describe.each([
  ['stored', stored(), inPieces],
  ['stored, with a checksum,', stored({ crc32: crc32(plain) }), inPieces],
  ['deflated', deflated('packed'), { proving: 0, giving: 2 }],
  // Of plain bytes there are as many pieces as the decompressor likes.
  ['deflated, and wanted plain', deflated('plain'), { proving: 0 }],
  // And once before the first of them; behind the last of the stream comes its end.
  ['deflated in chunks', await inChunks('packed'), { proving: 7, giving: 6 }],
  ['in chunks, and wanted plain', await inChunks('plain'), { proving: 7, giving: 5 }],
])('data that is %s', (_, long, counts) => {
  const { archive, readsFrom } = long;

  test('is taken over whole from wherever a visit has left off', async () => {
    const whole = new Visit(archive);
    const taken = await whole.prove(long);
    const { crc32: sum, packing } = taken;
    const all = await whole.given(taken);
    expect(packing.size).toBe(all.length);
    expect(Buffer.compare(packing.method === 'stored' ? all : inflateRawSync(all), plain)).toBe(0);
    for (const [is, count] of Object.entries(counts))
      expect(
        whole.states.filter((state) => state.is === is),
        is,
      ).toHaveLength(count);
    expect(whole.states.filter(({ is }) => is === 'giving').length).toBeGreaterThan(1);
    for (const from of whole.states) {
      const visit = new Visit(archive);
      const again = await visit.prove(long, from);
      expect(again).toMatchObject({ crc32: sum, packing });
      expect(visit.proved).toBe(plain.length);
      const rest = await visit.given(again);
      expect(Buffer.compare(rest, all.subarray(given(from)))).toBe(0);
      expect(visit.second.reads[0]?.offset).toBe(readsFrom(from));
    }
  });
});

test('what was proved is not read to be proved again', async () => {
  const whole = new Visit(plain);
  await whole.given(await whole.prove(stored()));
  const [, second] = whole.states;
  const visit = new Visit(plain);
  await visit.prove(stored(), second);
  expect(visit.first.reads.map(({ offset }) => offset)).toEqual([2 * wholeLimit, 3 * wholeLimit]);
  const last = new Visit(plain);
  await last.prove(stored(), whole.states.at(-1));
  expect(last.first.reads).toEqual([]);
});

describe('bytes that are not the same at the next visit', () => {
  const other = plain.slice();
  other[10] = (other[10] ?? 0) ^ 1;
  const wrongLater = plain.slice();
  wrongLater[3 * wholeLimit + 10] = (wrongLater[3 * wholeLimit + 10] ?? 0) ^ 1;

  test('are found out when they are given, where they were proved before', async () => {
    const whole = new Visit(plain);
    await whole.given(await whole.prove(stored()));
    const [first] = whole.states;
    const visit = new Visit(other);
    const taken = await visit.prove(stored(), first);
    expect(await damage(visit.given(taken))).toMatchObject({ what: 'checksum' });
  });

  test('are found out at the end, where the rest is given', async () => {
    const whole = new Visit(plain);
    await whole.given(await whole.prove(stored()));
    const visit = new Visit(plain, wrongLater);
    const taken = await visit.prove(stored(), whole.states.at(-2));
    expect(await damage(visit.given(taken))).toMatchObject({ what: 'checksum' });
  });

  test.each(['packed', 'plain'] as const)('of a JPS are found out when they are given: %s', async (wants) => {
    const long = await inChunks(wants);
    const { entry, archive } = long;
    const whole = new Visit(archive);
    await whole.given(await whole.prove(long));
    const at = (entry.data.in === 'chunks' ? entry.data.span.offset : 0) + 1_500_000;
    const changed = archive.with(at, 255 - (archive[at] ?? 0));
    const [, second] = whole.states.filter(({ is }) => is === 'giving');
    const visit = new Visit(archive, changed);
    await expect(visit.prove(long, second).then((taken) => visit.given(taken))).rejects.toThrow(DamagedEntry);
  });

  test('are found out by the checksum that the archive has', async () => {
    const long = stored({ crc32: crc32(plain) });
    const whole = new Visit(plain);
    await whole.given(await whole.prove(long));
    const [first] = whole.states;
    expect(await damage(new Visit(wrongLater).prove(long, first))).toMatchObject({ what: 'checksum' });
  });
});

describe('what was proved of another backup does not make a file a damaged one:', () => {
  async function provenSince(before: Long, now: Long): Promise<number> {
    const first = new Visit(before.archive);
    await first.prove(before);
    const second = first.states[2];
    expect(second).toMatchObject({ is: 'proving' });
    const visit = new Visit(now.archive);
    expect(await visit.prove(now, second)).toMatchObject({ crc32: crc32(plain) });
    return visit.proved;
  }

  test('one whose chunks were of other lengths', async () => {
    for (const wants of ['packed', 'plain'] as const)
      expect(await provenSince(await inChunks(wants, 500_000), await inChunks(wants))).toBe(plain.length);
  });

  test('one whose download was a bad one', async () => {
    const bad = { ...stored(), archive: plain.with(10, 255 - (plain[10] ?? 0)) };
    expect(await provenSince(bad, stored({ crc32: crc32(plain) }))).toBe(plain.length);
  });
});
