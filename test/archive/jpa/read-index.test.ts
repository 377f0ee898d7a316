// The walk over a JPA: what its headers say, and what happens where one of them lies.
import { describe, expect, test } from 'vitest';
import type { Where } from '../../../src/problems/extract-error.ts';
import { ByteWriter } from '../../support/byte-writer.ts';
import { joinParts, singlePart } from '../../support/parted-source.ts';
import {
  jpaEntityExtra,
  jpaHeaderExtra,
  splitAt,
  writeJpa,
  type JpaArchive,
  type JpaEntry,
} from '../../support/write-jpa.ts';
import { decode, quiet, readIndex, refusal } from '../open-any.ts';
import { readJpa } from '../../../src/archive/jpa/read-index.ts';

/** Archive header 19, and the first entity from there: 21 and its path of 5. */
const firstAt = 19;
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
    { path: 'd/f', kind: 'file', size: 3, mode: 0o100444, modifiedMs: 1.7e12, data: { in: 'stored', span: { length: 3 } } },
    { path: 'd/p', kind: 'file', size: 150, data: { in: 'deflate' } },
    { path: 'l', kind: 'link', size: 3, data: { in: 'stored' } },
    { path: 'e', kind: 'file', size: 0 },
  ]);
});

describe('what goes with a field', () => {
  test.each([
    ['no time field: no time', {}, undefined],
    ['time 0 is 1970, not none', { modified: 0 }, 0],
    ['the latest time that 32 bits hold', { modified: 2 ** 32 - 1 }, (2 ** 32 - 1) * 1000],
  ])('%s', async (_, facts, expected) => {
    const { entries } = await readIndex(archive([{ ...entry, ...facts }]));
    expect(entries[0]?.modifiedMs).toBe(expected);
  });

  test('of two times the last counts', async () => {
    const moreExtras = jpaEntityExtra(0x0100, new ByteWriter().u32(7).done());
    const { entries } = await readIndex(archive([{ ...entry, modified: 1, moreExtras }]));
    expect(entries[0]?.modifiedMs).toBe(7000);
  });

  test('an unknown extra field is skipped exactly, however long', async () => {
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
    const { entries } = await readIndex(archive([{ ...entry, path: '__proto__' }, { ...next, path: 'constructor' }]));
    expect(entries.map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
  });
});

describe('a header that lies is refused at its place', () => {
  const damagedHere: [string, Where] = ['archive-damaged', { part: 'site.jpa', offset: firstAt }];
  const cutAtEnd: [string, Where] = ['archive-truncated', { part: 'site.jpa' }];

  test.each<[string, Partial<JpaEntry>, [string, Where]]>([
    ['block length 0', { fields: { blockLength: 0 } }, damagedHere],
    ['block length 20', { fields: { blockLength: 20 } }, damagedHere],
    ['block length 21 with a path of 5', { fields: { blockLength: 21 } }, damagedHere],
    ['block length a byte short', { fields: { blockLength: 25 } }, damagedHere],
    ['block length a byte long: half an extra field', { fields: { blockLength: 27 } }, damagedHere],
    ['block length beyond the archive', { fields: { blockLength: 65_535 } }, cutAtEnd],
    ['path length beyond the block', { fields: { pathLength: 6 } }, damagedHere],
    ['path length 65,535', { fields: { pathLength: 65_535 } }, damagedHere],
    ['an extra field of length 0', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 0) }, damagedHere],
    ['an extra field of length 1', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 1) }, damagedHere],
    ['an extra field of length 2', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 2) }, damagedHere],
    ['an extra field of length 3', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 3) }, damagedHere],
    ['an extra field longer than the block', { moreExtras: jpaEntityExtra(0xffff, new Uint8Array(4), 9) }, damagedHere],
    ['a time of two bytes', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(2)) }, damagedHere],
    ['64-bit sizes in 8 bytes', { moreExtras: jpaEntityExtra(0x0200, new Uint8Array(8)) }, damagedHere],
    ['two packed sizes', { wideSizes: { packedSize: 8, size: 7 } }, damagedHere],
    ['two sizes', { wideSizes: { packedSize: 7, size: 8 } }, damagedHere],
    ['size 2^53', { wideSizes: { packedSize: 7, size: 2n ** 53n } }, damagedHere],
    ['size 2^63', { wideSizes: { packedSize: 7, size: 2n ** 63n }, fields: { size: 0 } }, damagedHere],
    ['packed size 2^64 - 1', { wideSizes: { packedSize: 2n ** 64n - 1n, size: 7 } }, damagedHere],
    ['packed size FFFFFFFF', { fields: { packedSize: 2 ** 32 - 1 } }, cutAtEnd],
    ['packed size a byte beyond the end', { fields: { packedSize: 30 } }, cutAtEnd],
  ])('%s', async (_, lie, [code, where]) => {
    const error = await refusal(readIndex(archive([{ ...entry, ...lie }, { ...next, content: '' }])));
    expect(error.code).toBe(code);
    expect(error.where).toMatchObject(where);
  });

  test.each([
    ['a packed size that is too small', { packedSize: 6 }, 'archive-damaged'],
    ['a packed size that is too large', { packedSize: 8 }, 'archive-damaged'],
    ['a signature that is not one', { signature: 'JPX' }, 'archive-damaged'],
  ])('%s: the entry behind it is not found, and the one before is named', async (_, fields, code) => {
    const error = await refusal(readIndex(archive([{ ...entry, path: 'before' }, { ...entry, fields }, next])));
    expect(error.code).toBe(code);
    expect(error.where.entry).toBe('signature' in fields ? 'before' : 'a.txt');
  });

  test('the part that holds the place is named, with the offset in it', async () => {
    const bytes = archive([entry, { ...next, fields: { blockLength: 3 } }], { partCount: 2 });
    const [first, last] = splitAt(bytes, [40]);
    if (first === undefined || last === undefined) throw new Error('two parts');
    const { where } = await refusal(readIndex(joinParts([first, last])));
    expect(where).toMatchObject({ part: 'site.jpa', offset: 19 + 8 + 33 - 40, entry: 'a.txt' });
  });
});

