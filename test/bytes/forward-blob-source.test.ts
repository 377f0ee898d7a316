// Long reads that follow each other come out of few streams, and give what single reads give.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ForwardBlobSource } from '../../src/bytes/forward-blob-source.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
const size = 20 * mebibyte + 5;
const bytes = Uint8Array.from({ length: size }, (_, at) => Math.imul(at, 2654435761) >>> 24);

/** A file on a disk: it says how it was opened, and may change. As in Chromium, a stream that is open goes on with what comes. */
class Disk extends Blob {
  readonly opened: [start: number, end: number][] = [];
  content = bytes;
  hasChanged = false;
  /** Less is there than there was. */
  isShort = false;
  /** Waited for before each piece of a stream that begins there. */
  delayMs: (start: number) => number = () => 0;
  cancelled = 0;
  hasByteStreams = true;

  override slice(start = 0, end = this.size): Blob {
    const isRefused = this.hasChanged;
    const until = this.isShort ? Math.min(start + 3, end) : end;
    let at = start;
    const pull = async (controller: ReadableByteStreamController): Promise<void> => {
      const ms = this.delayMs(start);
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      if (isRefused) {
        controller.error(new DOMException('changed', 'NotReadableError'));
        return;
      }
      const next = Math.min(at + 256 * kibibyte, until);
      if (next > at) controller.enqueue(this.content.slice(at, next));
      at = next;
      if (at === until) controller.close();
      if (at === until) controller.byobRequest?.respond(0);
    };
    const cancel = (): void => {
      this.cancelled += 1;
    };
    const piece = new Blob([this.content.subarray(start, until)]);
    piece.stream = () => {
      this.opened.push([start, end]);
      if (!this.hasByteStreams) return new ReadableStream({ cancel });
      return new ReadableStream({ type: 'bytes', pull, cancel }, { highWaterMark: 0 });
    };
    return piece;
  }

  /** Streams of more than the byte that is read to see whether the file has changed. */
  get streams(): readonly (readonly [start: number, end: number])[] {
    return this.opened.filter(([start, end]) => end - start > 1);
  }
}

function open(): { readonly blob: Disk; readonly source: ForwardBlobSource } {
  const blob = new Disk([bytes]);
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
  expect(blob.streams.map(([start]) => start)).toEqual([0, ...starts, size - 5]);
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

test('F-18: what a stream gives after the file has changed is never handed out, and the next read looks anew', async () => {
  const { blob, source } = open();
  await source.read(0, mebibyte);
  await source.read(mebibyte, mebibyte);
  blob.content = new Uint8Array(size);
  blob.hasChanged = true;
  await expect(source.read(2 * mebibyte, mebibyte)).rejects.toMatchObject({ name: 'NotReadableError' });
  blob.content = bytes;
  blob.hasChanged = false;
  expectSame(await source.read(2 * mebibyte, mebibyte), 2 * mebibyte, mebibyte);
  expectSame(await source.read(3 * mebibyte, mebibyte), 3 * mebibyte, mebibyte);
});

test('two readers that move forward do not get in each other’s way', async () => {
  const { blob, source } = open();
  blob.delayMs = (start) => (start < 10 * mebibyte ? 5 : 1);
  const readOn = async (from: number): Promise<void> => {
    for (let offset = from; offset < from + 5 * mebibyte; offset += mebibyte)
      expectSame(await source.read(offset, mebibyte), offset, mebibyte);
  };
  await Promise.all([readOn(0), readOn(10 * mebibyte)]);
  expect(blob.streams).toHaveLength(4);
});

test('a third reader ends the stream of one that rests, and none of a read under way', async () => {
  const { blob, source } = open();
  blob.delayMs = () => 1;
  const starts = [0, 6, 12].map((index) => index * mebibyte);
  for (const start of starts) {
    await source.read(start, mebibyte);
    expectSame(await source.read(start + mebibyte, mebibyte), start + mebibyte, mebibyte);
  }
  const under = starts.map((start) => source.read(start + 2 * mebibyte, mebibyte));
  for (const [index, piece] of (await Promise.all(under)).entries())
    expectSame(piece, (starts[index] ?? 0) + 2 * mebibyte, mebibyte);
  await expect.poll(() => blob.cancelled).toBeGreaterThan(0);
});

test('a file that nobody reads on is let go of', async () => {
  const { blob, source } = open();
  await source.read(0, mebibyte);
  await source.read(mebibyte, mebibyte);
  expect(blob.cancelled).toBe(0);
  await expect.poll(() => blob.cancelled, { timeout: 5000 }).toBe(1);
  expectSame(await source.read(2 * mebibyte, mebibyte), 2 * mebibyte, mebibyte);
});

test('a browser whose streams fill no given buffer is asked for one once', async () => {
  const { blob, source } = open();
  blob.hasByteStreams = false;
  for (let offset = 0; offset < 4 * mebibyte; offset += mebibyte)
    expectSame(await source.read(offset, mebibyte), offset, mebibyte);
  expect(blob.opened.filter(([start, end]) => end - start > mebibyte)).toHaveLength(1);
  expect(blob.cancelled).toBe(blob.opened.length);
});

test('a stream that gives less than it has is a failed read, not the end of the file', async () => {
  const { blob, source } = open();
  await source.read(0, mebibyte);
  blob.isShort = true;
  await expect(source.read(mebibyte, mebibyte)).rejects.toThrow('3 of 1048576');
});
