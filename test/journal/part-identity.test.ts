import { expect, test } from 'vitest';
import { areSameParts, identify, isSamePart } from '../../src/journal/part-identity.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import type { PartIdentity } from '../../src/journal/saved-run.ts';
import { joinParts, singlePart } from '../support/parted-source.ts';

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

/** The same bytes, but for those at some places, which the disk does not give. */
async function identityWithout(...places: readonly number[]): Promise<PartIdentity> {
  const whole = new MemorySource(bytes);
  const source: ByteSource = {
    size: bytes.length,
    read(offset, length) {
      if (places.some((at) => at >= offset && at < offset + length)) return Promise.reject(new Error('bad sector'));
      return whole.read(offset, length);
    },
  };
  const [identity] = await identify(singlePart(source));
  if (identity === undefined) throw new Error('no part');
  return identity;
}

test('F-18: a part is known by the end of it that can be read, and with neither by its size in its own run alone', async () => {
  const [whole, other] = [await identityWithout(), await identify(singlePart(changedAt(0)))];
  const [noStart, noEnd, nothing] = [
    await identityWithout(5),
    await identityWithout(bytes.length - 5),
    await identityWithout(5, bytes.length - 5),
  ];
  expect(noEnd).toEqual({ ...whole, lastCrc32: null });
  expect(isSamePart(noEnd, whole)).toBe(true);
  expect(isSamePart(whole, noStart)).toBe(true);
  expect(isSamePart(noEnd, other[0])).toBe(false);
  expect(areSameParts([noEnd], other)).toBe(false);

  // Nothing that both know.
  for (const [a, b] of [
    [noEnd, noStart],
    [nothing, whole],
    [nothing, nothing],
  ] as const) {
    // prettier-ignore
    expect(isSamePart(a, b)).toBe(false);
    expect(areSameParts([a], [b])).toBe(true);
  }
  expect(areSameParts([nothing], [{ ...whole, size: 1 }])).toBe(false);
});
