// Parts as one run of bytes, and every place in it as a place in a part.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { joinSources, type JoinedSource } from '../../src/parts/joined-source.ts';
import { refusal } from '../archive/open-any.ts';
import { splitAt } from '../support/byte-writer.ts';
import { DrippingSource, joinParts } from '../support/parted-source.ts';
import { SparseSource } from '../support/sparse-source.ts';

const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);

/** Parts of these sizes, as site.j01 … and last site.jpa. */
function join(...sizes: readonly number[]): JoinedSource {
  let cut = 0;
  return joinParts(
    splitAt(
      bytes,
      sizes.slice(0, -1).map((size) => (cut += size)),
    ).map((part, i) => part.subarray(0, sizes[i])),
  );
}

describe('reading', () => {
  test('across any cuts gives the bytes as they were', async () => {
    const cuts = fc.array(fc.nat({ max: bytes.length }), { maxLength: 12 });
    const place = fc.tuple(fc.nat({ max: bytes.length }), fc.nat({ max: bytes.length }));
    await fc.assert(
      fc.asyncProperty(cuts, place, async (unsorted, [a, b]) => {
        const source = joinParts(
          splitAt(
            bytes,
            unsorted.toSorted((one, other) => one - other),
          ),
        );
        expect(source.size).toBe(bytes.length);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(await source.read(from, to - from)).toEqual(bytes.subarray(from, to));
      }),
      { numRuns: 300 },
    );
  });

  test('within one part asks that part, and no other, once', async () => {
    const parts = [0, 1, 2].map((i) => new DrippingSource(new MemorySource(bytes.subarray(i * 10, i * 10 + 10))));
    const source = joinSources(parts.map((part, i) => ({ name: `part ${i}`, source: part })));
    await source.read(10, 10);
    expect(parts.map(({ reads }) => reads)).toEqual([[], [{ offset: 0, length: 10 }], []]);
  });

  test('to the very end of a part copies nothing', async () => {
    const found = await join(20, 20, 20).read(20, 20);
    expect(found.buffer).toBe(bytes.buffer);
  });

  test('nothing asks nobody', async () => {
    const part = new DrippingSource(new MemorySource(bytes));
    const source = joinSources([{ name: 'a', source: part }]);
    expect(await source.read(0, 0)).toHaveLength(0);
    expect(await source.read(60, 0)).toHaveLength(0);
    expect(part.reads).toEqual([]);
  });

  test.each([
    [0, 61],
    [60, 1],
    [61, 0],
    [-1, 1],
  ])('at %i, %i bytes are outside', async (offset, length) => {
    await expect(join(20, 20, 20).read(offset, length)).rejects.toThrow(RangeError);
  });

  test('parts of no bytes are passed over', async () => {
    const source = join(0, 3, 0, 0, 2, 0);
    expect([...(await source.read(0, 5))]).toEqual([0, 1, 2, 3, 4]);
    expect([...(await source.read(2, 2))]).toEqual([2, 3]);
    expect([...(await source.read(4, 1))]).toEqual([4]);
  });

  test('no parts are nothing', async () => {
    const source = joinSources([]);
    expect(source.size).toBe(0);
    expect(await source.read(0, 0)).toHaveLength(0);
    expect(source.locate(0)).toMatchObject({ part: '' });
  });
});

describe('the place in a part', () => {
  test.each([
    [0, 'site.j01', 0, 1],
    [9, 'site.j01', 9, 1],
    [10, 'site.j02', 0, 2],
    [29, 'site.j02', 19, 2],
    [30, 'site.jpa', 0, 3],
    [59, 'site.jpa', 29, 3],
    [60, 'site.jpa', 30, 3],
    [100, 'site.jpa', 70, 3],
  ])('of %i is in %s at %i', (offset, part, inPart, number) => {
    expect(join(10, 20, 30).locate(offset)).toEqual({ part, offset: inPart, number });
  });

  test('is never in a part of no bytes, unless that is the last', () => {
    const source = join(0, 3, 0, 2);
    expect(source.locate(0)).toMatchObject({ part: 'site.j02', offset: 0 });
    expect(source.locate(3)).toMatchObject({ part: 'site.jpa', offset: 0 });
  });

  test('holds the byte that is read there', async () => {
    const source = join(1, 2, 0, 3, 50, 4);
    for (let offset = 0; offset < source.size; offset += 1) {
      const { number, offset: inPart } = source.locate(offset);
      expect((source.parts[number - 1]?.offset ?? NaN) + inPart).toBe(offset);
      expect(source.parts[number - 1]?.size).toBeGreaterThan(inPart);
      expect([...(await source.read(offset, 1))]).toEqual([offset]);
    }
  });

  test('past 2^32 is exact', async () => {
    const part = new SparseSource(3 * 2 ** 30, [{ offset: 5, bytes: Uint8Array.of(7) }]);
    const source = joinSources(['a', 'b', 'c'].map((name) => ({ name, source: part })));
    expect(source.locate(6 * 2 ** 30 + 5)).toEqual({ part: 'c', offset: 5, number: 3 });
    expect([...(await source.read(6 * 2 ** 30 + 4, 3))]).toEqual([0, 7, 0]);
  });
});

describe('a part that cannot be read', () => {
  const gone: ByteSource = { size: 10, read: () => Promise.reject(new DOMException('gone', 'NotReadableError')) };
  const source = joinSources([
    { name: 'site.j01', source: new MemorySource(bytes.subarray(0, 10)) },
    { name: 'site.j02', source: gone },
  ]);

  test.each([
    [12, 3, 2],
    [5, 10, 0],
  ])('is named, with the place in it: %i, %i', async (offset, length, inPart) => {
    const error = await refusal(source.read(offset, length));
    expect(error).toMatchObject({ code: 'part-unreadable', where: { part: 'site.j02', offset: inPart } });
    expect(error.cause).toMatchObject({ name: 'NotReadableError' });
  });

  test('does no harm to the others', async () => {
    expect(await source.read(0, 10)).toEqual(bytes.subarray(0, 10));
  });
});

test('where a part ends is told of each byte, and past the end as of the last part', () => {
  const joined = joinSources([
    { name: 'a', source: new MemorySource(new Uint8Array(3)) },
    { name: 'b', source: null },
    { name: 'c', source: new MemorySource(new Uint8Array(2)) },
  ]);
  expect([0, 2, 3, 4, 5].map((offset) => joined.endOfPart(offset))).toEqual([3, 3, 5, 5, 5]);
});
