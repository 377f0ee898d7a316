// The writer is right if, given what a fixture holds, it writes that fixture again, byte for byte.
import { describe, expect, test } from 'vitest';
import { ByteWriter } from './byte-writer.ts';
import { fixture, readParts } from './fixtures.ts';
import { splitAt, splitEvery, writeJpa, type JpaEntry } from './write-jpa.ts';

/** As little of a reader as it takes: it trusts every field. */
function readEntries(bytes: Uint8Array, start: number): JpaEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: JpaEntry[] = [];
  for (let at = start; at < bytes.length;) {
    const blockEnd = at + view.getUint16(at + 3, true);
    const fieldsAt = at + 7 + view.getUint16(at + 5, true);
    let packedSize = view.getUint32(fieldsAt + 2, true);
    let size = view.getUint32(fieldsAt + 6, true);
    const narrow = { packedSize, size };
    let modified: number | undefined;
    let isWide = false;
    for (let extra = fieldsAt + 14; extra < blockEnd; extra += view.getUint16(extra + 2, true)) {
      if (view.getUint16(extra, true) === 0x0100) modified = view.getUint32(extra + 4, true);
      else {
        isWide = true;
        packedSize = Number(view.getBigUint64(extra + 4, true));
        size = Number(view.getBigUint64(extra + 12, true));
      }
    }
    entries.push({
      path: bytes.subarray(at + 7, fieldsAt),
      ...(modified === undefined ? {} : { modified }),
      ...(isWide ? { wideSizes: { packedSize, size } } : {}),
      fields: {
        type: bytes[fieldsAt] ?? 0,
        compression: bytes[fieldsAt + 1] ?? 0,
        mode: view.getUint32(fieldsAt + 10, true),
        data: bytes.subarray(blockEnd, blockEnd + packedSize),
        ...narrow,
      },
    });
    at = blockEnd + packedSize;
  }
  return entries;
}

describe('a fixture is written again byte for byte', () => {
  test.each(['site.jpa', 'site-v11.jpa', 'site-v13.jpa', 'split/site.jpa'])('%s', (name) => {
    const parts = readParts(name);
    const bytes = new ByteWriter();
    for (const part of parts) bytes.bytes(part);
    const whole = bytes.done();
    const headerLength = new DataView(whole.buffer).getUint16(3, true);
    const [, minor] = fixture(name).version.split('.');

    const totals = new DataView(whole.buffer);
    const again = writeJpa({
      entries: readEntries(whole, headerLength),
      version: `1.${minor ?? ''}`,
      ...(parts.length > 1 ? { partCount: parts.length } : {}),
      // Some of its 32-bit sizes are FFFFFFFF, so the sums are given.
      ...(minor === '3'
        ? {
            wideTotals: { size: totals.getUint32(11, true), packedSize: totals.getUint32(15, true) },
            header: { size: totals.getUint32(11, true), packedSize: totals.getUint32(15, true) },
          }
        : {}),
    });
    expect(Buffer.compare(again, whole)).toBe(0);
  });
});

test('content becomes an entity with true sizes', () => {
  const archive = writeJpa({ entries: [{ path: 'a', content: 'xyz', store: true, modified: 1 }] });
  const hex = Buffer.from(archive).toString('hex');
  expect(hex).toBe(
    '4a5041130001020100000003000000030000004a50461e00010061010003000000' + '03000000a4810000000108000100000078797a',
  );
});

test('one field can lie while the others stay true', () => {
  const honest = writeJpa({ entries: [{ path: 'a', content: 'xyz', store: true }] });
  const lying = writeJpa({
    entries: [{ path: 'a', content: 'xyz', store: true, fields: { size: 4 } }],
    header: { size: 3 },
  });
  const different = [...honest.keys()].filter((i) => honest[i] !== lying[i]);
  expect(different).toEqual([19 + 7 + 1 + 6]);
});

test('bytes are cut where asked', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3, 4);
  expect(splitAt(bytes, [0, 2]).map((piece) => [...piece])).toEqual([[], [0, 1], [2, 3, 4]]);
  expect(splitEvery(bytes, 2).map((piece) => [...piece])).toEqual([[0, 1], [2, 3], [4]]);
  expect(splitEvery(bytes, 5)).toHaveLength(1);
});