describe('sizes in two fields', () => {
  test.each([
    ['agree', 7],
    ['of which the narrow says nothing', 0],
    ['of which the narrow is full', 2 ** 32 - 1],
  ])('that %s are read', async (_, narrow) => {
    const wideSizes = { packedSize: 7, size: 7 };
    const fields = { packedSize: narrow, size: narrow };
    const { entries } = await readIndex(archive([{ ...entry, wideSizes, fields }], { header: { size: 7, packedSize: 7 } }));
    expect(entries[0]).toMatchObject({ size: 7, packedSize: 7 });
  });

  test('that agree modulo 2^32 are read', async () => {
    const wideSizes = { packedSize: 7, size: 2 ** 32 + 5 };
    const { entries } = await readIndex(archive([{ ...entry, wideSizes, fields: { size: 5 } }]));
    expect(entries[0]?.size).toBe(2 ** 32 + 5);
  });
});

describe('the archive header', () => {
  test.each<[string, Partial<JpaArchive>, string]>([
    ['version 0.9', { version: '0.9' }, 'unknown-version'],
    ['version 1.4', { version: '1.4' }, 'unknown-version'],
    ['version 2.0', { version: '2.0' }, 'unknown-version'],
    ['length 0', { header: { length: 0 } }, 'archive-damaged'],
    ['length 18', { header: { length: 18 } }, 'archive-damaged'],
    ['length 20: one byte of an extra field', { header: { length: 20 } }, 'archive-damaged'],
    ['length 65,535', { header: { length: 65_535 } }, 'archive-truncated'],
    ['an extra field of length 0', { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(), 0) } }, 'archive-damaged'],
    ['an extra field of length 1', { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(), 1) } }, 'archive-damaged'],
    ['an extra field beyond the header', { header: { extras: jpaHeaderExtra('JPxx', new Uint8Array(2), 9) } }, 'archive-damaged'],
    ['a part count of one byte', { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(1)) } }, 'archive-damaged'],
    ['64-bit totals of 8 bytes', { header: { extras: jpaHeaderExtra('JP\x01\x02', new Uint8Array(8)) } }, 'archive-damaged'],
    ['one part too many', { partCount: 2 }, 'part-count-differs'],
    ['no part', { partCount: 0 }, 'part-count-differs'],
  ])('%s: refused', async (_, facts, code) => {
    const { code: found } = await refusal(readIndex(archive([entry], facts)));
    expect(found).toBe(code);
  });

  test.each(['1.0', '1.1', '1.2', '1.3'])('version %s is read', async (version) => {
    expect(await readIndex(archive([entry], { version }))).toMatchObject({ format: 'jpa', version, issues: [] });
  });

  test('of an unknown version is shown as it is, whatever follows', async () => {
    const bytes = archive([entry], { version: '2.0', header: { extras: Uint8Array.of(1, 2, 3) } });
    const { code, where } = await refusal(readIndex(bytes));
    expect([code, where.text]).toEqual(['unknown-version', 'JPA 2.0']);
  });
});

describe('what the archive says of itself is compared', () => {
  const honest = { count: 2, size: 8, packedSize: 8 };
  const count = { kind: 'count-differs' };
  const size = { kind: 'size-differs', of: 'files' };
  const packed = { kind: 'size-differs', of: 'data' };

  test.each([
    ['one entry too few', { count: 1 }, [{ ...count, expected: 1, found: 2 }], ['total-size', 'packed-size']],
    ['one entry too many', { count: 3 }, [{ ...count, expected: 3, found: 2 }], ['total-size', 'packed-size']],
    ['no entry', { count: 0 }, [{ ...count, expected: 0, found: 2 }], ['total-size', 'packed-size']],
    ['a byte less of files', { size: 7 }, [{ ...size, expected: 7, found: 8 }], ['entry-count', 'packed-size']],
    ['a byte more of data', { packedSize: 9 }, [{ ...packed, expected: 9, found: 8 }], ['entry-count', 'total-size']],
    ['the truth', {}, [], ['entry-count', 'total-size', 'packed-size']],
  ])('%s', async (_, lie, issues, checks) => {
    const index = await readIndex(archive([entry, next], { header: { ...honest, ...lie } }));
    expect(index).toMatchObject({ issues, checks });
  });

  test('64-bit totals that differ by 2^32 differ', async () => {
    const wideTotals = { size: 2 ** 32 + 8, packedSize: 8 };
    const { issues } = await readIndex(archive([entry, next], { wideTotals }));
    expect(issues).toEqual([{ ...size, expected: 2 ** 32 + 8, found: 8 }]);
  });
});

describe('bytes that belong to nothing', () => {
  test.each([1, 5000, 128 * 1024 - 3])('%i before the archive are told', async (length) => {
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

  test('in a folder entry they are hopped over', async () => {
    const folder: JpaEntry = { path: 'd/', fields: { data: 'zzz', packedSize: 3 } };
    const { entries } = await readIndex(archive([folder, next]));
    expect(entries).toMatchObject([{ path: 'd/', size: 0, data: { in: 'nothing' } }, { path: 'next' }]);
  });
});

describe('what cannot be read is named and hopped over', () => {
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

test('a whole backup that is a file of another is one entry', async () => {
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
