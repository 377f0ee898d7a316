import { expect, test } from 'vitest';
import { areSameParts, identify } from '../../src/journal/part-identity.ts';
import { joinParts } from '../support/parted-source.ts';

const kib = 1024;
const bytes = Uint8Array.from({ length: 200 * kib }, (_, at) => (at * 31) % 251);

function changedAt(at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

test.each<[string, Uint8Array, boolean]>([
  ['the same bytes', bytes.slice(), true],
  ['another first byte', changedAt(0), false],
  ['another last byte', changedAt(bytes.length - 1), false],
  ['one byte less', bytes.slice(0, -1), false],
])('a part is known again: %s', async (_, other, isSame) => {
  const first = await identify(joinParts([bytes]));
  expect(areSameParts(first, await identify(joinParts([other])))).toBe(isSame);
});

test('parts are known again each in its place, and all of them', async () => {
  const other = changedAt(0);
  const parts = await identify(joinParts([bytes, other]));
  expect(areSameParts(parts, await identify(joinParts([bytes, other])))).toBe(true);
  expect(areSameParts(parts, await identify(joinParts([other, bytes])))).toBe(false);
  expect(areSameParts(parts, await identify(joinParts([bytes])))).toBe(false);
});

test('parts that are small have an identity too, and empty ones none', async () => {
  const parts = await identify(joinParts([Uint8Array.of(1), new Uint8Array()]));
  expect(parts.map(({ size }) => size)).toEqual([1]);
});
