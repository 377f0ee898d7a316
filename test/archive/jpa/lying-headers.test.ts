// Headers of a JPA that lie: each in one field, each refused at its place, with the entry before it.
import { describe, expect, test } from 'vitest';
import type { Where } from '../../../src/problems/extract-error.ts';
import { joinParts } from '../../support/parted-source.ts';
import {
  jpaEntityExtra,
  jpaHeaderExtra,
  splitAt,
  writeJpa,
  type JpaArchive,
  type JpaEntry,
} from '../../support/write-jpa.ts';
import { readIndex, refusal } from '../open-any.ts';

/** Archive header 19, and the first entity from there: 21 and its path of 5. */
const firstAt = 19;
const entry: JpaEntry = { path: 'a.txt', content: 'content', store: true };
const next: JpaEntry = { path: 'next', content: 'x', store: true };

function archive(entries: readonly JpaEntry[], facts: Partial<JpaArchive> = {}): Uint8Array {
  return writeJpa({ ...facts, entries });
}

describe('a header that lies is refused at its place', () => {
  const damagedHere: [string, Where] = ['archive-damaged', { part: 'site.jpa', offset: firstAt }];
  const cutAtEnd: [string, Where] = ['archive-truncated', { part: 'site.jpa' }];

  test.each<[string, Partial<JpaEntry>, [string, Where]]>([
    ['Z-06: block length 0', { fields: { blockLength: 0 } }, damagedHere],
    ['Z-06: block length 20', { fields: { blockLength: 20 } }, damagedHere],
    ['Z-06: block length 21 with a path of 5', { fields: { blockLength: 21 } }, damagedHere],
    ['block length a byte short', { fields: { blockLength: 25 } }, damagedHere],
    ['block length a byte long: half an extra field', { fields: { blockLength: 27 } }, damagedHere],
    ['Z-07: block length beyond the archive', { fields: { blockLength: 65_535 } }, cutAtEnd],
    ['Z-08: path length beyond the block', { fields: { pathLength: 6 } }, damagedHere],
    ['Z-08: path length 65,535', { fields: { pathLength: 65_535 } }, damagedHere],
    ['Z-09: an extra field of length 0', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 0) }, damagedHere],
    ['Z-09: an extra field of length 1', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 1) }, damagedHere],
    ['Z-09: an extra field of length 2', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 2) }, damagedHere],
    ['Z-09: an extra field of length 3', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(), 3) }, damagedHere],
    ['an extra field longer than the block', { moreExtras: jpaEntityExtra(0xffff, new Uint8Array(4), 9) }, damagedHere],
    ['a time of two bytes', { moreExtras: jpaEntityExtra(0x0100, new Uint8Array(2)) }, damagedHere],
    ['64-bit sizes in 8 bytes', { moreExtras: jpaEntityExtra(0x0200, new Uint8Array(8)) }, damagedHere],
    ['Z-05: two packed sizes', { wideSizes: { packedSize: 8, size: 7 } }, damagedHere],
    ['Z-05: two sizes', { wideSizes: { packedSize: 7, size: 8 } }, damagedHere],
    ['Z-04: size 2^53', { wideSizes: { packedSize: 7, size: 2n ** 53n } }, damagedHere],
    ['Z-04: size 2^63', { wideSizes: { packedSize: 7, size: 2n ** 63n }, fields: { size: 0 } }, damagedHere],
    ['Z-04: packed size 2^64 - 1', { wideSizes: { packedSize: 2n ** 64n - 1n, size: 7 } }, damagedHere],
    ['Z-01: packed size FFFFFFFF', { fields: { packedSize: 2 ** 32 - 1 } }, cutAtEnd],
    ['packed size a byte beyond the end', { fields: { packedSize: 30 } }, cutAtEnd],
  ])('%s', async (_, lie, [code, where]) => {
    const error = await refusal(
      readIndex(
        archive([
          { ...entry, ...lie },
          { ...next, content: '' },
        ]),
      ),
    );
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
    const { entries } = await readIndex(
      archive([{ ...entry, wideSizes, fields }], { header: { size: 7, packedSize: 7 } }),
    );
    expect(entries[0]).toMatchObject({ size: 7, packedSize: 7 });
  });

  test('Z-05: that agree modulo 2^32 are read', async () => {
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
    ['Z-11: length 0', { header: { length: 0 } }, 'archive-damaged'],
    ['Z-11: length 18', { header: { length: 18 } }, 'archive-damaged'],
    ['length 20: one byte of an extra field', { header: { length: 20 } }, 'archive-damaged'],
    ['Z-11: length 65,535', { header: { length: 65_535 } }, 'archive-truncated'],
    [
      'Z-10: an extra field of length 0',
      { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(), 0) } },
      'archive-damaged',
    ],
    [
      'Z-10: an extra field of length 1',
      { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(), 1) } },
      'archive-damaged',
    ],
    [
      'an extra field beyond the header',
      { header: { extras: jpaHeaderExtra('JPxx', new Uint8Array(2), 9) } },
      'archive-damaged',
    ],
    [
      'a part count of one byte',
      { header: { extras: jpaHeaderExtra('JP\x01\x01', new Uint8Array(1)) } },
      'archive-damaged',
    ],
    [
      '64-bit totals of 8 bytes',
      { header: { extras: jpaHeaderExtra('JP\x01\x02', new Uint8Array(8)) } },
      'archive-damaged',
    ],
    ['M-09: one part too many, and one entry', { partCount: 2, header: { count: 2 } }, 'part-count-differs'],
    ['no part', { partCount: 0 }, 'part-count-differs'],
  ])('%s: refused', async (_, facts, code) => {
    const { code: found } = await refusal(readIndex(archive([entry], facts)));
    expect(found).toBe(code);
  });

  test('M-09: of parts that are joined in one file is read, and told', async () => {
    const index = await readIndex(archive([entry], { partCount: 2 }));
    expect(index.issues).toEqual([{ kind: 'parts-joined', count: 2 }]);
    expect(index.checks).not.toContain('part-count');
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
