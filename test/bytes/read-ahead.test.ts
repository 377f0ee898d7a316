// However it is read, a window over a source gives what the source gives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { ReadAhead, type ReadAheadOptions } from '../../src/bytes/read-ahead.ts';
import { DrippingSource } from '../support/parted-source.ts';

const kibibyte = 1024;
/** What a window is after a long hop. */
const smallest = 64 * kibibyte;
const size = 700 * kibibyte + 3;
const bytes = Uint8Array.from({ length: size }, (_, i) => Math.imul(i, 2654435761) >>> 15);

const walking: ReadAheadOptions = { window: 256 * kibibyte, prefetch: false };
const running: ReadAheadOptions = { window: 256 * kibibyte, prefetch: true };

function expectSame(found: Uint8Array, offset: number, length: number): void {
  expect(found.length).toBe(length);
  expect(Buffer.compare(found, bytes.subarray(offset, offset + length))).toBe(0);
}

describe.each([
  ['fetching what is asked for', walking],
  ['fetching the next window too', running],
])('%s', (_, options) => {
  test('reads anywhere, of any length, give what the source gives', async () => {
    const place = fc.record({ offset: fc.nat({ max: size }), length: fc.nat({ max: 300 * kibibyte }) });
    await fc.assert(
      fc.asyncProperty(fc.array(place, { maxLength: 30 }), async (places) => {
        const ahead = new ReadAhead(new MemorySource(bytes), options);
        for (const { offset, length } of places) {
          const count = Math.min(length, size - offset);
          expectSame(await ahead.read(offset, count), offset, count);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('steps forward with small hops back give what the source gives', async () => {
    const step = fc.record({ hop: fc.integer({ min: -2000, max: 40_000 }), length: fc.nat({ max: 20_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
        const ahead = new ReadAhead(new MemorySource(bytes), options);
        let offset = 0;
        for (const { hop, length } of steps) {
          offset = Math.min(Math.max(offset + hop, 0), size);
          const count = Math.min(length, size - offset);
          expectSame(await ahead.read(offset, count), offset, count);
          offset += count;
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([1, 7, 1000, 65_535, 65_536, 65_537, 256 * kibibyte, 256 * kibibyte + 1, size])(
    'reads of %i bytes one behind the other give the whole',
    async (length) => {
      const ahead = new ReadAhead(new MemorySource(bytes.subarray(0, Math.max(length * 3, 200 * kibibyte))), options);
      for (let offset = 0; offset < ahead.size; offset += length) {
        const count = Math.min(length, ahead.size - offset);
        // One comparison for each read would take longer than the reading.
        const found = ahead.peek(offset, count) ?? (await ahead.read(offset, count));
        if (Buffer.compare(found, bytes.subarray(offset, offset + count)) !== 0) expectSame(found, offset, count);
      }
    },
  );

  test('nothing is asked of the source that it does not have', async () => {
    const source = new DrippingSource(new MemorySource(bytes));
    const ahead = new ReadAhead(source, options);
    for (let offset = 0; offset + 10 <= size; offset += 30_000) await ahead.read(offset, 10);
    await ahead.read(size - 1, 1);
    expect(source.reads.filter(({ offset, length }) => offset + length > size)).toEqual([]);
  });

  test.each([
    [size, 1],
    [size - 1, 2],
    [0, size + 1],
    [-1, 1],
    [size + 70_000, 1],
  ])('at %i, %i bytes are outside', async (offset, length) => {
    const ahead = new ReadAhead(new MemorySource(bytes), options);
    await ahead.read(0, 10);
    await expect(Promise.resolve().then(() => ahead.read(offset, length))).rejects.toThrow(RangeError);
    expectSame(await ahead.read(5, 20), 5, 20);
  });

  test('an empty source gives nothing', async () => {
    const ahead = new ReadAhead(new MemorySource(new Uint8Array()), options);
    expect(await ahead.read(0, 0)).toHaveLength(0);
  });

  test('a read that fails says so, and the next try can succeed', async () => {
    const { source, mend } = broken(new MemorySource(bytes), (offset) => offset > 0);
    const ahead = new ReadAhead(source, options);
    await ahead.read(0, 10);
    const reads = async (): Promise<void> => {
      for (let offset = 0; offset < size; offset += 50_000) {
        const count = Math.min(50_000, size - offset);
        expectSame(await ahead.read(offset, count), offset, count);
      }
    };
    await expect(reads()).rejects.toThrow('the disk is gone');
    mend();
    await reads();
  });

  test('what can be read is, whatever lies behind it', async () => {
    const end = size - 1000;
    const { source } = broken(new MemorySource(bytes), (offset, length) => offset + length > end);
    const ahead = new ReadAhead(source, options);
    for (let offset = 0; offset + 5000 <= end; offset += 5000) expectSame(await ahead.read(offset, 5000), offset, 5000);
    await expect(ahead.read(end - 100, 200)).rejects.toThrow('the disk is gone');
  });
});

/** The reads that `fails` picks fail, until it is mended. */
function broken(
  source: ByteSource,
  fails: (offset: number, length: number) => boolean,
): { source: ByteSource; mend: () => void } {
  let isMended = false;
  return {
    source: {
      size: source.size,
      read(offset, length) {
        if (isMended || !fails(offset, length)) return source.read(offset, length);
        return Promise.reject(new Error('the disk is gone'));
      },
    },
    mend() {
      isMended = true;
    },
  };
}

describe('what is asked of the source', () => {
  function watch(options: ReadAheadOptions): { source: DrippingSource; ahead: ReadAhead } {
    const source = new DrippingSource(new MemorySource(bytes));
    return { source, ahead: new ReadAhead(source, options) };
  }

  test('many small reads are few large ones', async () => {
    const { source, ahead } = watch(walking);
    for (let offset = 0; offset + 30 <= size; offset += 30) {
      if (ahead.peek(offset, 30) === null) await ahead.read(offset, 30);
    }
    expect(source.reads.length).toBeLessThan(6);
  });

  test('after a long hop little is fetched', async () => {
    const { source, ahead } = watch(walking);
    for (const offset of [0, 330_000, 500_000]) await ahead.read(offset, 5);
    expect(source.reads.map(({ length }) => length)).toEqual([smallest * 4, smallest, smallest]);
  });

  test('what is longer than a window is asked for as it is', async () => {
    const { source, ahead } = watch(walking);
    await ahead.read(10, 300 * kibibyte);
    expect(source.reads).toEqual([{ offset: 10, length: 300 * kibibyte }]);
  });

  test('the next window is under way before it is asked for', async () => {
    const { source, ahead } = watch(running);
    await ahead.read(0, 10);
    expect(source.reads).toHaveLength(2);
    await ahead.read(source.reads[1]?.offset ?? 0, 10);
    expect(source.reads).toHaveLength(3);
  });

  test('a read that begins in one window and ends in the next asks for nothing twice', async () => {
    const { source, ahead } = watch(running);
    const length = 30_000;
    for (let offset = 0; offset + length <= size; offset += length)
      expectSame(await ahead.read(offset, length), offset, length);
    const asked = source.reads.reduce((sum, read) => sum + read.length, 0);
    expect(asked).toBeLessThanOrEqual(size);
  });

  test('a window fetched in vain, and failed, concerns nobody', async () => {
    const { source } = broken(new MemorySource(bytes), (offset) => offset > 0);
    const ahead = new ReadAhead(source, running);
    expectSame(await ahead.read(0, 10), 0, 10);
    expectSame(await ahead.read(10, 10), 10, 10);
  });
});

test('peeking gives what is at hand, and nothing else', async () => {
  const ahead = new ReadAhead(new MemorySource(bytes), walking);
  expect(ahead.peek(0, 1)).toBeNull();
  await ahead.read(100, 1);
  expectSame(ahead.peek(100, 50) ?? new Uint8Array(), 100, 50);
  expect(ahead.peek(99, 1)).toBeNull();
  expect(ahead.peek(100, size)).toBeNull();
});
