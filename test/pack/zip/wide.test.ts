// Zip64: where it begins, and that nothing has it before. Of the data only the headers exist.
import { describe, expect, test } from 'vitest';
import { findEndRecord } from '../../../src/archive/zip/end-record.ts';
import { dataOffset } from '../../../src/decode/data-offset.ts';
import { ByteCursor } from '../../../src/bytes/byte-cursor.ts';
import { Directory, endRecords } from '../../../src/pack/zip/directory.ts';
import { FieldWriter } from '../../../src/pack/zip/field-writer.ts';
import { directoryRecord, localHeader, type ZipRecord } from '../../../src/pack/zip/records.ts';
import { singlePart } from '../../support/parted-source.ts';
import { readIndex } from '../../archive/open-any.ts';
import { MemoryOutput, SparseOutput } from './outputs.ts';
import { addZeros, fileMember, write } from './pack.ts';

const full = 2 ** 32 - 1;
const timestampLength = 9;
const fields = new FieldWriter(1000);

const record: ZipRecord = {
  name: Uint8Array.of(0x61),
  mode: 0o100644,
  modifiedMs: 0,
  method: 'deflate',
  crc32: 0,
  size: 1,
  packedSize: 1,
  hasDescriptor: false,
  isWide: false,
};

/** Bytes of Zip64 fields in the extra field of a record, after its fixed part and a name of one byte. */
function zip64Fields(bytes: Uint8Array, fixedLength: number): number[] {
  const cursor = new ByteCursor(bytes.subarray(fixedLength + 1));
  if (cursor.left === timestampLength) return [];
  expect(cursor.u16()).toBe(1);
  const values = Array.from({ length: cursor.u16() / 8 }, () => cursor.u64());
  expect(cursor.left).toBe(timestampLength);
  return values;
}

describe('an offset', () => {
  test.each([
    [full - 1, [], 20],
    [full, [full], 45],
    [full + 1, [full + 1], 45],
    [5 * 2 ** 40, [5 * 2 ** 40], 45],
  ])('of %d takes the fields %j and a reader of version %d', (offset, expected, version) => {
    const bytes = directoryRecord(fields, record, offset);
    expect(zip64Fields(bytes, 46)).toEqual(expected);
    expect(new ByteCursor(bytes.subarray(6)).u16()).toBe(version);
    expect(new ByteCursor(bytes.subarray(42)).u32()).toBe(Math.min(offset, full));
  });

  test('comes behind the sizes, where those are wide too', () => {
    const wide = { ...record, size: 2 ** 33, packedSize: 7, isWide: true };
    expect(zip64Fields(directoryRecord(fields, wide, full), 46)).toEqual([2 ** 33, 7, full]);
    expect(zip64Fields(directoryRecord(fields, wide, 5), 46)).toEqual([2 ** 33, 7]);
    expect(zip64Fields(localHeader(fields, wide), 30)).toEqual([2 ** 33, 7]);
  });
});

describe('a size', () => {
  test.each([
    ['stored', full - 1, full - 1, false],
    ['stored', full, full, true],
    ['stored', full + 1, full + 1, true],
    ['deflate', full - 1, 4_000_000, false],
    ['deflate', full, 4_000_000, true],
    ['deflate', 5 * 2 ** 40, 4_000_000, true],
    ['deflate', full - 1, full - 1, false],
    ['deflate', full - 1, full, true],
    // Where it is not known, the packed size may be the larger.
    ['deflate', 3_800_000_000, null, false],
    ['deflate', full - 1, null, true],
    ['deflate', full, null, true],
  ] as const)('%s, of %d bytes and %s packed, is wide: %s', async (method, size, packedSize, isWide) => {
    const output = new SparseOutput();
    await write(output, async (writer) => {
      const packing = { method, size: packedSize };
      await addZeros(writer, packedSize ?? 5_000_000, fileMember('a', { size, packing }));
      await writer.addDirectory(fileMember('b'));
    });
    const source = singlePart(output.source(), 'site.zip');
    const { entries, issues } = await readIndex(source);
    expect(issues).toEqual([]);
    const [file, directory] = entries;
    expect(file).toMatchObject({ path: 'a', size, packedSize: packedSize ?? 5_000_000, mode: 0o100644 });
    expect(directory).toMatchObject({ path: 'b/', kind: 'directory' });

    const [local] = output.islands;
    if (local === undefined || file?.data.in !== method) throw new Error('no file');
    const known = packedSize === null ? [0, 0] : [size, packedSize];
    expect(zip64Fields(local.bytes, 30)).toEqual(isWide ? known : []);
    expect(await dataOffset(file.data.span, source)).toBe(local.bytes.length);
    // The descriptor, in full.
    const [, behind] = output.islands;
    if (packedSize === null) expect(behind?.bytes).toHaveLength(isWide ? 24 : 16);
  });

  test('packed past what was thought possible is refused, not cut off', async () => {
    const output = new SparseOutput();
    const member = fileMember('a', { size: 1, packing: { method: 'deflate', size: null } });
    const written = write(output, (writer) => addZeros(writer, full + 1, member));
    await expect(written).rejects.toThrow('4294967296 in a field');
  });
});

