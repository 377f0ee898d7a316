// Small deflate streams in one go: nothing but a stream that ends exactly where it must, and gives exactly what it must, passes.
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import { inflateWhole, wholeLimit } from '../../src/decode/inflate-whole.ts';
import { damage } from '../archive/open-any.ts';
import { concat } from '../support/byte-writer.ts';
import { dynamicHead, literalLengths, runOfA } from './deflate-bits.ts';
import { strictStreams, useStrictDecompression } from './strict-decompression.ts';

function inflate(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  return inflateWhole(bytes, size, new BufferPool());
}

const plain = new TextEncoder().encode('What the builder put in comes out. '.repeat(40));
const packed = deflateRawSync(plain);

function fill(size: number, byte = 0x41): Uint8Array {
  return new Uint8Array(size).fill(byte);
}

/** `toEqual` takes seconds for megabytes. */
function expectSame(found: Uint8Array, expected: Uint8Array): void {
  expect(found.length).toBe(expected.length);
  expect(Buffer.compare(found, expected)).toBe(0);
}

beforeEach(useStrictDecompression);
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a good stream', () => {
  test('gives what was put in, without asking the browser', async () => {
    expect(await inflate(packed, plain.length)).toEqual(plain);
    expect(strictStreams.count).toBe(0);
  });

  test('of any content and any level gives what was put in', async () => {
    const level = fc.integer({ min: 0, max: 9 });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000, max: 9 }), level, async (content, at) => {
        expect(await inflate(deflateRawSync(content, { level: at }), content.length)).toEqual(content);
      }),
    );
  });

  test.each([0, 1, 16_384 - 6, 16_384 - 5, 16_384, 65_535, 65_536, 200_000])(
    'stored in blocks, of %i bytes',
    async (size) => {
      const content = fill(size).map((_, i) => Math.imul(i, 2654435761) >>> 11);
      expectSame(await inflate(deflateRawSync(content, { level: 0 }), size), content);
    },
  );

  test.each([0, 1, 131_071, 131_072, 131_073, 200_000, 1_000_000])('C-05: of one run of %i literals', async (count) => {
    expectSame(await inflate(runOfA(count).done(), count), fill(count));
  });

  test('of zeros at the highest ratio there is', async () => {
    const zeros = fill(wholeLimit, 0);
    const stream = deflateRawSync(zeros);
    expect(wholeLimit / stream.length).toBeGreaterThan(1000);
    expectSame(await inflate(stream, wholeLimit), zeros);
  });

  test('with no content', async () => {
    expect(await inflate(deflateRawSync(new Uint8Array()), 0)).toEqual(new Uint8Array());
  });

  test('that begins inside a larger buffer', async () => {
    const larger = concat([fill(7), packed, fill(9)]);
    expect(await inflate(larger.subarray(7, 7 + packed.length), plain.length)).toEqual(plain);
  });

  test('C-16: does not see an error of the one before', async () => {
    expect(await damage(inflate(fill(10, 0xff), 10))).toMatchObject({ what: 'broken-stream' });
    expect(await inflate(packed, plain.length)).toEqual(plain);
  });
});

/** One stream for each of the eight places in a byte where a stream can end. */
const endings = [0, 1, 2, 3, 4, 5, 6, 7].map((count) => ({ count, stream: runOfA(count) }));

test('the streams below end on each of the eight bits', () => {
  expect(new Set(endings.map(({ stream }) => stream.usedBits))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
});

describe.each(endings)('a stream that ends at bit $stream.usedBits', ({ count, stream }) => {
  const bytes = stream.done();

  test('is taken as it is', async () => {
    expect(await inflate(bytes, count)).toEqual(fill(count));
    expect(strictStreams.count).toBe(0);
  });

  test.each([1, 2, 3, 4, 5])('C-02: is refused with %i bytes behind it', async (more) => {
    for (const value of [0x00, 0x01, 0x41, 0xff]) {
      const long = concat([bytes, fill(more, value)]);
      expect(await damage(inflate(long, count)), `bytes of ${value}`).toEqual({ what: 'broken-stream' });
    }
  });

  test('is refused without its last byte', async () => {
    expect(await damage(inflate(bytes.subarray(0, -1), count))).toEqual({ what: 'broken-stream' });
  });
});

describe('C-01: a stream that is cut', () => {
  test.each([
    ['of text', packed, plain.length],
    ['of single bits', runOfA(900).done(), 900],
    ['stored', deflateRawSync(plain.subarray(0, 300), { level: 0 }), 300],
  ])('%s: refused at every length', async (_, stream, size) => {
    for (let length = 1; length < stream.length; length += 1)
      expect(await damage(inflate(stream.subarray(0, length), size)), `cut to ${length}`).toMatchObject({
        what: expect.stringMatching(/broken-stream|impossible-size/) as string,
      });
  });

  test('is not whole where what came out is as long as it must be', async () => {
    // Every literal is there, and the end of the block is not.
    const bits = dynamicHead(literalLengths({ 0x41: 1, 0x100: 1 }), [0]);
    while (bits.usedBits !== 8) bits.bits(0, 1);
    const complete = concat([bits.done(), Uint8Array.of(0)]);
    for (let count = 1; count <= 24; count += 1) {
      expect(await damage(inflate(complete, count))).toEqual({ what: 'broken-stream' });
    }
  });
});

describe('C-03: a stream with another behind it', () => {
  test.each([
    ['the same again', packed],
    ['an empty one', deflateRawSync(new Uint8Array())],
    ['five bytes', fill(5, 0x0a)],
    ['more than is fed at once', fill(40_000)],
  ])('%s: refused', async (_, more) => {
    expect(await damage(inflate(concat([packed, more]), plain.length))).toEqual({ what: 'broken-stream' });
  });
});

describe('a size that lies', () => {
  test.each([0, 1, plain.length - 1])('gives %i of more', async (size) => {
    expect(await damage(inflate(packed, size))).toEqual({ what: 'too-long', expected: size });
  });

  test.each([1, 100])('gives %i less', async (more) => {
    const size = plain.length + more;
    expect(await damage(inflate(packed, size))).toEqual({
      what: 'too-short',
      expected: size,
      found: plain.length,
    });
  });

  test('C-08: of a thousandth of what comes is passed and refused', async () => {
    const bomb = deflateRawSync(fill(2 ** 20, 0));
    expect(await damage(inflate(bomb, 1024))).toEqual({ what: 'too-long', expected: 1024 });
  });

  test.each([
    [1, 0],
    [1033, 1],
    [10 ** 12, 1000],
    [Number.MAX_SAFE_INTEGER, 1000],
  ])('%d bytes out of %i are impossible', async (size, length) => {
    const attempt = inflate(fill(length), size);
    expect(await damage(attempt)).toEqual({ what: 'impossible-size', size, packedSize: length });
  });
});

test('an empty file of which nothing was kept is an empty file', async () => {
  expect(await inflate(new Uint8Array(), 0)).toEqual(new Uint8Array());
});

test('a flipped bit never does worse than another content of the right size', async () => {
  for (let bit = 0; bit < packed.length * 8; bit += 1) {
    const flipped = Uint8Array.from(packed);
    const at = Math.floor(bit / 8);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
    const [outcome] = await Promise.allSettled([inflate(flipped, plain.length)]);
    if (outcome.status === 'fulfilled') expect(outcome.value).toHaveLength(plain.length);
    else expect(outcome.reason).toMatchObject({ name: 'DamagedEntry' });
  }
});
