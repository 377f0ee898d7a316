// How much is under way at once, and who waits for whom. The clock is the test's own.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DirectorySink } from '../../src/sink/directory-sink.ts';
import { NullFolder } from './null-folder.ts';
import { fileEntry, newFile, put, safe, stage, sinkOn } from './stage.ts';

const mebibyte = 1024 * 1024;
const piece = new Uint8Array(mebibyte);

function nullStage(): { folder: NullFolder; sink: DirectorySink } {
  const folder = new NullFolder();
  return { folder, sink: sinkOn(folder) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Hands files over one behind the other, without waiting for any to be closed. */
async function handOver(sink: DirectorySink, count: number, size: number, onFile: () => void): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const file = await sink.startFile(newFile(`${number}`, size));
    await file.write(piece.subarray(0, size));
    void file.finish();
    onFile();
  }
  await sink.drain();
}

describe('files in closing', () => {
  test('do not hold up one that is quick', async () => {
    const { folder, sink } = stage({
      latencyMs: (operation, path) => (operation === 'close' && path === 'slow' ? 5000 : 0),
    });
    const slow = put(sink, 'slow', 'x');
    await put(sink, 'quick', 'x');
    expect(folder.text('quick')).toBe('x');
    expect(folder.text('slow')).toBe('');
    expect(sink.closingCount).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await slow).toEqual({ delivered: true });
    expect(sink.closingCount).toBe(0);
  });

  test('F-14: may be the more, the longer they take, up to 4,096', async () => {
    const { folder, sink } = nullStage();
    folder.closing.hold();
    let handedOver = 0;
    const all = handOver(sink, 6000, 1, () => {
      handedOver += 1;
    });
    const seen: number[] = [];
    for (const waitMs of [0, 1000, 4000, 4000]) {
      await vi.advanceTimersByTimeAsync(waitMs);
      seen.push(folder.closingCount);
    }
    // At 0, 1, 5 and 9 seconds. Up to 64 more were in opening when the window was full.
    const [atOnce = 0, second = 0, fifth = 0, ninth = 0] = seen;
    expect(atOnce).toBeGreaterThanOrEqual(256);
    expect(atOnce).toBeLessThan(256 + 64);
    expect(second).toBeGreaterThanOrEqual(750);
    expect(second).toBeLessThan(800 + 64);
    expect(fifth).toBeGreaterThanOrEqual(3950);
    expect(ninth).toBeGreaterThanOrEqual(4096);
    expect(ninth).toBeLessThan(4096 + 64);

    folder.closing.letGo();
    await vi.advanceTimersByTimeAsync(100);
    await all;
    expect(handedOver).toBe(6000);
    expect(folder.fileCount).toBe(6000);
  });
});

describe('bytes on their way', () => {
  test('64 files are opened at once, and no more', async () => {
    const { folder, sink } = nullStage();
    folder.writing.hold();
    let handedOver = 0;
    const all = handOver(sink, 100, 1, () => {
      handedOver += 1;
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(handedOver).toBe(64);
    folder.writing.letGo(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(handedOver).toBe(65);
    folder.writing.letGo();
    await vi.advanceTimersByTimeAsync(100);
    await all;
    expect(folder.fileCount).toBe(100);
  });

  test('of all files together are at most 8 MB', async () => {
    const { folder, sink } = nullStage();
    folder.writing.hold();
    let handedOver = 0;
    const all = handOver(sink, 40, mebibyte, () => {
      handedOver += 1;
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(handedOver).toBe(8);
    expect(folder.bytesInWrites).toBe(8 * mebibyte);
    folder.writing.letGo();
    await vi.advanceTimersByTimeAsync(100);
    await all;
    expect(folder.peakBytesInWrites).toBeLessThanOrEqual(8 * mebibyte);
    expect(folder.bytesWritten).toBe(40 * mebibyte);
  });

  test('of one long file are no more than that either', async () => {
    const { folder, sink } = nullStage();
    folder.writing.hold();
    const file = await sink.startFile(newFile('long', 100 * mebibyte));
    let accepted = 0;
    const all = (async () => {
      for (; accepted < 100; accepted += 1) await file.write(piece);
      return file.finish();
    })();
    await vi.advanceTimersByTimeAsync(1000);
    expect(accepted).toBe(8);
    folder.writing.letGo(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(accepted).toBe(9);
    folder.writing.letGo();
    expect(await all).toEqual({ delivered: true });
    expect(folder.bytesWritten).toBe(100 * mebibyte);
  });

  test('may be more in a single piece, which goes alone', async () => {
    const { folder, sink } = nullStage();
    folder.writing.hold();
    const small = await sink.startFile(newFile('small'));
    await small.write(Uint8Array.of(1));
    const large = await sink.startFile(newFile('large', 40 * mebibyte));
    const handedOver = vi.fn();
    const writing = large.write(new Uint8Array(40 * mebibyte)).then(handedOver);
    await vi.advanceTimersByTimeAsync(1000);
    expect(handedOver).not.toHaveBeenCalled();
    folder.writing.letGo();
    await writing;
    await Promise.all([small.finish(), large.finish()]);
    expect(folder.peakBytesInWrites).toBe(40 * mebibyte);
  });
});

test('draining waits for all that is open or closing', async () => {
  const { sink } = stage({ latencyMs: () => 100 });
  const drained = vi.fn();
  const result = put(sink, 'a/b', 'x');
  const directory = sink.makeDirectory(safe('c/d'), fileEntry('c/d', 0));
  await vi.advanceTimersByTimeAsync(10);
  const draining = sink.drain().then(drained);
  await vi.advanceTimersByTimeAsync(500);
  expect(drained).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(500);
  await draining;
  expect(await Promise.all([result, directory])).toEqual([{ delivered: true }, { delivered: true }]);
});
