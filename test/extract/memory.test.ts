// Archives larger than any memory. What is counted is bytes alive: those read at once, and those handed over and not yet
// written. The memory of the test's own process would say nothing.
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkRange, type ByteSource } from '../../src/bytes/byte-source.ts';
import type { DirectorySink } from '../../src/sink/directory-sink.ts';
import { NullFolder } from '../sink/null-folder.ts';
import { sinkOn } from '../sink/stage.ts';
import { singlePart } from '../support/parted-source.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { prepare, start } from './run.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;

/** A head, and zeros behind it: one block of them, handed out again and again. */
class ZerosBehind implements ByteSource {
  readonly size: number;
  longestRead = 0;
  readonly #head: Uint8Array;
  readonly #zeros = new Uint8Array(8 * mebibyte);

  constructor(head: Uint8Array, zeroCount: number) {
    this.#head = head;
    this.size = head.length + zeroCount;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    this.longestRead = Math.max(this.longestRead, length);
    const isBehind = offset >= this.#head.length && length <= this.#zeros.length;
    if (isBehind) return Promise.resolve(this.#zeros.subarray(0, length));
    const bytes = new Uint8Array(length);
    bytes.set(this.#head.subarray(offset, offset + length));
    return Promise.resolve(bytes);
  }
}

/** A stored file of so many zeros, whose data is still to be added. */
function zeros(path: string, size: number): JpaEntry {
  const wide = { packedSize: size, size };
  return { path, store: true, wideSizes: wide, fields: { packedSize: 0xffffffff, size: 0xffffffff } };
}

function nullSink(): { folder: NullFolder; sink: DirectorySink } {
  const folder = new NullFolder();
  return { folder, sink: sinkOn(folder) };
}

test('a single entry of 6 GB streams through in pieces', { timeout: 60_000 }, async () => {
  const size = 6 * gibibyte + 1;
  const totals = { size, packedSize: size };
  const head = writeJpa({ entries: [zeros('database.sql', size)], version: '1.3', wideTotals: totals });
  const source = new ZerosBehind(head, size);
  const { folder, sink } = nullSink();
  const run = start(await prepare(singlePart(source)), sink);
  expect(await run.end).toEqual({ error: null });
  expect(folder.bytesWritten).toBe(size);
  expect(folder.peakBytesInWrites).toBeLessThanOrEqual(32 * mebibyte);
  expect(source.longestRead).toBeLessThanOrEqual(4 * mebibyte);
  expect(run.report.facts).toMatchObject({ filesWritten: 1, bytesWritten: size, issues: [] });
});

test('a disk that writes nothing for a while is waited for', async () => {
  const size = 256 * mebibyte;
  const source = new ZerosBehind(writeJpa({ entries: [zeros('a', size)] }), size);
  const { folder, sink } = nullSink();
  folder.writing.hold();
  const run = start(await prepare(singlePart(source)), sink);
  const passed = async (): Promise<number> => {
    for (let turn = 0; turn < 200; turn += 1)
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    await run.report.end();
    return run.updates.at(-1)?.bytesDone ?? 0;
  };
  expect(await passed()).toBe(8 * mebibyte);
  folder.writing.letGo(1);
  expect(await passed()).toBe(9 * mebibyte);
  folder.writing.letGo();
  expect(await run.end).toEqual({ error: null });
  expect(folder.bytesWritten).toBe(size);
});

test('a file that is packed a thousand times smaller is inflated in pieces', async () => {
  const size = 32 * mebibyte;
  const packed = new Uint8Array(deflateRawSync(new Uint8Array(size)));
  const entry = { path: 'bomb', fields: { data: packed, size, compression: 1 } };
  const { folder, sink } = nullSink();
  const run = start(await prepare(singlePart(writeJpa({ entries: [entry] }))), sink);
  expect(await run.end).toEqual({ error: null });
  expect(folder.bytesWritten).toBe(size);
  expect(folder.peakBytesInWrites).toBeLessThanOrEqual(mebibyte);
});

test('and one that gives more than it states is stopped there', async () => {
  const packed = new Uint8Array(deflateRawSync(new Uint8Array(64 * mebibyte)));
  const entry = { path: 'bomb', fields: { data: packed, size: 5 * mebibyte, compression: 1 } };
  const { folder, sink } = nullSink();
  const run = start(await prepare(singlePart(writeJpa({ entries: [entry] }))), sink);
  await run.end;
  expect(folder.bytesWritten).toBeLessThanOrEqual(5 * mebibyte);
  expect(folder.fileCount).toBe(0);
  expect(run.report.facts.issues).toMatchObject([{ kind: 'damaged', damage: { what: 'too-long' } }]);
});
