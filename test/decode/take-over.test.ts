// Long data that goes from one archive into another as it is, over several visits: each begins where the one before was broken off.
import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { proveEntry, type Proven } from '../../src/decode/prove-entry.ts';
import type { TakenSoFar } from '../../src/decode/take-over.ts';
import { damage, quiet } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { DrippingSource } from '../support/parted-source.ts';

const plain = new Uint8Array(randomBytes(3.5 * wholeLimit));

interface Long {
  readonly entry: Entry;
  readonly packed: Uint8Array;
}

function stored(sums: { readonly crc32?: number } = {}): Long {
  const data = { in: 'stored', span: { offset: 0, length: plain.length }, ...sums } as const;
  return { packed: plain, entry: { path: 'a', kind: 'file', size: plain.length, packedSize: plain.length, data } };
}

function deflated(): Long {
  const packed = new Uint8Array(deflateRawSync(plain, { level: 1 }));
  const data = { in: 'deflate', span: { offset: 0, length: packed.length } } as const;
  return { packed, entry: { path: 'a', kind: 'file', size: plain.length, packedSize: packed.length, data } };
}

/** One visit, and every state that a later one can begin with. */
class Visit {
  readonly states: TakenSoFar[] = [];
  readonly first: DrippingSource;
  readonly second: DrippingSource;
  proved = 0;

  constructor(first: Uint8Array, second = first) {
    this.first = new DrippingSource(new MemorySource(first));
    this.second = new DrippingSource(new MemorySource(second));
  }

  prove({ entry }: Long, from: TakenSoFar | null = null): Promise<Proven> {
    const onProved = (size: number, soFar: TakenSoFar | null): Promise<void> => {
      this.proved += size;
      if (soFar !== null) this.states.push(structuredClone(soFar));
      return Promise.resolve();
    };
    return proveEntry(entry, this.first, { ...quiet, wants: 'packed', again: this.second, from, onProved });
  }

  async given({ pieces, soFar }: Proven): Promise<Uint8Array> {
    const all: Uint8Array[] = [];
    for await (const piece of pieces) {
      // What it was before this piece: whoever asks has not written it yet.
      if (soFar !== null) this.states.push(structuredClone(soFar()));
      all.push(piece.slice());
    }
    return concat(all);
  }
}

describe.each([
  ['stored', stored()],
  ['stored, with a checksum,', stored({ crc32: crc32(plain) })],
  ['deflated', deflated()],
])('data that is %s', (_, long) => {
  const { packed, entry } = long;

  test('is taken over whole from wherever a visit has left off', async () => {
    const whole = new Visit(packed);
    const { crc32: sum, packing, ...proven } = await whole.prove(long);
    expect(Buffer.compare(await whole.given({ crc32: sum, packing, ...proven }), packed)).toBe(0);
    // Four pieces are proved, of stored data, and four are given.
    expect(whole.states.map(({ is }) => is)).toEqual([
      ...(entry.data.in === 'stored' ? ['proving', 'proving', 'proving', 'proving'] : []),
      ...['giving', 'giving', 'giving', 'giving'],
    ]);
    for (const from of whole.states) {
      const visit = new Visit(packed);
      const taken = await visit.prove(long, from);
      expect(taken).toMatchObject({ crc32: sum, packing });
      expect(visit.proved).toBe(plain.length);
      const rest = await visit.given(taken);
      const given = from.is === 'giving' ? from.given : 0;
      expect(Buffer.compare(rest, packed.subarray(given))).toBe(0);
      const [start] = visit.second.reads;
      expect(start?.offset).toBe(given);
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

  test('are found out by the checksum that the archive has', async () => {
    const long = stored({ crc32: crc32(plain) });
    const whole = new Visit(plain);
    await whole.given(await whole.prove(long));
    const [first] = whole.states;
    expect(await damage(new Visit(wrongLater).prove(long, first))).toMatchObject({ what: 'checksum' });
  });
});