describe('the number of entries', () => {
  test.each([
    [65_534, false],
    [65_535, true],
    [65_536, true],
  ])('%d, with Zip64: %s', { timeout: 60_000 }, async (count, isZip64) => {
    const output = new MemoryOutput();
    await write(output, async (writer) => {
      for (let index = 0; index < count; index += 1) await writer.addDirectory(fileMember(`d${index}`));
    });
    const source = singlePart(output.bytes(), 'site.zip');
    expect(await findEndRecord(source)).toMatchObject({ isZip64, entryCount: count, bytesAfter: 0 });
  });
});

describe('the place of the directory', () => {
  test.each([
    [full - 1, false],
    [full, true],
    [full + 1, true],
    [3 * 2 ** 32, true],
  ])('at %d, with Zip64: %s', async (offset, isZip64) => {
    const output = new SparseOutput();
    // What comes before and behind the data of two small files and a larger one between them.
    const heads = 3 * (30 + 1 + timestampLength) + (offset > 2 * full ? 20 : 0);
    await write(output, async (writer) => {
      const zeroFile = (path: string, size: number): Promise<void> =>
        addZeros(writer, size, fileMember(path, { size, packing: { method: 'stored', size } }));
      await zeroFile('a', 10);
      await zeroFile('b', offset - heads - 20);
      await zeroFile('c', 10);
    });
    const source = singlePart(output.source(), 'site.zip');
    expect(await findEndRecord(source)).toMatchObject({ isZip64, directoryStart: offset, bytesAfter: 0 });
    expect((await readIndex(source)).entries.map(({ path, size }) => [path, size])).toEqual([
      ['a', 10],
      ['b', offset - heads - 20],
      ['c', 10],
    ]);
  });

  test.each([
    [full - 1, 22],
    [full, 98],
    [full + 1, 98],
  ])('of %d bytes ends in %d', (size, length) => {
    expect(endRecords(fields, { count: 1, size }, 0)).toHaveLength(length);
  });
});

describe('the directory', () => {
  test('keeps records as bytes, in order, and little besides', () => {
    const directory = new Directory();
    for (let index = 0; index < 10_000; index += 1) directory.add(new Uint8Array(100).fill(index % 251));
    const pieces = [...directory.pieces()];
    expect([directory.count, directory.size]).toEqual([10_000, 1_000_000]);
    expect(pieces.reduce((size, piece) => size + piece.length, 0)).toBe(1_000_000);
    expect(pieces.map((piece) => piece[0])).toEqual([0, 2621 % 251, 5242 % 251, 7863 % 251]);
    expect(pieces.reduce((size, piece) => size + piece.buffer.byteLength, 0)).toBeLessThan(1_000_000 + 300_000);
  });

  test('takes a record longer than a block', () => {
    const directory = new Directory();
    for (const length of [100, 300_000, 100]) directory.add(new Uint8Array(length));
    expect([...directory.pieces()].map((piece) => piece.length)).toEqual([100, 300_000, 100]);
  });
});
