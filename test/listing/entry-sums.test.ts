import { expect, test } from 'vitest';
import { EntrySums } from '../../src/listing/entry-sums.ts';
import { fileEntry } from '../sink/stage.ts';

const entries = Array.from({ length: 5000 }, (_, index) => fileEntry(`${index}`, 1));
const digestOf = (value: number): Uint8Array => new Uint8Array(32).fill(value % 251);

test('sums are kept by the place of their entry, in whatever order they come', () => {
  const sums = new EntrySums(entries);
  const order = [4999, 0, 1023, 1024, 2500];
  for (const ordinal of order) sums.keep(entries[ordinal] ?? fileEntry('', 0), digestOf(ordinal));
  expect(sums.count).toBe(5);
  for (const ordinal of order) expect(sums.of(ordinal), `${ordinal}`).toEqual(digestOf(ordinal));
  expect([1, 2499, 5000, -1].map((ordinal) => sums.of(ordinal))).toEqual([null, null, null, null]);
});

test('one that is read again counts once, and the last one holds', () => {
  const sums = new EntrySums(entries);
  const [first = fileEntry('', 0)] = entries;
  sums.keep(first, digestOf(1));
  sums.keep(first, digestOf(2), 'elsewhere');
  expect([sums.count, sums.of(0), sums.placeOf(0), sums.placeOf(1)]).toEqual([1, digestOf(2), 'elsewhere', null]);
});

test('what is none of the entries is passed over', () => {
  const sums = new EntrySums(entries);
  sums.keep(fileEntry('0', 1), digestOf(0));
  expect([sums.count, sums.of(0)]).toEqual([0, null]);
});
