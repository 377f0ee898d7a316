// Headers of a JPS that lie, sealed ones and the archive's own: each in one field.
import { describe, expect, test } from 'vitest';
import { singlePart } from '../../support/parted-source.ts';
import { writeJps, type JpsArchive, type JpsEntry } from '../../support/write-jps.ts';
import { readIndex, refusal, unpack } from '../open-any.ts';

const before: JpsEntry = { path: 'before', content: 'abc' };

function archive(entries: readonly JpsEntry[], facts: Partial<JpsArchive> = {}): Uint8Array {
  return writeJps({ ...facts, entries });
}

describe('a header that lies is refused at its place', () => {
  /** Of the second header, so that it is damage and not a wrong password. */
  test.each<[string, Partial<JpsEntry>]>([
    ['path length too small', { fields: { pathLength: 0 } }],
    ['path length too large', { fields: { pathLength: 5 } }],
    ['path length 65,535', { fields: { pathLength: 65_535 } }],
    ['L-07: type 3', { fields: { type: 3 } }],
    ['L-07: type 255', { fields: { type: 255 } }],
    ['L-07: compression 3', { fields: { compression: 3 } }],
    ['opened size a byte too small', { header: { decryptedSize: 19 } }],
    ['opened size a byte too large', { header: { decryptedSize: 21 } }],
    ['K-10: opened size larger than the sealed one', { header: { decryptedSize: 60_000 } }],
    ['K-10: plain length inside the seal a byte too small', { header: { innerSize: 19 } }],
    ['K-10: plain length inside the seal FFFFFFFF', { header: { innerSize: 2 ** 32 - 1 } }],
    ['K-11: padding that is not zero', { header: { padding: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1) } }],
    ['two blocks of padding', { header: { padding: new Uint8Array(12 + 16) } }],
    ['an empty seal', { header: { sealed: new Uint8Array() } }],
    ['K-09: a seal of three bytes', { header: { sealed: new Uint8Array(3) } }],
    ['K-09: a seal of half a block', { header: { sealed: new Uint8Array(8 + 4) } }],
    ['a header that opens to nothing', { header: { plain: '' } }],
    ['sealed size a byte too small', { header: { encryptedSize: 55 } }],
    ['sealed size a byte too large', { header: { encryptedSize: 57 } }],
    ['a signature that is not one', { signature: 'JPX' }],
  ])('%s', async (_, lie) => {
    const first = archive([{ path: 'before' }], { trailer: null });
    const error = await refusal(readIndex(archive([{ path: 'before' }, { path: 'next', ...lie }, { path: 'z' }])));
    expect(error.code).toBe('archive-damaged');
    expect(error.where).toMatchObject({ part: 'site.jpa', offset: first.length, entry: 'before' });
  });

  test('the same header without the lie is read', async () => {
    const { entries } = await readIndex(archive([{ path: 'before' }, { path: 'next' }, { path: 'z' }]));
    expect(entries.map(({ path }) => path)).toEqual(['before', 'next', 'z']);
  });

  test('a sealed size beyond the end is a cut', async () => {
    const error = await refusal(readIndex(archive([before, { path: 'n', header: { encryptedSize: 65_535 } }])));
    expect(error).toMatchObject({ code: 'archive-truncated', where: { entry: 'before' } });
  });
});

describe('padding', () => {
  // A header opens to the path and sixteen bytes: these paths fill one, two and three blocks to the last byte.
  test.each([
    ['none where the last block is full', 16, new Uint8Array()],
    ['a block of zeros where the last block is full, as the vendor writes', 16, new Uint8Array(16)],
    ['none where three blocks are full', 32, new Uint8Array()],
    ['a block of zeros behind three full ones', 32, new Uint8Array(16)],
    ['fifteen zeros', 17, new Uint8Array(15)],
  ])('%s', async (_, length, padding) => {
    const path = 'p'.repeat(length);
    const { entries } = await readIndex(archive([{ path, header: { padding } }]));
    expect(entries[0]?.path).toBe(path);
  });

  test.each([
    [
      'a full block of which the last byte is not zero',
      16,
      Uint8Array.from({ length: 16 }, (_, i) => (i === 15 ? 1 : 0)),
    ],
    ['two full blocks', 16, new Uint8Array(32)],
  ])('%s is no padding', async (_, length, padding) => {
    const path = 'p'.repeat(length);
    const error = await refusal(readIndex(archive([{ path: 'before' }, { path, header: { padding } }])));
    expect(error.code).toBe('archive-damaged');
  });
});

describe('the archive header', () => {
  test.each<[string, Partial<JpsArchive>, string]>([
    ['K-08: hash 3', { header: { hashNumber: 3 } }, 'archive-damaged'],
    ['K-08: hash 255', { header: { hashNumber: 255 } }, 'archive-damaged'],
    ['K-04: no iterations', { header: { iterations: 0 } }, 'archive-damaged'],
    ['K-08: an extra field cut short', { header: { extraLength: 40 } }, 'archive-damaged'],
    ['K-08: an extra field of another kind', { header: { extra: new Uint8Array(76).fill(1) } }, 'archive-damaged'],
    ['an extra field beyond the archive', { header: { extraLength: 65_535 } }, 'archive-truncated'],
  ])('%s: refused before a password is asked for', async (_, facts, code) => {
    expect((await refusal(readIndex(archive([before], facts)))).code).toBe(code);
  });

  test.each([
    [1, 8],
    [2, 1],
    [3, 0],
    [255, 255],
  ])('version %i.%i is refused', async (major, minor) => {
    const bytes = archive([before]);
    bytes.set([major, minor], 3);
    const error = await refusal(readIndex(bytes));
    expect(error).toMatchObject({ code: 'unknown-version', where: { text: `JPS ${major}.${minor}` } });
  });

  test.each([1, 5000])('%i bytes before it are told', async (count) => {
    const bytes = archive([before, { path: 'next', content: 'x' }], { before: new Uint8Array(count) });
    expect((await readIndex(bytes)).issues).toEqual([{ kind: 'bytes-before', count }]);
    expect(await unpack(singlePart(bytes))).toHaveLength(2);
  });
});
