import { describe, expect, test } from 'vitest';
import { BlobSource } from '../../src/bytes/blob-source.ts';
import { checkRange, MemorySource, unshared, type ByteSource } from '../../src/bytes/byte-source.ts';
import { ForwardBlobSource } from '../../src/bytes/forward-blob-source.ts';

const bytes = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
const sources: readonly (readonly [string, ByteSource])[] = [
  ['bytes in memory', new MemorySource(bytes)],
  ['a blob', new BlobSource(new Blob([bytes]))],
  ['a blob read forward', new ForwardBlobSource(new Blob([bytes]))],
  ['a slice of a blob', new BlobSource(new Blob([new Uint8Array(5), bytes, new Uint8Array(5)]).slice(5, 15))],
];

describe.each(sources)('%s', (_, source) => {
  test('has its size', () => {
    expect(source.size).toBe(10);
  });

  test.each([
    [0, 10],
    [0, 1],
    [9, 1],
    [3, 4],
    [0, 0],
    [10, 0],
  ])('at %i gives %i bytes', async (offset, length) => {
    expect(await source.read(offset, length)).toEqual(bytes.slice(offset, offset + length));
  });

  test.each([
    [0, 11],
    [10, 1],
    [11, 0],
    [-1, 1],
    [1, -1],
    [0.5, 1],
    [0, 0.5],
    [NaN, 1],
    [0, NaN],
    [2 ** 53, 1],
    [0, Infinity],
  ])('at %d refuses %d bytes', async (offset, length) => {
    await expect(Promise.resolve().then(() => source.read(offset, length))).rejects.toThrow(RangeError);
  });
});

test.each([
  [2 ** 31, 2 ** 31, 0],
  [2 ** 40, 2 ** 40 - 1, 1],
  [Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER],
])('of a source of %d bytes, %d is a place for %d', (size, offset, length) => {
  expect(() => {
    checkRange(size, offset, length);
  }).not.toThrow();
  expect(() => {
    checkRange(size, offset, length + 1);
  }).toThrow(RangeError);
});

test('F-21: a blob that gives less than it has is a failed read, not the end of the file', async () => {
  class Shrunk extends Blob {
    override slice(): Blob {
      return new Blob([bytes.subarray(0, 3)]);
    }
  }
  await expect(new BlobSource(new Shrunk([bytes])).read(0, 4)).rejects.toThrow('3 of 4');
});

describe('for streams and files', () => {
  test('bytes are the same bytes', () => {
    const view = bytes.subarray(2, 4);
    expect(unshared(view)).toBe(view);
  });

  test('bytes that threads share are copied', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4), 1, 2);
    shared.set([5, 6]);
    const copy = unshared(shared);
    expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
    expect([...copy]).toEqual([5, 6]);
  });
});
