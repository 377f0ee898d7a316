// The walk over a JPA: what its headers say, and what it says of itself, held against what is there.
import { describe, expect, test } from 'vitest';
import { ByteWriter, concat } from '../../support/byte-writer.ts';
import { singlePart } from '../../support/parted-source.ts';
import { jpaEntityExtra, jpaHeaderExtra, writeJpa, type JpaArchive, type JpaEntry } from '../../support/write-jpa.ts';
import { decode, quiet, readIndex, refusal } from '../open-any.ts';
import { readJpa } from '../../../src/archive/jpa/read-index.ts';

const entry: JpaEntry = { path: 'a.txt', content: 'content', store: true };
const next: JpaEntry = { path: 'next', content: 'x', store: true };

function archive(entries: readonly JpaEntry[], facts: Partial<JpaArchive> = {}): Uint8Array {
  return writeJpa({ ...facts, entries });
}

test('an entry of each kind is told with where its data lies', async () => {
  const { entries } = await readIndex(
    archive([
      { path: 'd/', mode: 0o040700 },
      { path: 'd/f', content: 'xyz', store: true, modified: 1_700_000_000, mode: 0o100444 },
      { path: 'd/p', content: 'xyz'.repeat(50) },
      { path: 'l', kind: 'link', content: 'd/f' },
      { path: 'e', content: '' },
    ]),
  );
  expect(entries).toMatchObject([
    { path: 'd/', kind: 'directory', size: 0, mode: 0o040700, data: { in: 'nothing' } },
    {
      path: 'd/f',
      kind: 'file',
      size: 3,
      mode: 0o100444,
      modifiedMs: 1.7e12,
      data: { in: 'stored', span: { length: 3 } },
    },
    { path: 'd/p', kind: 'file', size: 150, data: { in: 'deflate' } },
    { path: 'l', kind: 'link', size: 3, data: { in: 'stored' } },
    { path: 'e', kind: 'file', size: 0 },
  ]);
});

