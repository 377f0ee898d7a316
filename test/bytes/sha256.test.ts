import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Sha256, toHex } from '../../src/bytes/sha256.ts';

const sizes = [0, 1, 55, 56, 63, 64, 65, 127, 128, 1_000, 65_536, 1_048_577];

function bytesOf(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) % 256);
}

async function sumOf(bytes: Uint8Array, announced: number, pieceSize = Infinity): Promise<string> {
  const sum = new Sha256(announced);
  for (let done = 0; done < bytes.length; done += pieceSize) {
    // What the caller does with its buffer afterwards must not show.
    const piece = bytes.slice(done, done + pieceSize);
    sum.add(piece);
    piece.fill(0);
  }
  return toHex(await sum.digest());
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe.each(sizes)('%i bytes', (size) => {
  const bytes = bytesOf(size);
  const expected = createHash('sha256').update(bytes).digest('hex');

  test('in one piece, in many, and in one that was not announced come to the same', async () => {
    expect(await sumOf(bytes, size)).toBe(expected);
    expect(await sumOf(bytes, size, Math.max(1, Math.ceil(size / 7)))).toBe(expected);
    expect(await sumOf(bytes, Infinity)).toBe(expected);
    expect(await sumOf(bytes, size + 1)).toBe(expected);
  });

  test('on a page without the browser’s own, too', async () => {
    vi.stubGlobal('crypto', {});
    expect(await sumOf(bytes, size)).toBe(expected);
  });
});

test('a piece of the announced size that is not the first is one of many', async () => {
  const sum = new Sha256(3);
  sum.add(Uint8Array.of(1));
  sum.add(Uint8Array.of(2, 3, 4));
  expect(toHex(await sum.digest())).toBe(
    createHash('sha256')
      .update(Uint8Array.of(1, 2, 3, 4))
      .digest('hex'),
  );
});
