// Where the data of single records lies, how it is packed, and what is held against it.
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../src/bytes/crc32.ts';
import { ByteWriter } from '../../support/byte-writer.ts';
import { vendor, writeZip, zipExtra } from '../../support/write-zip.ts';
import { contents, decode, entryOf, indexOf, only, single, zipSource } from './open.ts';

describe('methods', () => {
  test.each([
    [1, 'shrink'],
    [6, 'implode'],
    [9, 'deflate64'],
    [12, 'bzip2'],
    [14, 'LZMA'],
    [93, 'Zstandard'],
    [95, 'XZ'],
    [98, 'PPMd'],
    [777, 'method 777'],
  ])('C-12, C-13: method %i is named', async (method, name) => {
    const { data } = await entryOf({ path: 'a', content: 'x', fields: { method } });
    expect(data).toMatchObject({ in: 'unsupported', method: name, span: { offset: 0 } });
  });

  test('an entry says where its local header lies and what it must repeat', async () => {
    const { entries } = await indexOf(
      writeZip({
        entries: [
          { path: 'a', content: 'x', store: true },
          { path: 'b', content: 'yy'.repeat(50) },
        ],
      }),
    );
    expect(entries.map(({ data }) => data)).toEqual([
      {
        in: 'stored',
        crc32: 0x8cdc1683,
        span: {
          offset: 0,
          length: 1,
          localHeader: {
            ...{ nameLength: 1, nameCrc32: crc32(Uint8Array.of(0x61)), method: 0 },
            stated: { flags: 0x800, crc32: 0x8cdc1683, size: 1 },
          },
        },
      },
      {
        in: 'deflate',
        crc32: expect.any(Number) as number,
        span: {
          offset: 32,
          length: entries[1]?.packedSize,
          localHeader: {
            ...{ nameLength: 1, nameCrc32: crc32(Uint8Array.of(0x62)), method: 8 },
            stated: { flags: 0x800, crc32: expect.any(Number) as number, size: 100 },
          },
        },
      },
    ]);
  });

  test.each(['signed', 'unsigned'] as const)(
    'P-08: sizes in a %s descriptor are taken from the directory',
    async (descriptor) => {
      const source = zipSource(
        writeZip({ entries: ['one', 'two'].map((path) => ({ path, content: `${path} `.repeat(50), descriptor })) }),
      );
      const expected = { one: 'one '.repeat(50), two: 'two '.repeat(50) };
      expect(await contents(await indexOf(source), source)).toEqual(expected);
    },
  );

  describe.each(['signed', 'unsigned'] as const)('P-08: a %s descriptor', (descriptor) => {
    const content = 'one '.repeat(50);
    const whole = writeZip({ entries: [{ path: 'a', content, descriptor }] });
    const end = whole.findIndex((_, at) => new DataView(whole.buffer).getUint32(at, true) === 0x02014b50);

    test.each([
      ['checksum', 12],
      ['packed size', 8],
      ['size', 4],
    ])('with another %s fails the entry', async (_, fromEnd) => {
      const bytes = whole.slice();
      bytes[end - fromEnd] = (bytes[end - fromEnd] ?? 0) ^ 1;
      const source = zipSource(bytes);
      await expect(decode(single(await indexOf(source)), source)).rejects.toMatchObject({
        damage: { what: 'header-differs' },
      });
    });
  });

  // libarchive knows the size beforehand, and writes it.
  test.each([
    ['size', { size: 200 }],
    ['packed size', { packedSize: deflateRawSync('one '.repeat(50)).length }],
    ['checksum', { crc32: crc32(new TextEncoder().encode('one '.repeat(50))) }],
  ])('P-08: a local header with a descriptor may state its %s alone', async (_, local) => {
    const content = 'one '.repeat(50);
    const { entry, source } = await only({ path: 'a', content, descriptor: 'signed', local });
    expect(new TextDecoder().decode(await decode(entry, source))).toBe(content);
  });

  test.each([
    ['size', { size: 201 }],
    ['packed size', { packedSize: 201 }],
    ['checksum', { crc32: 1 }],
  ])('P-02: a local header with a descriptor and another %s fails the entry', async (_, local) => {
    const { entry, source } = await only({ path: 'a', content: 'one '.repeat(50), descriptor: 'signed', local });
    await expect(decode(entry, source)).rejects.toMatchObject({ damage: { what: 'header-differs' } });
  });

  test('P-08: a descriptor of eight-byte sizes is taken', async () => {
    const bytes = new ByteWriter().bytes('x').u32(0x08074b50).u32(0x8cdc1683).u64(1).u64(1).done();
    const fields = { flags: 0x808, size: 1, packedSize: 1, crc32: 0x8cdc1683 };
    const source = zipSource(writeZip({ entries: [{ path: 'a', store: true, data: bytes, fields }] }));
    expect(await contents(await indexOf(source), source)).toEqual({ a: 'x' });
  });

  test('Zip64 sizes win over full 32-bit ones', async () => {
    const source = zipSource(writeZip({ entries: [{ path: 'a', content: 'wide', wide: true }], wide: true }));
    expect(await contents(await indexOf(source), source)).toEqual({ a: 'wide' });
  });

  test.each([
    ['missing', new Uint8Array()],
    ['too short', zipExtra(1, new Uint8Array(4))],
  ])('P-06: full sizes whose Zip64 field is %s fail the entry', async (_, extra) => {
    const { entry, source } = await only({ path: 'a', content: 'x', wide: true, record: { extra, offset: 0 } });
    await expect(decode(entry, source)).rejects.toMatchObject({ damage: { what: 'impossible-size' } });
  });

  test.each([
    ['P-01: a local header with another name', { local: { name: 'b.php' } }],
    ['P-01: a local header with another name, of another length', { local: { name: 'b.phps', nameLength: 6 } }],
    ['P-02: a local header with another method', { local: { method: 9 } }],
    ['P-02: a local header with another size', { local: { size: 2 } }],
    ['P-02: a local header with another packed size', { local: { packedSize: 2 } }],
    ['P-02: a local header with another checksum', { local: { crc32: 1 } }],
    ['P-02: a local header that says it is encrypted', { local: { flags: 0x801 } }],
    ['P-02: a local header that speaks of a descriptor', { local: { flags: 0x808 } }],
    [
      'P-02: a local header without sizes that speaks of no descriptor',
      { local: { size: 0, packedSize: 0, crc32: 0 } },
    ],
    ['P-02: a record that says its file is empty', { record: { size: 0, packedSize: 0, crc32: 0 } }],
  ])('%s fails the entry', async (_, lie) => {
    const { entry, source } = await only({ path: 'a.php', content: 'x', store: true, ...lie });
    await expect(decode(entry, source)).rejects.toMatchObject({ damage: { what: 'header-differs' } });
  });

  test.each([
    ['how hard the packer tried', { local: { flags: 0x806 } }],
    ['sizes that stand in a Zip64 field', { local: { size: 0xffffffff, packedSize: 0xffffffff } }],
    ['a time', { local: { dosTime: 0 } }],
  ])('P-02: a local header may differ in %s', async (_, difference) => {
    const { entry, source } = await only({ path: 'a.php', content: 'x', store: true, ...difference });
    expect(await decode(entry, source)).toEqual(Uint8Array.of(0x78));
  });
});

