// Whole archives against those that the writer of the tests lays out by itself.
import { describe, expect, test } from 'vitest';
import { dosTime } from '../../../src/pack/zip/dos-time.ts';
import { exactTime, writeZip, type ZipEntry } from '../../support/write-zip.ts';
import { add, packZip, someTime, type Item } from './pack.ts';
import { MemoryOutput } from './outputs.ts';
import { ZipWriter } from '../../../src/pack/zip/zip-writer.ts';

const utf8 = 0x800;
const madeBy = 0x33f;

/** What every record here has. */
function fields(mode: number, more: ZipEntry['fields'] = {}): NonNullable<ZipEntry['fields']> {
  return {
    flags: utf8,
    versionMadeBy: madeBy,
    attributes: mode * 65_536,
    dosTime: dosTime(someTime),
    extra: exactTime(Math.floor(someTime / 1000)),
    ...more,
  };
}

const text = 'content '.repeat(50);

test.each<[string, Item, ZipEntry]>([
  ['a deflated file', { path: 'a/b.txt', content: text }, { path: 'a/b.txt', content: text, fields: fields(0o100644) }],
  [
    'a stored file',
    { path: 'b.txt', content: text, store: true, permissions: 0o400 },
    { path: 'b.txt', content: text, store: true, fields: fields(0o100400) },
  ],
  ['an empty file', { path: 'c', content: '', store: true }, { path: 'c', store: true, fields: fields(0o100644) }],
  [
    'a deflated file of unknown packed size',
    { path: 'd', content: text, isSizeUnknown: true },
    { path: 'd', content: text, descriptor: 'signed', fields: fields(0o100644, { flags: utf8 + 8 }) },
  ],
  [
    'a stored file, whose packed size is always known',
    { path: 'e', content: text, store: true, isSizeUnknown: true },
    { path: 'e', content: text, store: true, fields: fields(0o100644) },
  ],
  [
    'a directory',
    { path: 'f/g', permissions: 0o755 },
    { path: 'f/g/', store: true, fields: fields(0o040755, { attributes: 0o040755 * 65_536 + 0x10 }) },
  ],
  [
    'a link, whatever its permissions',
    { path: 'h', target: '../Grüße', permissions: 0o600 },
    { path: 'h', content: '../Grüße', store: true, fields: fields(0o120777) },
  ],
  [
    'a name in UTF-8',
    { path: 'Ελλάδα/日本/🎉', content: 'x', store: true },
    { path: 'Ελλάδα/日本/🎉', content: 'x', store: true, fields: fields(0o100644) },
  ],
  [
    'a setuid bit, which is not handed on',
    { path: 'i', content: 'x', store: true, permissions: 0o4755 },
    { path: 'i', content: 'x', store: true, fields: fields(0o100755) },
  ],
])('%s', async (_, item, entry) => {
  expect(await packZip([item])).toEqual(writeZip({ entries: [entry] }));
});

test('several members lie one behind the other, in the order of the calls', async () => {
  const items = ['z', 'a', 'm'].map((path) => ({ path, content: path.repeat(9), store: true }));
  const entries = items.map((item) => ({ ...item, fields: fields(0o100644) }));
  expect(await packZip(items)).toEqual(writeZip({ entries }));
});

test('an archive of nothing is an end record', async () => {
  expect(await packZip([])).toEqual(writeZip({ entries: [] }));
});

test('data is copied as it comes, in pieces of any size', async () => {
  const whole = await packZip([{ path: 'a', content: text, pieceSize: 10_000 }]);
  expect(await packZip([{ path: 'a', content: text, pieceSize: 1 }])).toEqual(whole);
});

describe('an output', () => {
  test('is given one piece at a time, and waited for', async () => {
    const output = new MemoryOutput();
    const writer = new ZipWriter(output);
    await add(writer, { path: 'a', content: text, isSizeUnknown: true });
    await add(writer, { path: 'b', target: 'a' });
    await writer.end();
    expect([output.writing, output.mostWriting]).toEqual([0, 1]);
  });

  test('that fails makes the call fail', async () => {
    const writer = new ZipWriter({ write: () => Promise.reject(new Error('disk full')) });
    await expect(add(writer, { path: 'a' })).rejects.toThrow('disk full');
  });
});
