// Long reads that follow each other come out of few streams, and give what single reads give.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ForwardBlobSource } from '../../src/bytes/blob-source.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const size = 20 * mebibyte + 5;
const bytes = Uint8Array.from({ length: size }, (_, at) => Math.imul(at, 2654435761) >>> 24);

/** A file that says how often it was opened for reading, and may have changed on the disk. */
class WatchedBlob extends Blob {
  readonly opened: [start: number, end: number][] = [];
  hasChanged = false;
  /** Less is there than there was. */
  isShort = false;

  override slice(start = 0, end = this.size): Blob {
    this.opened.push([start, end]);
    if (this.hasChanged) return failing();
    return this.isShort ? new Blob([bytes.subarray(start, start + 3)]) : super.slice(start, end);
  }
}

function failing(): Blob {
  const blob = new Blob();
  blob.stream = () =>
    new ReadableStream({
      type: 'bytes',
      pull(controller) {
        controller.error(new DOMException('changed', 'NotReadableError'));
      },
    });
  return blob;
}

function open(): { readonly blob: WatchedBlob; readonly source: ForwardBlobSource } {
  const blob = new WatchedBlob([bytes]);
  return { blob, source: new ForwardBlobSource(blob) };
}

function expectSame(found: Uint8Array, offset: number, length: number): void {
  expect(found.length).toBe(length);
  expect(Buffer.compare(found, bytes.subarray(offset, offset + length))).toBe(0);
}

test('reads anywhere, in any order, give what the file holds', async () => {
  const step = fc.record({ hop: fc.constantFrom(0, 0, 0, 1, -300_000, 5_000_000), length: fc.nat({ max: mebibyte }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { source } = open();
      let offset = 0;
      for (const { hop, length } of steps) {
        offset = Math.min(Math.max(offset + hop, 0), size);
        const count = Math.min(length, size - offset);
        expectSame(await source.read(offset, count), offset, count);
        offset += count;
      }
    }),
    { numRuns: 20 },
  );
});

test('a file that is read on and on is opened every eight mebibytes', async () => {
  const { blob, source } = open();
  const window = 512 * kibibyte;
  for (let offset = 0; offset < size; offset += window) {
    const length = Math.min(window, size - offset);
    expectSame(await source.read(offset, length), offset, length);
  }
  const starts = [window, window + 8 * mebibyte, window + 16 * mebibyte];
  expect(blob.opened.map(([start]) => start)).toEqual([0, ...starts, size - 5]);
});

test('a read that is asked for before the one ahead of it has come waits for it', async () => {
  const { source } = open();
  const offsets = [0, 1, 2, 3, 4].map((index) => index * mebibyte);
  const found = await Promise.all(offsets.map((offset) => source.read(offset, mebibyte)));
  for (const [index, piece] of found.entries()) expectSame(piece, index * mebibyte, mebibyte);
});

test('short reads that hop from header to header open what they read, and no more', async () => {
  const { blob, source } = open();
  for (const offset of [0, 65_536, 131_072]) await source.read(offset, 65_536);
  expect(blob.opened.map(([start, end]) => end - start)).toEqual([65_536, 65_536, 65_536]);
});

test('F-21: a file that has changed is a failed read, and the next one looks anew', async () => {
  const { blob, source } = open();
  await source.read(0, mebibyte);
  blob.hasChanged = true;
  await expect(source.read(mebibyte, mebibyte)).rejects.toMatchObject({ name: 'NotReadableError' });
  blob.hasChanged = false;
  expectSame(await source.read(mebibyte, mebibyte), mebibyte, mebibyte);
  expectSame(await source.read(2 * mebibyte, mebibyte), 2 * mebibyte, mebibyte);
});

test('a stream that gives less than it has is a failed read, not the end of the file', async () => {
  const { blob, source } = open();
  await source.read(0, mebibyte);
  blob.isShort = true;
  await expect(source.read(mebibyte, mebibyte)).rejects.toThrow('3 of 1048576');
});
