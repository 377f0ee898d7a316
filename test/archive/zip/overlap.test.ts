// Whose bytes are whose: entries that share them, and entries that reach where there are none.
import { describe, expect, test } from 'vitest';
import { concat } from '../../support/byte-writer.ts';
import { writeZip, writeZipEnd, writeZipEntry, writeZipRecord } from '../../support/write-zip.ts';
import { contents, decode, indexOf, three, threeContents, zipSource } from './open.ts';

describe('C-09, C-10: entries that share data', () => {
  const kernel = { path: 'kernel', content: 'data '.repeat(1000), store: true };

  test('two records of one local header', async () => {
    const body = writeZipEntry(kernel);
    const records = concat([writeZipRecord(kernel, 0), writeZipRecord({ ...kernel, path: 'again!' }, 0)]);
    const place = { count: 2, directorySize: records.length, directoryOffset: body.length };
    await expect(indexOf(concat([body, records, writeZipEnd({}, place)]))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { part: 'site.zip', offset: 0, entry: 'again!' },
    });
  });

  test('a local header quoted in the data of another entry', async () => {
    const inner = writeZipEntry({ path: 'inner', content: 'i', store: true });
    const outer = { path: 'outer', content: inner, store: true };
    const body = writeZipEntry(outer);
    const records = concat([
      writeZipRecord(outer, 0),
      writeZipRecord({ path: 'inner', content: 'i', store: true }, 35),
    ]);
    const place = { count: 2, directorySize: records.length, directoryOffset: body.length };
    await expect(indexOf(concat([body, records, writeZipEnd({}, place)]))).rejects.toMatchObject({
      code: 'archive-damaged',
      where: { offset: 35, entry: 'inner' },
    });
  });

  test('entries that lie apart and out of order are fine', async () => {
    const bodies = ['one', 'two'].map((path) => writeZipEntry({ path, content: path, store: true }));
    const [first = new Uint8Array(), second = new Uint8Array()] = bodies;
    const records = concat([
      writeZipRecord({ path: 'two', content: 'two', store: true }, first.length + 10),
      writeZipRecord({ path: 'one', content: 'one', store: true }, 0),
    ]);
    const place = { count: 2, directorySize: records.length, directoryOffset: first.length + 10 + second.length };
    const source = zipSource(concat([first, new Uint8Array(10), second, records, writeZipEnd({}, place)]));
    expect(await contents(await indexOf(source), source)).toEqual({ one: 'one', two: 'two' });
  });

  test.each([
    ['into the directory', { packedSize: 40, size: 40 }],
    ['past the end', { packedSize: 100_000, size: 100_000 }],
    ['from past the end', { offset: 70_000 }],
    ['from a part that is not there', { part: 3 }],
  ])('P-13: an entry that reaches %s fails alone', async (_, record) => {
    const source = zipSource(
      writeZip({ entries: [...three.entries, { path: 'last', content: 'l', store: true, record }] }),
    );
    const index = await indexOf(source);
    const [last] = index.entries.slice(-1);
    if (last === undefined) throw new Error('no entry');
    await expect(decode(last, source)).rejects.toMatchObject({ damage: { what: 'beyond-end' } });
    expect(await contents({ ...index, entries: index.entries.slice(0, -1) }, source)).toEqual(threeContents);
  });
});
