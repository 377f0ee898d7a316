// Deflate streams that are wrong in exactly one place (RFC 1951), as no compressor writes them and damage may.
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import { inflateStream } from '../../src/decode/inflate-stream.ts';
import { inflateWhole } from '../../src/decode/inflate-whole.ts';
import { damage } from '../archive/open-any.ts';
import { BitWriter, dynamicHead, fixed, literalLengths, startBlock, storedBlock } from './deflate-bits.ts';

function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return inflateWhole(bytes, size, new BufferPool());
}

const plain = new TextEncoder().encode('What the builder put in comes out. '.repeat(40));
const five = Uint8Array.of(1, 2, 3, 4, 5);

/** A dynamic block of one code of `bits` bits, with these lengths of codes for `A`, `B`, the end, and distances. */
function dynamicBlock(
  lengths: readonly [number, number, number],
  distances: readonly number[],
  bits: number,
): Uint8Array {
  const [a, b, end] = lengths;
  const head = dynamicHead(literalLengths({ 0x41: a, 0x42: b, 0x100: end }), distances);
  return head.code(1, bits).done();
}

/** A fixed block: one literal, then a length of 3 at the distance with this code. */
function copyFrom(distance: number): Uint8Array {
  return startBlock(new BitWriter(), fixed).code(0x71, 8).code(1, 7).code(distance, 5).code(0, 7).done();
}

type Broken = readonly [string, Uint8Array, number];

/** Each with the size that a decoder which does not look closely gives. */
const plainlyBroken: readonly Broken[] = [
  ['block type 3', startBlock(new BitWriter(), 3).bits(0, 13).done(), 0],
  ['no final block', startBlock(new BitWriter(), fixed, false).code(0x71, 8).code(0, 7).done(), 1],
  ['a distance that reaches before the beginning', copyFrom(1), 4],
  ['a distance code that does not exist', copyFrom(30), 4],
  ['codes without one for the end', dynamicBlock([1, 1, 0], [0], 1), 1],
  ['C-06: zlib around it', deflateSync(plain), plain.length],
  ['C-06: gzip around it', gzipSync(plain), plain.length],
];

/** Where size and end are right, and only a strict decoder looks. */
const subtle: readonly Broken[] = [
  ['a stored block with a wrong complement', storedBlock(five, true, 0x1234), 5],
  ['too many codes for literals', dynamicBlock([1, 1, 1], [0], 1), 1],
  ['too few codes for literals', dynamicBlock([2, 0, 2], [0], 2), 0],
  ['too many codes for distances', dynamicBlock([1, 0, 1], [1, 1, 1], 1), 0],
  ['too few codes for distances', dynamicBlock([1, 0, 1], [2, 2], 1), 0],
];

async function stream(bytes: Uint8Array): Promise<void> {
  for await (const piece of inflateStream([bytes])) expect(piece.length).toBeGreaterThan(0);
}

test.each<Broken>([
  ['a stored block', storedBlock(five), 5],
  ['as many codes as there must be', dynamicBlock([1, 0, 1], [0], 1), 0],
  ['a distance that reaches to the beginning', copyFrom(0), 4],
  ['a stream without a wrapping', deflateRawSync(plain), plain.length],
])('the twin of one below is taken: %s', async (_, bytes, size) => {
  expect(await inflate(bytes, size)).toHaveLength(size);
});

describe('C-04: by the browser', () => {
  test.each([...plainlyBroken, ...subtle])('%s is refused', async (_, bytes) => {
    expect(await damage(stream(bytes))).toEqual({ what: 'broken-stream' });
  });
});

describe('C-04: in one go', () => {
  test.each([...plainlyBroken, ...subtle])('%s is refused', async (_, bytes, size) => {
    expect(await damage(inflate(bytes, size))).toEqual({ what: 'broken-stream' });
  });

  test.each(subtle)('%s is refused where the size does not fit', async (_, bytes, size) => {
    expect(await damage(inflate(bytes, size + 1))).toEqual({ what: 'broken-stream' });
  });
});
