// Deflate streams that are made to go on: behind each other, and with an end, they are one.
import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { endOfStreams, mostAdded, takeContinuer, type StreamContinuer } from '../../src/decode/continued-stream.ts';
import { damage } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';

const text = Buffer.from('What the builder put in comes out. '.repeat(3000));
const noise = randomBytes(200_000);
const { Z_FIXED, Z_HUFFMAN_ONLY } = constants;

interface Continued {
  readonly plain: Uint8Array;
  readonly packed: Uint8Array;
}

function goesOn(packed: Uint8Array, continuer = takeContinuer()): Continued {
  const plain: Uint8Array[] = [];
  const stream = continuer.continue(packed);
  for (;;) {
    const { done, value } = stream.next();
    if (done === true) return { plain: concat(plain), packed: value };
    plain.push(value.slice());
  }
}

/** Nothing follows it. */
async function refused(packed: Uint8Array, continuer?: StreamContinuer): Promise<void> {
  const attempt = Promise.resolve().then(() => goesOn(packed, continuer));
  expect(await damage(attempt)).toEqual({ what: 'broken-stream' });
}

/** Is it the same stream with its last byte so? */
function isSame(packed: Uint8Array, plain: Uint8Array, lastByte: number): boolean {
  try {
    return inflateRawSync(packed.with(-1, lastByte)).equals(plain);
  } catch {
    return false;
  }
}

const kinds: readonly (readonly [string, Uint8Array, Uint8Array])[] = [
  ['of one block', text, deflateRawSync(text)],
  [
    'of many blocks',
    Buffer.concat([text, noise, text]),
    deflateRawSync(Buffer.concat([text, noise, text]), { memLevel: 1 }),
  ],
  ['of stored blocks', noise, deflateRawSync(noise, { level: 0 })],
  ['of fixed codes', text, deflateRawSync(text, { strategy: Z_FIXED })],
  ['of codes without lengths', text, deflateRawSync(text, { strategy: Z_HUFFMAN_ONLY })],
  ['of nothing', Buffer.alloc(0), deflateRawSync('')],
  ['of much more than there is room for', Buffer.alloc(3_000_000, 7), deflateRawSync(Buffer.alloc(3_000_000, 7))],
];

describe.each(kinds)('a stream %s', (_, plain, packed) => {
  test('gives what it holds, and can be followed by any other', () => {
    const continuer = takeContinuer();
    for (const [, nextPlain, nextPacked] of kinds) {
      const before = packed.slice();
      const first = goesOn(packed, continuer);
      const next = goesOn(nextPacked, continuer);
      expect(Buffer.compare(first.plain, plain)).toBe(0);
      expect(Buffer.compare(packed, before)).toBe(0);
      expect(first.packed.length - packed.length).toBeLessThanOrEqual(mostAdded);
      const joined = inflateRawSync(concat([first.packed, next.packed, endOfStreams()]));
      expect(Buffer.compare(joined, Buffer.concat([plain, nextPlain]))).toBe(0);
    }
  });
});

test('a stream can end at every bit of its last byte, whatever stands behind that', () => {
  const ends = new Set<number>();
  for (let length = 8; length < 200; length += 1) {
    // With fixed codes, bytes from 144 on take nine bits, and others eight (RFC 1951, 3.2.6).
    const plain = Uint8Array.from(noise.subarray(0, length), (byte, at) =>
      at < length % 8 ? 255 - (byte % 100) : byte % 144,
    );
    const packed = new Uint8Array(deflateRawSync(plain, { strategy: Z_FIXED }));
    const clean = goesOn(packed).packed;
    const last = packed.at(-1) ?? 0;
    let unused = 0;
    while (unused < 7 && isSame(packed, plain, last ^ (0x80 >> unused))) unused += 1;
    ends.add(unused);
    const dirty = packed.with(-1, last | (0xff & (0xff << (8 - unused))));
    expect(goesOn(dirty).packed).toEqual(clean);
    expect(inflateRawSync(concat([clean, clean, endOfStreams()])).equals(Buffer.concat([plain, plain]))).toBe(true);
  }
  expect(ends).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
});

describe('a stream that is not whole is damaged:', () => {
  const packed = new Uint8Array(deflateRawSync(noise.subarray(0, 400)));

  test('cut anywhere', async () => {
    for (let length = 0; length < packed.length; length += 1) await refused(packed.subarray(0, length));
    expect(goesOn(packed).plain).toHaveLength(400);
  });

  test('followed by a byte more', () => refused(concat([packed, Uint8Array.of(0)])));

  test('of a block of a kind that there is not', () => refused(Uint8Array.of(7, 0, 0)));

  test('and the one after it is taken as ever', async () => {
    const continuer = takeContinuer();
    await refused(packed.subarray(0, 200), continuer);
    expect(goesOn(packed, continuer).plain).toHaveLength(400);
  });
});
