import { expect, test } from 'vitest';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { PagedSource } from '../../src/bytes/paged-source.ts';
import { DrippingSource } from '../support/parted-source.ts';

const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => (i * 7 + Math.floor(i / 256)) % 256);

test.each([
  ['at the beginning', 0, 30],
  ['over the half of a page', 4090, 30],
  ['over the end of a page', 8180, 30],
  ['as long as half a page', 4095, 4096],
  ['longer than that', 4095, 4097],
  ['up to the end', 49_970, 30],
  ['of no length, at the end', 50_000, 0],
])('what is read is what is there: %s', async (_, offset, length) => {
  const source = new PagedSource(new MemorySource(bytes));
  await source.read(20_000, 10);
  expect(await source.read(offset, length)).toEqual(bytes.subarray(offset, offset + length));
});

test('looks that lie close together cost one read, forwards and backwards', async () => {
  const dripping = new DrippingSource(new MemorySource(bytes));
  const source = new PagedSource(dripping);
  for (const offset of [10_000, 10_500, 9000, 12_000]) await source.read(offset, 30);
  expect(dripping.reads).toEqual([{ offset: 8192, length: 8192 }]);
});

test('what leaves the source is refused', async () => {
  await expect(new PagedSource(new MemorySource(bytes)).read(49_990, 11)).rejects.toThrow(RangeError);
});
