// C-14: streams that go on and on and give nothing. They come to their end, and a run that is cancelled is not held up by them.
import { describe, expect, test } from 'vitest';
import type { Entry, Unseal } from '../../src/archive/entry.ts';
import { longestChunk } from '../../src/archive/jps/header.ts';
import { MemorySource, type ByteSource } from '../../src/bytes/byte-source.ts';
import { decodeEntry } from '../../src/decode/decode-entry.ts';
import { wholeLimit } from '../../src/decode/inflate-whole.ts';
import { damage, decode, quiet } from '../archive/open-any.ts';
import { ByteWriter, concat } from '../support/byte-writer.ts';
import { storedBlock } from './deflate-bits.ts';

/** An empty stored block that is not the last. */
const emptyBlock = Uint8Array.of(0, 0, 0, 0xff, 0xff);
const last = storedBlock(Uint8Array.of(0x41));

/** As many empty blocks as fit, and then `A`. */
function slowStream(length: number): Uint8Array {
  const count = Math.floor((length - last.length) / emptyBlock.length);
  const blocks = new Uint8Array(count * emptyBlock.length);
  for (let at = 0; at < blocks.length; at += emptyBlock.length) blocks.set(emptyBlock, at);
  return concat([blocks, last]);
}

function entryOf(stream: Uint8Array): Entry {
  const span = { offset: 0, length: stream.length };
  return { path: 'slow', kind: 'file', size: 1, packedSize: stream.length, data: { in: 'deflate', span } };
}

/** Five million empty blocks. */
const long = slowStream(25_000_000);

/** More of them than anybody would wait for, from a source that takes its time as disks do. */
class EmptyBlocks implements ByteSource {
  readonly size = 2 ** 40;
  reads = 0;

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.reads += 1;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const start = offset % emptyBlock.length;
    return long.subarray(start, start + length);
  }
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

describe('C-14', () => {
  test('five million empty blocks are passed over, and what follows is given', async () => {
    expect(await decode(entryOf(long), new MemorySource(long))).toEqual(Uint8Array.of(0x41));
  });

  test('without an end they are damage', async () => {
    const endless = long.subarray(0, -last.length);
    expect(await damage(decode(entryOf(endless), new MemorySource(endless)))).toEqual({ what: 'broken-stream' });
  });

  test('in the middle of them a cancel is heard at once', async () => {
    const control = new AbortController();
    const source = new EmptyBlocks();
    const span = { offset: 0, length: source.size };
    const entry: Entry = { ...entryOf(long), packedSize: source.size, data: { in: 'deflate', span } };
    const given = decodeEntry(entry, source, { ...quiet, signal: control.signal });
    const first = given.next();
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    const before = source.reads;
    control.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    // Counted and not timed: a busy machine is slow.
    expect(source.reads - before).toBeLessThanOrEqual(1);
  });

  // What cannot be interrupted is short.
  test.each([
    ['the longest stream that is decoded in one go', slowStream(wholeLimit), false],
    ['the longest chunk of a JPS', slowStream(longestChunk), true],
  ])('%s takes no longer than a cancel may', async (_, stream, isChunk) => {
    const framed = new ByteWriter().u32(stream.length).u32(stream.length).bytes(stream).done();
    const span = { offset: 0, length: framed.length };
    const unseal: Unseal = (block) => block;
    const data = { in: 'chunks', span, deflated: true, unseal, unsealStart: null } as const;
    const entry: Entry = isChunk ? { ...entryOf(framed), data } : entryOf(stream);
    const source = new MemorySource(isChunk ? framed : stream);
    // The first time is the compiler's.
    await decode(entry, source);
    const times: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) times.push(await elapsed(() => decode(entry, source)));
    // The quickest: a busy machine is slow.
    expect(Math.min(...times)).toBeLessThan(200);
  });
});
