// What an archive states of itself as a whole, and what of it is believed.
import { describe, expect, test } from 'vitest';
import { writeZip, writeZipEnd } from '../../support/write-zip.ts';
import { contents, indexOf, three, threeContents, zipSource } from './open.ts';

test('an archive without entries is an archive, with bytes before it or not', async () => {
  expect(await indexOf(writeZip({ entries: [] }))).toMatchObject({ entries: [], issues: [] });
  const prefixed = await indexOf(writeZip({ entries: [], before: 'x'.repeat(100) }));
  expect(prefixed).toMatchObject({ entries: [], issues: [{ kind: 'bytes-before', count: 100 }] });
});

describe('P-03: counts', () => {
  test.each([
    ['too low by one', 2],
    ['zero', 0],
    ['too high by one', 4],
    ['as high as it goes', 65_535],
  ])('%s: every entry is listed, and the difference is told', async (_, count) => {
    for (const wide of [false, true]) {
      const source = zipSource(writeZip({ ...three, wide, end: { count: wide ? 65_535 : count }, wideEnd: { count } }));
      const index = await indexOf(source);
      expect(index.entries.map(({ path }) => path)).toEqual(['a.txt', 'b/', 'b/c.txt']);
      expect(index.issues).toEqual([{ kind: 'count-differs', expected: count, found: 3 }]);
      expect(index.checks).not.toContain('entry-count');
      expect(await contents(index, source)).toEqual(threeContents);
    }
  });

  test('the right count is a check that held', async () => {
    const right = await indexOf(writeZip(three));
    expect(right.checks).toContain('entry-count');
    expect(right.issues).toEqual([]);
  });

  test.each([65_535, 65_537])(
    '%i entries without Zip64: the count wraps and agrees',
    async (count) => {
      const entries = Array.from({ length: count }, (_, i) => ({ path: `f${i}`, store: true }));
      const index = await indexOf(writeZip({ entries }));
      expect(index.entries).toHaveLength(count);
      expect(index.issues).toEqual([]);
      expect(index.entries.at(-1)?.path).toBe(`f${count - 1}`);
    },
    60_000,
  );
});

describe('around the archive', () => {
  test.each([
    ['with offsets that do not count them', false],
    ['with offsets that count them', true],
  ])('P-05: bytes before it are told, %s', async (_, countsBefore) => {
    for (const wide of [false, true]) {
      const archive = { ...three, wide, countsBefore, before: 'x'.repeat(5000) };
      const source = zipSource(writeZip(archive));
      const index = await indexOf(source);
      expect(index.issues).toEqual([{ kind: 'bytes-before', count: 5000 }]);
      expect(await contents(index, source)).toEqual(threeContents);
    }
  });

  test('bytes behind it are told', async () => {
    const source = zipSource(writeZip({ ...three, after: '\n<!-- sent by the host -->\n' }));
    const index = await indexOf(source);
    expect(index.issues).toEqual([{ kind: 'bytes-after', count: 27 }]);
    expect(await contents(index, source)).toEqual(threeContents);
  });

  test('B-02: a comment that breaks off is told', async () => {
    const bytes = writeZip({ ...three, end: { comment: 'a comment' } });
    for (const count of [1, 9]) {
      const source = zipSource(bytes.subarray(0, -count));
      const index = await indexOf(source);
      expect(index.issues).toEqual([{ kind: 'comment-cut', count }]);
      expect(await contents(index, source)).toEqual(threeContents);
    }
  });

  test('a comment is neither', async () => {
    expect((await indexOf(writeZip({ ...three, end: { comment: 'c'.repeat(65_535) } }))).issues).toEqual([]);
  });

  test('the mark of a split set in one part is not a byte before it', async () => {
    const index = await indexOf(
      writeZip({ ...three, before: Uint8Array.of(0x50, 0x4b, 0x30, 0x30), countsBefore: true }),
    );
    expect(index.issues).toEqual([]);
  });

  test('P-04: an end record inside a comment does not hide the true one', async () => {
    const forged = writeZipEnd({}, { count: 1, directorySize: 46, directoryOffset: 7 });
    const source = zipSource(writeZip({ ...three, end: { comment: forged } }));
    expect(await contents(await indexOf(source), source)).toEqual(threeContents);
  });

  test('P-04: two end records that both make sense are refused', async () => {
    const plain = writeZip(three);
    const size = new DataView(plain.buffer).getUint32(plain.length - 10, true);
    const offset = new DataView(plain.buffer).getUint32(plain.length - 6, true);
    const forged = writeZipEnd({}, { count: 3, directorySize: size, directoryOffset: offset });
    await expect(indexOf(writeZip({ ...three, end: { comment: forged } }))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip' },
    });
  });
});
