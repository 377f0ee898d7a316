// Reading back what was written: in pieces, few files at once, and ended at once where it is not wanted any more.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/archive/entry.ts';
import { EntrySums } from '../../src/listing/entry-sums.ts';
import { ReadBack } from '../../src/sink/read-back.ts';
import { sha256 } from '../support/fixtures.ts';
import { fileEntry } from './stage.ts';

const mebibyte = 1024 * 1024;
const zeros = new Uint8Array(mebibyte);
const answer = <T>(call: Promise<T>): Promise<T> => call;

/** A disk that holds zeros, and counts what is asked of it. */
class ZerosOnDisk {
  files = 0;
  mostFiles = 0;
  longestRead = 0;
  reads = 0;
  readonly #size: number;
  readonly #onRead: () => void;

  constructor(size: number, onRead: () => void = () => undefined) {
    this.#size = size;
    this.#onRead = onRead;
  }

  get handle(): FileSystemFileHandle {
    const slice = (from: number, to: number): Blob => {
      this.reads += 1;
      this.longestRead = Math.max(this.longestRead, to - from);
      this.#onRead();
      if (to === this.#size) this.files -= 1;
      return new Blob([zeros.subarray(0, to - from)]);
    };
    const getFile = (): Promise<File> => {
      this.files += 1;
      this.mostFiles = Math.max(this.mostFiles, this.files);
      // All of a File that reading it asks for.
      return Promise.resolve({ size: this.#size, slice } as unknown as File);
    };
    return { getFile } as unknown as FileSystemFileHandle;
  }
}

function sumOfZeros(size: number): string {
  const hash = createHash('sha256');
  for (let done = 0; done < size; done += mebibyte) hash.update(zeros.subarray(0, Math.min(mebibyte, size - done)));
  return hash.digest('hex');
}

function write(size: number, entry: Entry, readBack: ReadBack): ReturnType<ReadBack['expect']> {
  const expected = readBack.expect(entry);
  for (let done = 0; done < size; done += mebibyte) expected.add(zeros.subarray(0, Math.min(mebibyte, size - done)));
  return expected;
}

describe('reading back', () => {
  test('a large file asks for a mebibyte at a time', async () => {
    const size = 10 * mebibyte + 1;
    const entry = fileEntry('dump.sql', size);
    const sums = new EntrySums([entry]);
    const disk = new ZerosOnDisk(size);
    const expected = write(size, entry, new ReadBack(sums, new AbortController().signal));
    await expected.compare({ handle: disk.handle, place: null, answer });
    expect([disk.longestRead, disk.reads]).toEqual([mebibyte, 11]);
    expect(Buffer.from(sums.of(0) ?? []).toString('hex')).toBe(sumOfZeros(size));
  });

  test('many files at once are read a few at a time', async () => {
    const size = mebibyte + 1;
    const entries = Array.from({ length: 40 }, (_, index) => fileEntry(`${index}`, size));
    const sums = new EntrySums(entries);
    const disk = new ZerosOnDisk(size);
    const readBack = new ReadBack(sums, new AbortController().signal);
    const found = { handle: disk.handle, place: null, answer };
    await Promise.all(entries.map((entry) => write(size, entry, readBack).compare(found)));
    expect(disk.mostFiles).toBeLessThanOrEqual(4);
    expect(sums.count).toBe(40);
  });

  test('ends at once where the run is cancelled, and claims nothing', async () => {
    const size = 40 * mebibyte;
    const entry = fileEntry('dump.sql', size);
    const sums = new EntrySums([entry]);
    const abort = new AbortController();
    const disk = new ZerosOnDisk(size, () => {
      if (disk.reads === 3) abort.abort();
    });
    const expected = write(size, entry, new ReadBack(sums, abort.signal));
    await expected.compare({ handle: disk.handle, place: null, answer });
    expect(disk.reads).toBe(3);
    expect(sums.count).toBe(0);
  });

  test.each([
    ['shorter', 99],
    ['longer', 101],
    ['empty', 0],
  ])('a file that came out %s differs', async (_, size) => {
    const entry = fileEntry('a', 100);
    const readBack = new ReadBack(new EntrySums([entry]), new AbortController().signal);
    const expected = write(100, entry, readBack);
    const comparing = expected.compare({ handle: new ZerosOnDisk(size).handle, place: null, answer });
    await expect(comparing).rejects.toMatchObject({ code: 'read-back-differs', where: { entry: 'a' } });
    // The next one is not held up by it.
    await write(100, entry, readBack).compare({ handle: new ZerosOnDisk(100).handle, place: null, answer });
  });

  test('an empty file is compared too', async () => {
    const entry = fileEntry('a', 0);
    const sums = new EntrySums([entry]);
    const expected = new ReadBack(sums, new AbortController().signal).expect(entry);
    await expected.compare({ handle: new ZerosOnDisk(0).handle, place: null, answer });
    expect(Buffer.from(sums.of(0) ?? []).toString('hex')).toBe(sha256(new Uint8Array()));
  });

  test('every call to the browser is counted by itself: a long file is no browser that owes an answer', async () => {
    const size = 5 * mebibyte;
    const entry = fileEntry('a', size);
    let calls = 0;
    const expected = write(size, entry, new ReadBack(new EntrySums([entry]), new AbortController().signal));
    const counted = <T>(call: Promise<T>): Promise<T> => {
      calls += 1;
      return call;
    };
    await expected.compare({ handle: new ZerosOnDisk(size).handle, place: null, answer: counted });
    expect(calls).toBe(6);
  });
});
