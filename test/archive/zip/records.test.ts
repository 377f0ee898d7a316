// What single directory records become.
import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../support/byte-writer.ts';
import { dosTime, exactTime, unicodePath, vendor, writeZip, zipExtra, type ZipEntry } from '../../support/write-zip.ts';
import { decode, entryOf, indexOf, only } from './open.ts';

const unix = (mode: number): { versionMadeBy: number; attributes: number } => ({
  versionMadeBy: 0x31e,
  attributes: mode * 65_536,
});

describe('kinds', () => {
  test.each<[string, ZipEntry, string]>([
    ['a name', { path: 'a' }, 'file'],
    ['a name that ends in a slash', { path: 'a/' }, 'directory'],
    ['a name that ends in a backslash, as older .NET writes folders', { path: 'a\\' }, 'directory'],
    ['that name, made by Unix as a file', { path: 'a\\', fields: unix(0o100644) }, 'file'],
    ['the MS-DOS directory bit', { path: 'a', fields: { versionMadeBy: 20, attributes: 0x10 } }, 'directory'],
    [
      'that bit, made by Unix as a file',
      { path: 'a', fields: { versionMadeBy: 0x314, attributes: 0x81a40010 } },
      'file',
    ],
    ['a Unix directory', { path: 'a', fields: unix(0o040755) }, 'directory'],
    ['a Unix file', { path: 'a', content: 'x', fields: unix(0o100644) }, 'file'],
    ['a Unix link', { path: 'a', content: 'target', fields: unix(0o120777) }, 'link'],
    ['a macOS link', { path: 'a', content: 'target', fields: { ...unix(0o120777), versionMadeBy: 0x131e } }, 'link'],
    [
      'link bits made by MS-DOS',
      { path: 'a', content: 'x', fields: { versionMadeBy: 20, attributes: 0xa1ff0000 } },
      'file',
    ],
    ["the vendor's file", { path: 'a', content: 'x', fields: vendor.file }, 'file'],
    [
      "the vendor's file, were it made by Unix",
      { path: 'a', fields: { ...vendor.file, versionMadeBy: 0x314 } },
      'file',
    ],
    ["the vendor's directory", { path: 'a/', fields: vendor.directory }, 'directory'],
    ["the vendor's link", { path: 'a', content: '../b', fields: vendor.link }, 'link'],
  ])('%s', async (_, entry, kind) => {
    expect((await entryOf(entry)).kind).toBe(kind);
  });

  test.each([
    [0o010644, 'pipe'],
    [0o020644, 'character device'],
    [0o060644, 'block device'],
    [0o140644, 'socket'],
    [0o110644, 'unknown file type'],
  ])('L-10: mode %o is not delivered as a file', async (mode, method) => {
    expect((await entryOf({ path: 'a', fields: unix(mode) })).data).toMatchObject({ in: 'unsupported', method });
  });

  test('P-14, L-08: a directory with data is not passed over', async () => {
    const entry = await entryOf({ path: 'a/', content: 'hidden' });
    expect(entry).toMatchObject({ kind: 'file', size: 6, data: { in: 'unsupported', method: 'directory with data' } });
    // The empty deflate stream that some Java programs give a directory holds nothing.
    expect(await entryOf({ path: 'a/', data: Uint8Array.of(3, 0), fields: { method: 8 } })).toMatchObject({
      kind: 'directory',
      data: { in: 'nothing' },
    });
  });

  test('L-05: a link target of 64 KiB is read, a longer one is refused without reading it', async () => {
    for (const [size, isRead] of [
      [65_536, true],
      [65_537, false],
    ] as const) {
      const { entry, source } = await only({ path: 'a', content: 'x'.repeat(size), fields: unix(0o120777) });
      if (isRead) expect(await decode(entry, source)).toHaveLength(size);
      else await expect(decode(entry, source)).rejects.toMatchObject({ damage: { what: 'impossible-size', size } });
    }
  });
});

describe('modes', () => {
  test.each<[string, Partial<ZipEntry['fields'] & object>, number | undefined]>([
    ['Unix', unix(0o100640), 0o100640],
    ['macOS', { ...unix(0o100755), versionMadeBy: 0x131e }, 0o100755],
    ['Unix without one', { versionMadeBy: 0x314, attributes: 0x20 }, undefined],
    ['MS-DOS', { versionMadeBy: 20, attributes: 0x81a40000 }, undefined],
    ['NTFS', { versionMadeBy: 0xa14, attributes: 0x81a40000 }, undefined],
    ["the vendor's files", vendor.file, undefined],
    ["the vendor's files, were they made by Unix", { ...vendor.file, versionMadeBy: 0x314 }, undefined],
    ["the vendor's links", vendor.link, 0o120777],
  ])('%s', async (_, fields, mode) => {
    expect((await entryOf({ path: 'a', content: 'x', fields })).mode).toBe(mode);
  });
});

