// JPS file data: chunk behind chunk, each with a stream of its own. The seal is left out here: a block is its own content.
import { deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Entry, EntryData, Unseal } from '../../src/archive/entry.ts';
import { longestChunk } from '../../src/archive/jps/header.ts';
import { MemorySource } from '../../src/bytes/byte-source.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { damage, decode, quiet } from '../archive/open-any.ts';
import { ByteWriter, concat, splitEvery } from '../support/byte-writer.ts';
import { DrippingSource } from '../support/parted-source.ts';
import { useStrictDecompression } from './strict-decompression.ts';

const text = new TextEncoder().encode('a line that repeats itself, '.repeat(30));

function chunk(block: Uint8Array, sizes: { sealed?: number; opened?: number } = {}): Uint8Array {
  return new ByteWriter()
    .u32(sizes.sealed ?? block.length)
    .u32(sizes.opened ?? block.length)
    .bytes(block)
    .done();
}

interface Facts {
  readonly size?: number;
  readonly deflated?: boolean;
  readonly unseal?: Unseal;
  readonly length?: number;
}

const asItIs: Unseal = (block, size) => block.subarray(0, size);

function entryOf(bytes: Uint8Array, { size = text.length, deflated = true, unseal = asItIs, length }: Facts): Entry {
  const span = { offset: 0, length: length ?? bytes.length };
  const data: EntryData = { in: 'chunks', span, deflated, unseal, unsealStart: null };
  return { path: 'f', kind: 'file', size, packedSize: span.length, data };
}

