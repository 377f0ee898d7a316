// Archives that cannot be read, or not to their end.
import { describe, expect, test } from 'vitest';
import { writeZip } from '../../support/write-zip.ts';
import { indexOf, three } from './open.ts';

describe('a broken archive', () => {
  const whole = writeZip(three);

  test('B-02: cut anywhere, it is refused as broken off', async () => {
    for (let length = 4; length < whole.length; length += 1) {
      const cut = indexOf(whole.subarray(0, length));
      await expect(cut, `${length} bytes`).rejects.toMatchObject({
        code: 'archive-truncated',
        where: { part: 'site.zip', offset: length },
      });
    }
    expect((await indexOf(whole)).entries).toHaveLength(3);
  });

  test('one that broke off behind a stored ZIP is not taken for that ZIP', async () => {
    const outer = writeZip({
      entries: [
        { path: 'inner.zip', content: whole, store: true },
        { path: 'more.bin', content: 'x'.repeat(1000), store: true },
      ],
    });
    expect((await indexOf(outer)).entries).toHaveLength(2);
    const cut = outer.subarray(0, 30 + 9 + whole.length + 100);
    await expect(indexOf(cut)).rejects.toMatchObject({ code: 'archive-truncated', where: { offset: cut.length } });
  });

  test.each([
    ['nothing before it', three],
    ['other bytes before it', { ...three, before: 'Notice: a host wrote this.' }],
  ])('P-03: an end record of zeros does not make it an empty one, with %s', async (_, archive) => {
    const bytes = writeZip(archive);
    await expect(indexOf(bytes.fill(0, -14))).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  test('P-03: nor where the directory is lost too', async () => {
    const bytes = writeZip(three);
    const directory = bytes.findIndex((_, at) => bytes[at] === 0x50 && bytes[at + 2] === 1 && bytes[at + 3] === 2);
    bytes.fill(0, directory, -22).fill(0, -14);
    await expect(indexOf(bytes)).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  test.each([
    ['larger than the archive', { directorySize: 60_000 }],
    ['of four gigabytes', { directorySize: 0xfffffffe }],
    ['beyond the end', { directorySize: 50, directoryOffset: 0xfffffff0 }],
  ])('P-07: a directory %s', async (_, end) => {
    await expect(indexOf(writeZip({ ...three, end }))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip' },
    });
  });

  test.each([
    ['no locator before the end record', { end: { directoryOffset: 0xffffffff } }],
    ['sizes past any archive', { wide: true, wideEnd: { directorySize: 2 ** 52 } }],
    ['an offset past 2^53', { wide: true, gap: 'gap', wideEnd: { directoryOffset: 2 ** 63, directorySize: 1 } }],
  ])('P-06: Zip64 with %s', async (_, lie) => {
    await expect(indexOf(writeZip({ ...three, ...lie }))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip' },
    });
  });

  test('a record that is cut off ends the list, and the count tells', async () => {
    const source = writeZip(three);
    const size = source.length;
    // The last record's name is said to be longer than the directory.
    const broken = writeZip({
      entries: [
        ...three.entries.slice(0, 2),
        { path: 'b/c.txt', content: 'third '.repeat(40), record: { nameLength: 900 } },
      ],
    });
    expect(broken).toHaveLength(size);
    const index = await indexOf(broken);
    expect(index.entries).toHaveLength(2);
    expect(index.issues).toEqual([{ kind: 'count-differs', expected: 3, found: 2 }]);
  });

  test('a first record that makes no sense is refused', async () => {
    const entries = [{ path: 'a.txt', content: 'first', record: { signature: 0x02014b51 } }];
    await expect(indexOf(writeZip({ entries }))).rejects.toMatchObject({ code: 'archive-damaged' });
  });
});