describe('times', () => {
  test('the MS-DOS one is local', async () => {
    expect((await entryOf({ path: 'a' })).modifiedMs).toBe(new Date(2023, 10, 15, 19, 22, 2).getTime());
  });

  test('an exact one wins', async () => {
    const entry = await entryOf({ path: 'a', fields: { extra: exactTime(1_700_000_000) } });
    expect(entry.modifiedMs).toBe(1_700_000_000_000);
  });

  test('so does that of NTFS', async () => {
    const fileTime = (1_700_000_000n + 11_644_473_600n) * 10_000_000n;
    const times = new ByteWriter().u64(fileTime).u64(fileTime).u64(fileTime).done();
    const extra = zipExtra(10, new ByteWriter().u32(0).u16(1).u16(24).bytes(times).done());
    expect((await entryOf({ path: 'a', fields: { extra } })).modifiedMs).toBe(1_700_000_000_000);
  });

  test.each([
    ['none', 0],
    ['month 15', (43 * 512 + 15 * 32 + 1) * 65_536],
    ['month 0', (43 * 512 + 1) * 65_536],
    ['day 0', (43 * 512 + 5 * 32) * 65_536],
    ['31 February', (43 * 512 + 2 * 32 + 31) * 65_536],
    ['hour 24', (43 * 512 + 2 * 32 + 3) * 65_536 + 24 * 2048],
    ['minute 61', (43 * 512 + 2 * 32 + 3) * 65_536 + 61 * 32],
    ['second 62', (43 * 512 + 2 * 32 + 3) * 65_536 + 31],
    ['all bits', 0xffffffff],
  ])('Z-18: %s is no time, and never NaN', async (_, bad) => {
    expect(await entryOf({ path: 'a', fields: { dosTime: bad } })).not.toHaveProperty('modifiedMs');
  });

  test('P-15: an extra field that claims to reach beyond its record', async () => {
    const extra = new ByteWriter()
      .u16(0x5455)
      .u16(60_000)
      .bytes(Uint8Array.of(1, 2, 3, 4))
      .done();
    const { entry, source } = await only({ path: 'a', content: 'x', fields: { extra } });
    expect(entry.modifiedMs).toBe(new Date(2023, 10, 15, 19, 22, 2).getTime());
    expect(await decode(entry, source)).toEqual(Uint8Array.of(0x78));
  });

  test('an exact time that is cut off falls back', async () => {
    const extra = zipExtra(0x5455, Uint8Array.of(1, 2));
    const entry = await entryOf({ path: 'a', fields: { extra, dosTime } });
    expect(entry.modifiedMs).toBe(new Date(2023, 10, 15, 19, 22, 2).getTime());
  });
});

describe('names', () => {
  const cp437 = Uint8Array.of(0x81, 0x62, 0x65, 0x72); // über

  test.each<[string, ZipEntry, string]>([
    ['UTF-8 with its flag', { path: 'Grüße/日本.txt' }, 'Grüße/日本.txt'],
    ['UTF-8 without it', { path: new TextEncoder().encode('Grüße') }, 'Grüße'],
    ['code page 437', { path: cp437 }, 'über'],
    ['a Unicode path', { path: cp437, fields: { extra: unicodePath('日本', cp437) } }, '日本'],
    [
      'P-12: one that belongs to another name',
      { path: cp437, fields: { extra: unicodePath('日本', cp437.slice(1)) } },
      'über',
    ],
    ['P-12: one behind the UTF-8 flag', { path: 'true', fields: { extra: unicodePath('false', cp437) } }, 'true'],
    ['a byte order mark', { path: '\ufeffa' }, '\ufeffa'],
    ['what leaves the folder', { path: '../../etc/passwd' }, '../../etc/passwd'],
    ['a NUL', { path: 'a\0b' }, 'a\0b'],
    ['an empty name', { path: '' }, ''],
    ['a drive', { path: 'C:\\x' }, 'C:\\x'],
  ])('%s', async (_, entry, path) => {
    const read = await entryOf(entry);
    expect(read.path).toBe(path);
    expect(read).not.toHaveProperty('hasBadEncoding');
  });

  test('N-17: broken UTF-8 keeps different names different', async () => {
    const bad = (byte: number): ZipEntry => ({ path: Uint8Array.of(0x66, byte, 0x2e), fields: { flags: 0x800 } });
    const { entries } = await indexOf(writeZip({ entries: [bad(0xff), bad(0xfe)] }));
    expect(entries.map(({ path, hasBadEncoding }) => [path, hasBadEncoding])).toEqual([
      ['f%FF.', true],
      ['f%FE.', true],
    ]);
  });
});
