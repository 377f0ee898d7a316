// Where one output file comes to lie: whole or not at all.
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { BrowserCalls } from '../../../src/sink/browser-calls.ts';
import type { Place } from '../../../src/sink/place/place.ts';
import { BatchedOutput } from '../../../src/sink/place/batched-output.ts';
import { FilePlace } from '../../../src/sink/place/file-place.ts';
import { GzipPlace } from '../../../src/sink/place/gzip-place.ts';
import { MemoryPlace, mostInMemory } from '../../../src/sink/place/memory-place.ts';
import { concat } from '../../support/byte-writer.ts';
import { FakeFolder } from '../../support/fake-folder.ts';

const mebibyte = 1024 * 1024;
/** What is sent at once. */
const batch = mebibyte / 2;

/** Keeps what it is given, and fails at a write if it is told to. */
class KeptPlace implements Place {
  readonly calls = new BrowserCalls();
  readonly pieces: Uint8Array[] = [];
  isClosed = false;
  isAbandoned = false;
  failsAt = Infinity;
  delayMs = 0;

  get bytes(): Uint8Array {
    return concat(this.pieces);
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.pieces.length >= this.failsAt) throw new Error('the place is broken');
    // A copy at the end of the write: what changes until then would show.
    this.pieces.push(bytes.slice());
  }

  flushedAt: number[] = [];

  flush(): Promise<void> {
    this.flushedAt.push(this.bytes.length);
    return Promise.resolve();
  }

  close(): Promise<null> {
    this.isClosed = true;
    return Promise.resolve(null);
  }

  readBack(): Promise<Blob> {
    return Promise.resolve(new Blob([this.bytes.slice()]));
  }

  abandon(): Promise<null> {
    this.isAbandoned = true;
    return Promise.resolve(null);
  }
}

function noise(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).map((_, at) => Math.imul(at + seed, 2654435761) >>> 24);
}

describe('batches', () => {
  test.each([0, 1, batch - 1, batch, batch + 1, 6 * batch + 7])(
    'give a slow place all of %i bytes, in order, whatever becomes of the buffers they came in',
    async (size) => {
      const place = new KeptPlace();
      place.delayMs = 2;
      const output = new BatchedOutput(place);
      const content = noise(size);
      for (let done = 0; done < size; done += 300_001) {
        const piece = content.slice(done, done + 300_001);
        await output.write(piece);
        piece.fill(0);
      }
      await output.flush();
      expect(Buffer.compare(place.bytes, content)).toBe(0);
    },
  );

  test('are few, however many writes there were', async () => {
    const place = new KeptPlace();
    const output = new BatchedOutput(place);
    for (let count = 0; count < 10_000; count += 1) await output.write(noise(100, count));
    await output.flush();
    expect(place.pieces).toHaveLength(2);
  });

  test('tell a failure of the place at the next one, and at the end', async () => {
    const place = new KeptPlace();
    place.failsAt = 0;
    const output = new BatchedOutput(place);
    await output.write(noise(batch));
    await expect(output.flush()).rejects.toThrow('the place is broken');
    await expect(output.write(noise(batch))).rejects.toThrow('the place is broken');
  });
});

describe('gzip', () => {
  test('gives the place a stream that gunzip opens', async () => {
    const place = new KeptPlace();
    const gzip = new GzipPlace(place);
    for (let seed = 0; seed < 5; seed += 1) await gzip.write(noise(100_000, seed));
    await gzip.close();
    expect(place.isClosed).toBe(true);
    const all = concat(Array.from({ length: 5 }, (_, seed) => noise(100_000, seed)));
    expect(Buffer.compare(gunzipSync(place.bytes), all)).toBe(0);
  });

  test('ends a member at every flush, and begins none before there is something for it', async () => {
    const place = new KeptPlace();
    const gzip = new GzipPlace(place);
    await gzip.write(noise(100_000));
    await gzip.flush();
    await gzip.flush();
    await gzip.write(noise(100_000, 2));
    await gzip.flush();
    await gzip.close();
    const [first = 0, again, second = 0] = place.flushedAt;
    expect([again, second]).toEqual([first, place.bytes.length]);
    expect(Buffer.compare(gunzipSync(place.bytes.subarray(0, first)), noise(100_000))).toBe(0);
    expect(Buffer.compare(gunzipSync(place.bytes.subarray(first)), noise(100_000, 2))).toBe(0);
  });

  test('of nothing is a gzip file all the same', async () => {
    const place = new KeptPlace();
    await new GzipPlace(place).close();
    expect(gunzipSync(place.bytes)).toHaveLength(0);
  });

  test('passes on what breaks the place at a flush', async () => {
    const place = new KeptPlace();
    place.failsAt = 0;
    const gzip = new GzipPlace(place);
    await gzip.write(noise(100));
    await expect(gzip.flush()).rejects.toThrow('the place is broken');
  });

  test('passes on what breaks the place, and does not close it', async () => {
    const place = new KeptPlace();
    place.failsAt = 1;
    const gzip = new GzipPlace(place);
    const writing = (async () => {
      for (let seed = 0; seed < 50; seed += 1) await gzip.write(noise(200_000, seed));
      await gzip.close();
    })();
    await expect(writing).rejects.toThrow('the place is broken');
    expect(place.isClosed).toBe(false);
  });

  test('abandons the place with it', async () => {
    const place = new KeptPlace();
    const gzip = new GzipPlace(place);
    await gzip.write(noise(10));
    await gzip.abandon();
    expect(place).toMatchObject({ isAbandoned: true, isClosed: false });
  });
});

describe('memory', () => {
  test('gives back what it was given', async () => {
    const place = MemoryPlace.open(10);
    const bytes = noise(5);
    await place.write(bytes);
    bytes.fill(0);
    await place.write(noise(5, 9));
    expect(new Uint8Array(await (await place.close()).arrayBuffer())).toEqual(concat([noise(5), noise(5, 9)]));
  });

  test('takes no file that may become too large', () => {
    expect(() => MemoryPlace.open(mostInMemory)).not.toThrow();
    expect(() => MemoryPlace.open(mostInMemory + 1)).toThrow(
      expect.objectContaining({
        code: 'too-large-for-memory',
        where: { expected: mostInMemory, found: mostInMemory + 1 },
      }),
    );
  });

  test('takes no more than that, whatever was said', async () => {
    const place = MemoryPlace.open(1);
    const write = async (): Promise<void> => {
      for (let count = 0; count <= mostInMemory / mebibyte; count += 1) await place.write(new Uint8Array(mebibyte));
    };
    await expect(write()).rejects.toMatchObject({ code: 'too-large-for-memory' });
  });
});

describe('a chosen file', () => {
  async function chosen(folder: FakeFolder): Promise<FilePlace> {
    return FilePlace.open(await folder.handle.getFileHandle('out', { create: true }), []);
  }

  test('has its content once it is closed, and not before', async () => {
    const folder = new FakeFolder();
    const place = await chosen(folder);
    await place.write(noise(9));
    expect(folder.files().get('out')).toHaveLength(0);
    expect(await place.close()).toBeNull();
    expect(folder.files().get('out')).toEqual(noise(9));
  });

  test.each([
    ['QuotaExceededError', 'disk-full'],
    ['NotAllowedError', 'output-refused'],
    ['InvalidStateError', 'output-failed'],
  ])('that fails with %s is told as %s', async (name, code) => {
    const folder = new FakeFolder({
      fault: (operation) => (operation === 'write' ? new DOMException('no', name) : undefined),
    });
    await expect((await chosen(folder)).write(noise(1))).rejects.toMatchObject({ code });
  });
});