function open(chunks: readonly Uint8Array[], facts: Facts = {}): Promise<Uint8Array> {
  const bytes = concat(chunks);
  return decode(entryOf(bytes, facts), new MemorySource(bytes));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('whole data', () => {
  test.each([5, 100, text.length - 1, text.length, text.length + 1])('in chunks of %i plain bytes', async (size) => {
    expect(await open(splitEvery(text, size).map((piece) => chunk(deflateRawSync(piece))))).toEqual(text);
  });

  test('that is not deflated', async () => {
    expect(
      await open(
        splitEvery(text, 100).map((piece) => chunk(piece)),
        { deflated: false },
      ),
    ).toEqual(text);
  });

  test('whose blocks take a while to open', async () => {
    const unseal: Unseal = (block) => Promise.resolve(block);
    expect(await open([chunk(deflateRawSync(text))], { unseal })).toEqual(text);
  });

  test('of more than is decoded in one go, in one chunk and in many', async () => {
    const content = new Uint8Array(wholeLimit + 1).fill(1);
    for (const size of [content.length, 2 ** 20]) {
      const found = await open(
        splitEvery(content, size).map((piece) => chunk(deflateRawSync(piece))),
        {
          size: content.length,
        },
      );
      expect(Buffer.compare(found, content)).toBe(0);
    }
  });

  test('is read a chunk at a time', async () => {
    const chunks = splitEvery(text, 100).map((piece) => chunk(piece));
    const bytes = concat(chunks);
    const source = new DrippingSource(new MemorySource(bytes));
    const given = decodeEntry(entryOf(bytes, { deflated: false }), source, quiet);
    await given.next();
    expect(source.reads.map(({ length }) => length)).toEqual([8, 100]);
    await given.return();
  });
});

describe('a size that lies', () => {
  const two = splitEvery(text, 420).map((piece) => chunk(deflateRawSync(piece)));

  test('K-13: too small: refused, and not a byte too many is given', async () => {
    const bytes = concat(two);
    let length = 0;
    const attempt = (async () => {
      for await (const piece of decodeEntry(entryOf(bytes, { size: 500 }), new MemorySource(bytes), quiet))
        length += piece.length;
    })();
    expect(await damage(attempt)).toEqual({ what: 'too-long', expected: 500 });
    expect(length).toBe(420);
  });

  test('too large: refused', async () => {
    expect(await damage(open(two, { size: 900 }))).toEqual({ what: 'too-short', expected: 900, found: 840 });
  });

  test.each([
    ['removed', [0], { what: 'too-short', expected: 840, found: 420 }],
    ['repeated', [0, 1, 1], { what: 'too-long', expected: 840 }],
  ])('K-14: a chunk %s: refused', async (_, order, expected) => {
    expect(await damage(open(order.map((index) => two[index] ?? new Uint8Array())))).toEqual(expected);
  });

  test('of a single chunk', async () => {
    const one = [chunk(deflateRawSync(text))];
    expect(await damage(open(one, { size: 839 }))).toEqual({ what: 'too-long', expected: 839 });
    expect(await damage(open(one, { size: 841 }))).toEqual({ what: 'too-short', expected: 841, found: 840 });
    expect(await damage(open(one, { size: 10 ** 6 }))).toEqual({ what: 'too-short', expected: 10 ** 6, found: 840 });
  });
});

describe('K-12: a chunk that gives nothing is refused, be there ever so many', () => {
  const empty = chunk(deflateRawSync(new Uint8Array()));

  test.each([
    ['alone', [empty], {}],
    ['in front', [empty, chunk(deflateRawSync(text))], {}],
    ['behind a whole file', [chunk(deflateRawSync(text)), empty], {}],
    ['of no bytes, not deflated', [chunk(text), chunk(new Uint8Array())], { deflated: false }],
  ])('%s', async (_, chunks, facts) => {
    expect(await damage(open(chunks, facts))).toMatchObject({ what: expect.stringMatching(/broken|short/) as string });
  });

  test('the first of a thousand ends it', async () => {
    const unseal = vi.fn<Unseal>(asItIs);
    expect(await damage(open(Array<Uint8Array>(1000).fill(empty), { unseal }))).toEqual({ what: 'broken-stream' });
    expect(unseal).toHaveBeenCalledOnce();
  });

  test('of no bytes, deflated', async () => {
    const chunks = [chunk(deflateRawSync(text)), chunk(new Uint8Array())];
    expect(await damage(open(chunks))).toEqual({ what: 'broken-stream' });
  });
});

describe('a chunk that lies is refused', () => {
  const good = chunk(deflateRawSync(text));

  test.each([
    ['a sealed size beyond the data', [chunk(deflateRawSync(text), { sealed: 10_000 })]],
    ['a sealed size above 4 MiB', [chunk(deflateRawSync(text), { sealed: longestChunk + 1 })]],
    ['K-09: a sealed size of FFFFFFFF', [chunk(deflateRawSync(text), { sealed: 2 ** 32 - 1 })]],
    ['a sealed size a byte too small', [chunk(deflateRawSync(text), { sealed: deflateRawSync(text).length - 1 })]],
    ['seven bytes behind the last one', [good, new Uint8Array(7)]],
    ['a stream that is cut', [chunk(deflateRawSync(text).subarray(0, -1))]],
    ['a stream that is cut, in the second of two', [good, chunk(deflateRawSync(text).subarray(0, -1))]],
  ])('%s', async (_, chunks) => {
    expect(await damage(open(chunks, { size: text.length * 2 }))).toEqual({ what: 'broken-stream' });
  });

  // Node's own decompressor takes trailing bytes; the browser's does not.
  test.each([1, 2])('bytes behind the stream of chunk %i of two', async (number) => {
    useStrictDecompression();
    const chunks = splitEvery(text, 420).map((piece, i) =>
      chunk(concat([deflateRawSync(piece), new Uint8Array(i === number - 1 ? 3 : 0)])),
    );
    expect(await damage(open(chunks))).toEqual({ what: 'broken-stream' });
  });

  test('what the seal throws comes out as it is', async () => {
    const unseal: Unseal = () => {
      throw new DamagedEntry({ what: 'broken-seal' });
    };
    expect(await damage(open([good], { unseal }))).toEqual({ what: 'broken-seal' });
    const later: Unseal = () => Promise.reject(new DamagedEntry({ what: 'broken-seal' }));
    expect(await damage(open([good], { unseal: later }))).toEqual({ what: 'broken-seal' });
  });

  test('data that reaches beyond the archive is not read', async () => {
    expect(await damage(open([good], { length: good.length + 1 }))).toEqual({ what: 'beyond-end' });
  });
});
