// Going past damage in the directory of a ZIP: one record does not tell the truth, and its neighbours do not pay for it.
import { describe, expect, test } from 'vitest';
import { writeZip, writeZipEntry, type ZipEntry, type ZipRecordFields } from '../../support/write-zip.ts';
import { contents, decode, zipSource } from '../zip/open.ts';
import { salvage } from './damage.ts';

const neighbours = ['before', 'after'];

/** Three entries, the record of the middle one with this lie. */
function lying(record: Partial<ZipRecordFields>, local: ZipEntry['local'] = {}): Uint8Array {
  const entries = ['before', 'middle', 'after'].map((path) => ({ path, content: `${path} `.repeat(20) }));
  return writeZip({ entries: entries.map((entry) => (entry.path === 'middle' ? { ...entry, record, local } : entry)) });
}

describe('past damage', () => {
  test.each<[string, Partial<ZipRecordFields>]>([
    ['a packed size that reaches into the next entry', { packedSize: 100 }],
    ['a packed size that reaches to the end', { packedSize: 60_000 }],
    ['an offset in another entry', { offset: 5 }],
    ['an offset behind the end', { offset: 60_000 }],
  ])('a record with %s: the entries beside it are found', async (_, lie) => {
    const source = zipSource(lying(lie));
    const { entries } = await salvage(source);
    const whole = entries.filter(({ path }) => neighbours.includes(path));
    expect(await contents({ ...(await salvage(source)), entries: whole }, source)).toEqual({
      before: 'before '.repeat(20),
      after: 'after '.repeat(20),
    });
  });

  test('bytes lost at the front: an entry is not taken for the one that the directory has there', async () => {
    // As many as the first two have: the last one lies where the first one did.
    const lengthOf = (path: string): number => writeZipEntry({ path, content: `${path} `.repeat(20) }).length;
    const source = zipSource(lying({}).subarray(lengthOf('before') + lengthOf('middle')));
    const { entries } = await salvage(source);
    const after = entries.filter(({ path }) => path === 'after');
    expect(await contents({ ...(await salvage(source)), entries: after }, source)).toEqual({
      after: 'after '.repeat(20),
    });
  });

  test('a record with the flag of an encrypted entry: no password is asked for what is not encrypted', async () => {
    const source = zipSource(lying({ flags: 0x801 }));
    const index = await salvage(source);
    expect(Object.keys(await contents(index, source))).toEqual(['before', 'middle', 'after']);
  });

  test.each([
    ['checksum', { crc32: 5 }],
    ['size', { size: 5 }],
    ['set of flags', { flags: 0x808 }],
  ])('P-02: a local header with another %s: what the checksum of the record proves is delivered', async (_, local) => {
    const source = zipSource(lying({}, local));
    const middle = (await salvage(source)).entries.find(({ path }) => path === 'middle');
    expect(middle && new TextDecoder().decode(await decode(middle, source))).toBe('middle '.repeat(20));
  });
});
