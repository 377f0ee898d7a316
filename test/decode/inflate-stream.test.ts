// Deflate streams of any length, in constant memory. That trailing bytes are refused is the browser's doing: Node 20's own
// decompressor takes them, so those tests put a strict one in its place.
import { createCipheriv } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { inflateStream } from '../../src/decode/inflate-stream.ts';
import { damage } from '../archive/open-any.ts';
import { concat, splitAt, splitEvery } from '../support/byte-writer.ts';
import { useStrictDecompression } from './strict-decompression.ts';

const plain = new TextEncoder().encode('One line after another. '.repeat(100));
const packed = deflateRawSync(plain);

async function inflate(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const given: Uint8Array[] = [];
  for await (const piece of inflateStream(pieces)) given.push(piece);
  return concat(given);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('C-15: a stream cut in two at every byte gives the same', async () => {
  for (let cut = 0; cut <= packed.length; cut += 1) expect(await inflate(splitAt(packed, [cut]))).toEqual(plain);
});

test('a stream cut anywhere gives what was put in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 3000, max: 9 }),
      fc.integer({ min: 1, max: 50 }),
      async (content, size) => {
        expect(await inflate(splitEvery(deflateRawSync(content), size))).toEqual(content);
      },
    ),
    { numRuns: 50 },
  );
});

test('C-15: a byte at a time gives the same, from a source that is waited for', async () => {
  async function* drip(): AsyncGenerator<Uint8Array> {
    for (const byte of packed) {
      await Promise.resolve();
      yield Uint8Array.of(byte);
    }
  }
  expect(await inflate(drip())).toEqual(plain);
});

test('C-01: a stream that is cut is refused at every length', async () => {
  for (let length = 0; length < packed.length; length += 1)
    expect(await damage(inflate([packed.subarray(0, length)])), `cut to ${length}`).toEqual({ what: 'broken-stream' });
});

test.each([1, 2, 5, 1000])('C-02: %i bytes behind the end are refused, where the browser sees them', async (count) => {
  useStrictDecompression();
  expect(await damage(inflate([packed, new Uint8Array(count)]))).toEqual({ what: 'broken-stream' });
});

test('what the source of the bytes throws comes out as it is', async () => {
  const unreadable = new Error('unreadable');
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield packed.subarray(0, 10);
    await Promise.resolve();
    throw unreadable;
  }
  await expect(inflate(failing())).rejects.toBe(unreadable);
});

describe('a caller that stops early', () => {
  test('ends the source', async () => {
    let end: () => void = () => undefined;
    const isEnded = new Promise<void>((resolve) => {
      end = resolve;
    });
    function* endless(): Generator<Uint8Array> {
      try {
        yield deflateRawSync(new Uint8Array(2 ** 20)).subarray(0, 1000);
        for (;;) yield new Uint8Array(1000);
      } finally {
        end();
      }
    }
    const pieces = inflateStream(endless());
    await pieces.next();
    await pieces.return();
    await isEnded;
  });

  test('before the first piece has had nothing read', async () => {
    let isRead = false;
    function* watched(): Generator<Uint8Array> {
      isRead = true;
      yield packed;
    }
    const pieces = inflateStream(watched());
    await pieces.return();
    expect(isRead).toBe(false);
  });
});

// A browser's decompressor gives all that a piece holds at once, up to 1,032 times as much: a piece of 1 MiB took Chromium
// 1 GB. Node's also reads ahead without end, so that memory stays low can only be seen in a browser.
test('the decompressor is never given more than 32 KiB at once, whatever the source gives', async () => {
  const given: number[] = [];
  class Watched extends DecompressionStream {
    override readonly writable: WritableStream<BufferSource>;

    constructor(format: 'deflate-raw') {
      super(format);
      const writer = super.writable.getWriter();
      this.writable = new WritableStream({
        write(piece) {
          given.push(piece.byteLength);
          return writer.write(piece);
        },
        close: () => writer.close(),
        abort: (reason) => writer.abort(reason),
      });
    }
  }
  vi.stubGlobal('DecompressionStream', Watched);
  const content = createCipheriv('aes-128-ctr', new Uint8Array(16), new Uint8Array(16)).update(new Uint8Array(2 ** 20));
  const found = await inflate([deflateRawSync(content)]);
  expect(Buffer.compare(found, content)).toBe(0);
  expect(Math.max(...given)).toBe(32 * 1024);
});
