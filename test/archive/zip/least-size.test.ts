// How large a ZIP must be that has lost its end: by the headers from the first one on, and by no search.
import { describe, expect, test } from 'vitest';
import { leastSize } from '../../../src/archive/zip/least-size.ts';
import { concat } from '../../support/byte-writer.ts';
import { joinParts, singlePart } from '../../support/parted-source.ts';
import { SparseSource } from '../../support/sparse-source.ts';
import { writeSplitZip, writeZip, writeZipEntry, zipExtra, type ZipEntry } from '../../support/write-zip.ts';
import { quiet, refusal } from '../open-any.ts';
import { randomBytes } from '../salvage/damage.ts';
import { indexOf, zipSource } from './open.ts';

const large: ZipEntry = { path: 'large.bin', content: randomBytes(300_000, 1), store: true };
const small: ZipEntry = { path: 'small.txt', content: 'x'.repeat(100), store: true };
/** Of the directory: record, name, and the end record. */
const recordAndEnd = (path: string): number => 46 + path.length + 22;

function least(bytes: Uint8Array): Promise<number> {
  return leastSize(zipSource(bytes), quiet);
}

describe('a ZIP that breaks off', () => {
  test.each([100, 150_000, 300_000])('in the data of its only entry, at %i: its whole size is told', async (length) => {
    const bytes = writeZip({ entries: [large] });
    expect(await least(bytes.subarray(0, length))).toBe(bytes.length);
  });

  test('before further entries: what is told is the end of this one, and the end of the archive', async () => {
    const bytes = writeZip({ entries: [large, small] });
    const expected = writeZipEntry(large).length + recordAndEnd('large.bin');
    expect(await least(bytes.subarray(0, 1000))).toBe(expected);
  });

  test('in its directory or end record: its whole size is told', async () => {
    const bytes = writeZip({ entries: [large, small] });
    const entriesEnd = writeZipEntry(large).length + writeZipEntry(small).length;
    for (let length = entriesEnd; length < bytes.length; length += 1)
      expect(await least(bytes.subarray(0, length)), `cut to ${length}`).toBe(bytes.length);
  });

  test('is refused with both sizes', async () => {
    const bytes = writeZip({ entries: [large, small] });
    const { code, where } = await refusal(indexOf(bytes.subarray(0, -1)));
    const sizes = { size: bytes.length - 1, leastSize: bytes.length, partCount: 1 };
    expect([code, where]).toEqual(['archive-truncated', { part: 'site.zip', offset: bytes.length - 1, ...sizes }]);
  });

  test('in the last of several parts: what is told is of all of them', async () => {
    const parts = writeSplitZip({ entries: [large, small] }, 100_000);
    const whole = concat(parts).length;
    const last = parts.pop()?.subarray(0, -1) ?? new Uint8Array();
    const { where } = await refusal(indexOf(joinParts([...parts, last], 'site', 'zip')));
    expect(where).toMatchObject({ part: 'site.zip', size: whole - 1, leastSize: whole, partCount: 4 });
  });

  test('behind a stored ZIP: the way goes over that one', async () => {
    const inner: ZipEntry = { path: 'inner.zip', content: writeZip({ entries: [small] }), store: true };
    const bytes = writeZip({ entries: [inner, large] });
    const { where } = await refusal(indexOf(bytes.subarray(0, writeZipEntry(inner).length + 100)));
    expect(where.leastSize).toBe(bytes.length);
  });
});

describe('an entry whose size stands behind its data', () => {
  const streamed: ZipEntry = { ...large, descriptor: 'signed' };

  test.each([
    ['first', [streamed, small]],
    ['last', [small, streamed]],
  ])('and is the %s: nothing certain is more than is there', async (_, entries) => {
    const bytes = writeZip({ entries });
    expect(await least(bytes.subarray(0, 200_000))).toBeLessThan(200_000);
    const { where } = await refusal(indexOf(bytes.subarray(0, 200_000)));
    expect([where.size, where.leastSize]).toEqual([undefined, undefined]);
  });

  test('and in its header too is hopped over with its descriptor', async () => {
    const local = { packedSize: 300_000, size: 300_000 };
    const bytes = writeZip({ entries: [{ ...streamed, local }, small] });
    expect(await least(bytes.subarray(0, -100))).toBe(bytes.length);
  });
});

test.each([
  ['bytes before it', writeZip({ entries: [large], before: 'Notice: a host wrote this.' })],
  ['a name of no length', writeZip({ entries: [{ ...large, local: { nameLength: 0 } }] })],
  ['a method that nobody uses', writeZip({ entries: [{ ...large, local: { method: 77 } }] })],
  ['two sizes of stored data', writeZip({ entries: [{ ...large, local: { packedSize: 4_000_000_000 } }] })],
  ['a second header that is overwritten', writeZip({ entries: [small, { ...large, local: { signature: 0 } }] })],
])('with %s, nothing is told', async (_, bytes) => {
  expect(await least(bytes.subarray(0, 10_000))).toBe(0);
});

test('past 2^32, with Zip64 sizes: nothing wraps, and next to nothing is read', async () => {
  const size = 5 * 10 ** 9;
  const wide = new DataView(new ArrayBuffer(16));
  for (const at of [0, 8]) wide.setBigUint64(at, BigInt(size), true);
  const extra = zipExtra(1, new Uint8Array(wide.buffer));
  const local = { size: 0xffffffff, packedSize: 0xffffffff, extra };
  const header = writeZipEntry({ path: 'huge.bin', data: '', store: true, local });
  const islands = [0, header.length + size].map((offset) => ({ offset, bytes: header }));
  const source = new SparseSource(2 * header.length + size + 1000, islands);
  const told = await leastSize(singlePart(source, 'site.zip'), quiet);
  expect(told).toBe(2 * (header.length + size) + 2 * (46 + 'huge.bin'.length) + 22);
  expect(source.bytesRead).toBeLessThan(2 ** 20);
});

test('is given up when that is asked for', async () => {
  const signal = AbortSignal.abort();
  await expect(leastSize(zipSource(writeZip({ entries: [large] })), { ...quiet, signal })).rejects.toThrow(/abort/);
});
