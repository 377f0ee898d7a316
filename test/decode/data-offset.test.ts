// Where the data of a ZIP entry begins: behind a local header, which must be that of the entry.
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { crc32 } from '../../src/bytes/crc32.ts';
import { damage, decode } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';

const plain = new TextEncoder().encode('some content '.repeat(20));

describe('behind a local header', () => {
  const name = new TextEncoder().encode('f');
  const header = Uint8Array.from({ length: 30 }, () => 0);
  header.set([0x50, 0x4b, 3, 4]);
  new DataView(header.buffer).setUint32(14, crc32(plain), true);
  new DataView(header.buffer).setUint32(18, plain.length, true);
  new DataView(header.buffer).setUint32(22, plain.length, true);
  header[26] = name.length;
  header[28] = 3;
  const bytes = concat([header, name, new Uint8Array(3), plain]);
  const span = {
    offset: 0,
    length: plain.length,
    localHeader: {
      ...{ nameLength: name.length, nameCrc32: crc32(name), method: 0 },
      stated: { flags: 0, crc32: crc32(plain), size: plain.length },
    },
  };
  const entry: Entry = {
    path: 'f',
    kind: 'file',
    size: plain.length,
    packedSize: plain.length,
    data: { in: 'stored', span },
  };

  test('data begins behind its name and its extra field', async () => {
    expect(await decode(entry, new MemorySource(bytes))).toEqual(plain);
  });

  test.each([
    ['signature', 3],
    ['set of flags', 6],
    ['method', 8],
    ['checksum', 14],
    ['packed size', 18],
    ['size', 22],
    ['name length', 26],
    ['name', 30],
  ])('another %s is another entry', async (_, at) => {
    const other = Uint8Array.from(bytes);
    other[at] = (other[at] ?? 0) + 1;
    expect(await damage(decode(entry, new MemorySource(other)))).toEqual({ what: 'header-differs' });
  });

  test.each([
    ['set of flags', 6],
    ['checksum', 14],
    ['size', 22],
  ])('another %s says nothing where damage is gone past', async (_, at) => {
    const other = Uint8Array.from(bytes);
    other[at] = (other[at] ?? 0) + 1;
    const trusting = { ...span, localHeader: { ...span.localHeader, stated: null } };
    expect(await decode({ ...entry, data: { in: 'stored', span: trusting } }, new MemorySource(other))).toEqual(plain);
  });

  test.each([0, 30, 31 + 3 + plain.length - 1])('%i bytes of it are too few', async (length) => {
    expect(await damage(decode(entry, new MemorySource(bytes.subarray(0, length))))).toEqual({ what: 'beyond-end' });
  });
});
