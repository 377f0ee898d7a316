// P-09: of a deflate stream that is cut or broken, what is given is all there is: as much as zlib itself gives, to the byte.
import { createCipheriv } from 'node:crypto';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflateUntilBroken } from '../../src/decode/inflate-until-broken.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { damage } from '../archive/open-any.ts';
import { concat, splitEvery } from '../support/byte-writer.ts';

interface Given {
  readonly plain: Uint8Array;
  readonly largest: number;
  readonly error: unknown;
}

async function inflate(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Given> {
  const given: Uint8Array[] = [];
  let error: unknown = null;
  try {
    for await (const piece of inflateUntilBroken(pieces)) given.push(piece);
  } catch (thrown) {
    error = thrown;
  }
  return { plain: concat(given), largest: Math.max(0, ...given.map(({ length }) => length)), error };
}

function allThereIs(cut: Uint8Array): Uint8Array {
  return inflateRawSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
}

function random(size: number): Uint8Array {
  return createCipheriv('aes-128-ctr', new Uint8Array(16), new Uint8Array(16)).update(new Uint8Array(size));
}

const lines = new TextEncoder().encode(
  Array.from({ length: 12_000 }, (_, i) => `(${i},'name ${(i * 7919) % 10_007}',${(i * i) % 997}),`).join('\n'),
);
/** The bytes, how they are packed, and a step between lengths that hits no pattern. */
const streams: readonly (readonly [string, Uint8Array, Uint8Array, number])[] = [
  ['of a dump, in dynamic blocks', lines, deflateRawSync(lines), 997],
  ['in fixed blocks', lines, deflateRawSync(lines, { strategy: constants.Z_FIXED }), 1009],
  ['that cannot be packed, in stored blocks', random(200_000), deflateRawSync(random(200_000)), 2003],
  ['of zeros, which packs to a thousandth', new Uint8Array(3_000_000), deflateRawSync(new Uint8Array(3_000_000)), 13],
];

describe.each(streams)('a stream %s', (_, content, packed, step) => {
  test('cut at any of many lengths gives what zlib gives, which is how it began', async () => {
    const lengths = Array.from({ length: Math.floor(packed.length / step) }, (__, i) => i * step);
    for (const length of [...lengths, packed.length - 1]) {
      const cut = packed.subarray(0, length);
      const { plain, error } = await inflate(splitEvery(cut, 30_000));
      expect(plain.length, `cut to ${length}`).toBe(allThereIs(cut).length);
      expect(Buffer.compare(plain, content.subarray(0, plain.length)), `cut to ${length}`).toBe(0);
      expect(error, `cut to ${length}`).toBeInstanceOf(DamagedEntry);
    }
  });

  test('that is whole gives all, never more than 64 KiB at once', async () => {
    const { plain, largest, error } = await inflate([packed]);
    expect(error).toBeNull();
    expect(Buffer.compare(plain, content)).toBe(0);
    expect(largest).toBeLessThanOrEqual(64 * 1024);
  });
});

test('a short stream cut at every length, a byte at a time, gives what zlib gives', async () => {
  const content = lines.subarray(0, 600);
  const packed = deflateRawSync(content);
  for (let length = 0; length < packed.length; length += 1) {
    const cut = packed.subarray(0, length);
    const { plain } = await inflate(splitEvery(cut, 1));
    expect(plain, `cut to ${length}`).toEqual(new Uint8Array(allThereIs(cut)));
  }
});

test('of a stream that breaks, all is given that comes before the break, wherever its pieces end', async () => {
  const packed = deflateRawSync(lines);
  const half = Math.floor(packed.length / 2);
  const broken = concat([packed.subarray(0, half), new Uint8Array(half).fill(0xff)]);
  const least = allThereIs(packed.subarray(0, half)).length;
  const inOne = await inflate([broken]);
  expect(inOne.plain.length).toBeGreaterThanOrEqual(least);
  expect(Buffer.compare(inOne.plain.subarray(0, least), lines.subarray(0, least))).toBe(0);
  expect(inOne.error).toBeInstanceOf(DamagedEntry);
  for (const size of [7, 512, 65_536])
    expect(Buffer.compare((await inflate(splitEvery(broken, size))).plain, inOne.plain), `by ${size}`).toBe(0);
});

test('all that a piece holds is given before the next is asked for', async () => {
  const packed = deflateRawSync(lines);
  let asked = 0;
  function* pieces(): Generator<Uint8Array> {
    for (const piece of splitEvery(packed, 10_000)) {
      asked += 1;
      yield piece;
    }
  }
  let found = 0;
  for await (const piece of inflateUntilBroken(pieces())) {
    found += piece.length;
    const most = allThereIs(packed.subarray(0, asked * 10_000)).length;
    const before = allThereIs(packed.subarray(0, (asked - 1) * 10_000)).length;
    expect(found).toBeGreaterThan(before);
    expect(found).toBeLessThanOrEqual(most);
  }
  expect(found).toBe(lines.length);
});

test('what the source of the bytes throws comes out as it is, after all before it', async () => {
  const unreadable = new Error('unreadable');
  const start = deflateRawSync(lines).subarray(0, 20_000);
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield start;
    await Promise.resolve();
    throw unreadable;
  }
  const { plain, error } = await inflate(failing());
  expect(error).toBe(unreadable);
  expect(plain).toHaveLength(allThereIs(start).length);
});

test.each([
  ['in the same piece', [concat([deflateRawSync(lines), new Uint8Array(1)])]],
  ['in one of their own', [deflateRawSync(lines), new Uint8Array(1)]],
])('C-02: bytes behind the end are refused, %s', async (_, pieces) => {
  const { plain, error } = await inflate(pieces);
  expect(plain).toHaveLength(lines.length);
  expect(await damage(Promise.reject(error as Error))).toEqual({ what: 'broken-stream' });
});