describe('what goes with a field', () => {
  test.each([
    ['no time field: no time', {}, undefined],
    ['time 0, which is written for one that is not known: no time', { modified: 0 }, undefined],
    ['the first time there is', { modified: 1 }, 1000],
    ['the latest time that 32 bits hold', { modified: 2 ** 32 - 1 }, (2 ** 32 - 1) * 1000],
  ])('%s', async (_, facts, expected) => {
    const { entries } = await readIndex(archive([{ ...entry, ...facts }]));
    expect(entries[0]?.modifiedMs).toBe(expected);
  });

  test('Z-12: of two times the last counts, and that is told', async () => {
    const moreExtras = jpaEntityExtra(0x0100, new ByteWriter().u32(7).done());
    const { entries, issues } = await readIndex(archive([{ ...entry, modified: 1, moreExtras }, next]));
    expect(entries[0]?.modifiedMs).toBe(7000);
    expect(issues).toEqual([{ kind: 'doubled-fields', count: 1 }]);
  });

  test('Z-12: two fields of sizes are told, and one of each kind is not', async () => {
    const sizes = new ByteWriter().u64(1).u64(1).done();
    const moreExtras = jpaEntityExtra(0x0200, sizes);
    const one = { ...next, content: 'x', store: true, modified: 1, wideSizes: true };
    expect((await readIndex(archive([one]))).issues).toEqual([]);
    expect((await readIndex(archive([{ ...one, moreExtras }]))).issues).toEqual([{ kind: 'doubled-fields', count: 1 }]);
  });

  test('Z-12: an unknown extra field is skipped exactly, however long', async () => {
    const moreExtras = jpaEntityExtra(0xffff, new Uint8Array(60_000).fill(0x4a));
    const { entries } = await readIndex(archive([{ ...entry, moreExtras, modified: 9 }, next]));
    expect(entries).toMatchObject([{ path: 'a.txt', modifiedMs: 9000 }, { path: 'next' }]);
  });

  test('an unknown field of the archive header is skipped exactly', async () => {
    const extras = new ByteWriter()
      .bytes(jpaHeaderExtra('JPxx', new Uint8Array(300)))
      .bytes(jpaHeaderExtra('JP\x01\x01', new ByteWriter().u16(1).done()))
      .done();
    const { checks, entries } = await readIndex(archive([entry], { header: { extras } }));
    expect(checks).toContain('part-count');
    expect(entries).toHaveLength(1);
  });

  test('a path of 65,000 bytes is read', async () => {
    const { entries } = await readIndex(archive([{ ...entry, path: 'x/'.repeat(32_500) + 'y' }]));
    expect(entries[0]?.path).toHaveLength(65_001);
  });

  test('bytes that are not UTF-8 are shown, and told', async () => {
    const { entries } = await readIndex(archive([{ ...entry, path: Uint8Array.of(0x61, 0xff, 0x62) }]));
    expect(entries[0]).toMatchObject({ path: 'a%FFb', hasBadEncoding: true });
  });

  test('a name that JavaScript knows is a name like any other', async () => {
    const { entries } = await readIndex(
      archive([
        { ...entry, path: '__proto__' },
        { ...next, path: 'constructor' },
      ]),
    );
    expect(entries.map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
  });
});

describe('what the archive says of itself is compared', () => {
  const honest = { count: 2, size: 8, packedSize: 8 };
  const count = { kind: 'count-differs' };
  const size = { kind: 'size-differs', of: 'files' };
  const packed = { kind: 'size-differs', of: 'data' };

  test.each([
    ['Z-13: one entry too few', { count: 1 }, [{ ...count, expected: 1, found: 2 }], ['total-size', 'packed-size']],
    ['Z-13: one entry too many', { count: 3 }, [{ ...count, expected: 3, found: 2 }], ['total-size', 'packed-size']],
    ['Z-13: no entry', { count: 0 }, [{ ...count, expected: 0, found: 2 }], ['total-size', 'packed-size']],
    ['Z-14: a byte less of files', { size: 7 }, [{ ...size, expected: 7, found: 8 }], ['entry-count', 'packed-size']],
    [
      'Z-14: a byte more of data',
      { packedSize: 9 },
      [{ ...packed, expected: 9, found: 8 }],
      ['entry-count', 'total-size'],
    ],
    ['the truth', {}, [], ['entry-count', 'total-size', 'packed-size']],
  ])('%s', async (_, lie, issues, checks) => {
    const index = await readIndex(archive([entry, next], { header: { ...honest, ...lie } }));
    expect(index).toMatchObject({ issues, checks });
  });

  test('Z-14: 64-bit totals that differ by 2^32 differ', async () => {
    const wideTotals = { size: 2 ** 32 + 8, packedSize: 8 };
    const { issues } = await readIndex(archive([entry, next], { wideTotals }));
    expect(issues).toEqual([{ ...size, expected: 2 ** 32 + 8, found: 8 }]);
  });
});

describe('bytes that belong to nothing', () => {
  test.each([1, 5000, 128 * 1024 - 3])('M-15: %i before the archive are told', async (length) => {
    const { issues, entries } = await readIndex(archive([entry], { before: new Uint8Array(length).fill(0x4a) }));
    expect(issues).toEqual([{ kind: 'bytes-before', count: length }]);
    expect(entries).toHaveLength(1);
  });

  test.each([1, 2, 4, 5, 1000])('%i behind the last entry are told', async (length) => {
    const { issues } = await readIndex(archive([entry], { after: new Uint8Array(length) }));
    expect(issues).toEqual([{ kind: 'bytes-after', count: length }]);
  });

  test('behind the last entry they may not begin like another', async () => {
    const { code } = await refusal(readIndex(archive([entry], { after: 'JPF' })));
    expect(code).toBe('archive-truncated');
  });

  test('L-08: in a folder entry they are told as something that cannot be read, and hopped over', async () => {
    const folder: JpaEntry = { path: 'd/', fields: { data: 'zzz', packedSize: 3 } };
    const { entries } = await readIndex(archive([folder, next]));
    expect(entries).toMatchObject([
      { path: 'd/', kind: 'file', data: { in: 'unsupported', method: 'directory with data' } },
      { path: 'next' },
    ]);
  });

  test('L-08: in a folder entry they are not passed over where no entry follows them', async () => {
    const folder: JpaEntry = { path: 'd/', fields: { data: 'zzzz', packedSize: 3 } };
    expect((await refusal(readIndex(archive([folder, next])))).code).toBe('archive-damaged');
  });
});

test('B-07: two archives spliced between entries are told by count and sizes', async () => {
  const [one, other] = [archive([entry, next]), archive([next, { ...entry, content: 'other content' }, entry])];
  const cut = other.findLastIndex((_, at) => at > 19 && other[at] === 0x4a && other[at + 1] === 0x50);
  const { issues } = await readIndex(concat([one, other.subarray(cut)]));
  expect(issues.map(({ kind }) => kind)).toEqual(['count-differs', 'size-differs', 'size-differs']);
});

describe('Z-12: fields of unknown kinds', () => {
  const unknown = jpaEntityExtra(0xffff, new Uint8Array(6));

  test('are hopped over, and told with their number', async () => {
    const { entries, issues } = await readIndex(archive([{ ...entry, moreExtras: unknown, modified: 5 }, next]));
    expect(issues).toEqual([{ kind: 'unknown-fields', count: 1 }]);
    expect(entries).toMatchObject([{ path: 'a.txt', modifiedMs: 5000 }, { path: 'next' }]);
  });

  test('may have been a time whose number is damaged', async () => {
    const bytes = archive([{ ...entry, modified: 5 }]);
    // Archive header, header of the entity, its path of five.
    bytes[19 + 21 + 5] = 1;
    const { entries, issues } = await readIndex(bytes);
    expect(issues).toEqual([{ kind: 'unknown-fields', count: 1 }]);
    expect(entries[0]).not.toHaveProperty('modifiedMs');
  });
});

describe('L-07, C-12: what cannot be read is named and hopped over', () => {
  test.each([
    [{ compression: 2 }, 'bzip2'],
    [{ compression: 3 }, 'compression 3'],
    [{ type: 3 }, 'entity type 3'],
    [{ type: 255, compression: 255 }, 'entity type 255'],
  ])('%j is %s', async (fields, method) => {
    const { entries } = await readIndex(archive([{ ...entry, fields }, next]));
    expect(entries).toMatchObject([{ kind: 'file', data: { in: 'unsupported', method } }, { path: 'next' }]);
  });
});

test('B-04, C-11: a whole backup that is a file of another is one entry', async () => {
  const inner = archive([next, entry]);
  const source = singlePart(archive([{ path: 'inner.jpa', content: inner, store: true }, next]));
  const { entries } = await readIndex(source);
  expect(entries.map(({ path }) => path)).toEqual(['inner.jpa', 'next']);
  expect(entries[0] && (await decode(entries[0], source))).toEqual(inner);
});

test('progress is told as the walk goes on, and ends at the whole', async () => {
  const entries = Array.from({ length: 1200 }, (_, i): JpaEntry => ({ path: `f${i}`, content: '', store: true }));
  const source = singlePart(archive(entries));
  const told: [number, number][] = [];
  await readJpa(source, 0, {
    signal: quiet.signal,
    onProgress: (bytes, count) => told.push([bytes, count]),
  });
  expect(told.map(([, count]) => count)).toEqual([500, 1000, 1200]);
  expect(told.map(([bytes]) => bytes)).toEqual(told.map(([bytes]) => bytes).toSorted((a, b) => a - b));
  expect(told.at(-1)?.[0]).toBe(source.size);
});

test('a walk that is cancelled ends in an AbortError', async () => {
  const walk = readJpa(singlePart(archive([entry])), 0, { ...quiet, signal: AbortSignal.abort() });
  await expect(walk).rejects.toMatchObject({ name: 'AbortError' });
});
