// An entry past 4 GiB, and members behind it, from a source that is mostly zeros to a file that is mostly holes.
import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { Packer } from '../../src/pack/packer.ts';
import { TarWriter } from '../../src/pack/tar/tar-writer.ts';
import { ZipWriter } from '../../src/pack/zip/zip-writer.ts';
import { BrowserCalls } from '../../src/sink/browser-calls.ts';
import { PackSink } from '../../src/sink/pack-sink.ts';
import { BatchedOutput } from '../../src/sink/place/batched-output.ts';
import type { Place } from '../../src/sink/place/place.ts';
import { toolOrSkip } from '../support/archive-tools.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';
import { SparseSource } from '../support/sparse-source.ts';
import { writeJpaEntity, writeJpaHeader, type JpaEntry } from '../support/write-jpa.ts';
import { prepare, start } from './run.ts';

const run = promisify(execFile);
const size = 2 ** 32 + 5;
const zeros = Buffer.alloc(1024 * 1024);

/** A file on disk with holes where zeros belong. */
class SparsePlace implements Place {
  readonly calls = new BrowserCalls();
  readonly #file: FileHandle;
  #size = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const isHole = zeros.compare(bytes, 0, bytes.length, 0, bytes.length) === 0;
    if (!isHole) await this.#file.write(bytes, 0, bytes.length, this.#size);
    this.#size += bytes.length;
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  async close(): Promise<null> {
    await this.#file.truncate(this.#size);
    return null;
  }

  readBack(): Promise<Blob> {
    return Promise.reject(new Error('nobody asks for it'));
  }

  abandon(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** A stored file of zeros with a mark at its very end, and a small one behind it. */
function source(): SparseSource {
  const big: JpaEntry = { path: 'dump.sql', store: true, wideSizes: { packedSize: size, size }, fields: { data: '' } };
  const small: JpaEntry = { path: 'small.txt', content: 'behind it' };
  const totals = { size: size + 9, packedSize: size + 11 };
  const head = concat([
    writeJpaHeader({ entries: [big, small], version: '1.3', wideTotals: totals }),
    writeJpaEntity({ ...big, fields: { data: '', packedSize: 0xffffffff, size: 0xffffffff } }),
  ]);
  const tail = concat([Buffer.from('END'), writeJpaEntity(small)]);
  return new SparseSource(head.length + size - 3 + tail.length, [
    { offset: 0, bytes: head },
    { offset: head.length + size - 3, bytes: tail },
  ]);
}

async function packedOnDisk(packerOf: (output: BatchedOutput) => Packer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unstow-large-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'archive');
  const file = await open(path, 'w');
  const place = new SparsePlace(file);
  const output = new BatchedOutput(place);
  const sink = new PackSink({ packer: packerOf(output), output, place, pool: new BufferPool(), nowMs: 0 });
  const { end, report } = start(await prepare(singlePart(source())), sink);
  expect(await end).toEqual({ error: null });
  await file.close();
  expect(report.facts).toMatchObject({ filesWritten: 2, bytesWritten: size + 9 });
  return path;
}

test('as .zip is whole to unzip and to bsdtar', { timeout: 300_000 }, async () => {
  const [unzip, bsdtar] = [toolOrSkip('unzip', 'unzip'), toolOrSkip('bsdtar', 'libarchive-tools')];
  const path = await packedOnDisk((output) => new ZipWriter(output));
  expect((await run(unzip, ['-t', path])).stdout).toContain('No errors detected');
  expect((await run(bsdtar, ['-tvf', path])).stdout).toContain(`${size} `);
});

test('as .tar is whole to GNU tar and to bsdtar', { timeout: 300_000 }, async () => {
  const [tar, bsdtar] = [toolOrSkip('tar', 'tar'), toolOrSkip('bsdtar', 'libarchive-tools')];
  const path = await packedOnDisk((output) => new TarWriter(output));
  for (const program of [tar, bsdtar]) {
    const { stdout } = await run(program, ['-tvf', path]);
    expect(stdout).toContain(`${size} `);
    expect((await run(program, ['-xOf', path, 'small.txt'])).stdout).toBe('behind it');
  }
});