describe('checksums', () => {
  const zero = { crc32: 0 };

  test("P-10: the vendor's zero is no checksum, and told once for all", async () => {
    const source = zipSource(
      writeZip({
        entries: [
          { path: 'a', content: 'one', fields: { ...vendor.file, ...zero } },
          { path: 'b', content: 'two', fields: { ...vendor.file, ...zero } },
          { path: 'c', content: '../a', fields: { ...vendor.link, ...zero } },
          { path: 'd', content: 'sum', fields: vendor.file },
          { path: 'e/', fields: vendor.directory },
          { path: 'f', fields: vendor.file },
        ],
      }),
    );
    const index = await indexOf(source);
    expect(index.issues).toEqual([{ kind: 'no-checksum', count: 3 }]);
    expect(index.entries.map(({ data }) => 'crc32' in data)).toEqual([false, false, false, true, false, true]);
    expect(await contents(index, source)).toEqual({ a: 'one', b: 'two', c: '../a', d: 'sum', f: '' });
  });

  test.each([
    ['anybody else', {}],
    ["attributes that are not quite the vendor's", { versionMadeBy: 20, attributes: 0xfe49ffe1 }],
  ])('P-10: a zero of %s is checked', async (_, fields) => {
    const source = zipSource(writeZip({ entries: [{ path: 'a', content: 'one', fields: { ...fields, ...zero } }] }));
    const index = await indexOf(source);
    expect(index.issues).toEqual([]);
    await expect(decode(single(index), source)).rejects.toMatchObject({ damage: { what: 'checksum', expected: 0 } });
  });

  test('P-09: one flipped bit of the data fails the entry', async () => {
    const bytes = writeZip({ entries: [{ path: 'a', content: 'one', store: true, fields: vendor.file }] });
    bytes[31] = (bytes[31] ?? 0) ^ 1;
    const source = zipSource(bytes);
    await expect(decode(single(await indexOf(source)), source)).rejects.toMatchObject({ damage: { what: 'checksum' } });
  });
});
