// Where archives go in tests: into memory, or nowhere but for what is not zeros.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Output } from '../../../src/pack/packer.ts';
import { concat } from '../../support/byte-writer.ts';
import { SparseSource, type Island } from '../../support/sparse-source.ts';

/** Copies a little late: bytes that their owner takes back too soon come out wrong. */
export class MemoryOutput implements Output {
  readonly #pieces: Uint8Array[] = [];
  writing = 0;
  mostWriting = 0;

  async write(bytes: Uint8Array): Promise<void> {
    this.writing += 1;
    this.mostWriting = Math.max(this.mostWriting, this.writing);
    await Promise.resolve();
    this.#pieces.push(bytes.slice());
    this.writing -= 1;
  }

  bytes(): Uint8Array {
    return concat(this.#pieces);
  }
}

/** Data that costs nothing to write: a SparseOutput knows it by its buffer. */
export const zeros = new Uint8Array(16 * 1024 * 1024);

/** Keeps all but `zeros` and where it was. */
export class SparseOutput implements Output {
  readonly islands: Island[] = [];
  size = 0;

  write(bytes: Uint8Array): Promise<void> {
    if (bytes.buffer !== zeros.buffer) this.islands.push({ offset: this.size, bytes: bytes.slice() });
    this.size += bytes.length;
    return Promise.resolve();
  }

  source(): SparseSource {
    return new SparseSource(this.size, this.islands);
  }

  /** With holes for the zeros, where the file system has such. */
  saveAs(file: string): void {
    const descriptor = openSync(file, 'w');
    ftruncateSync(descriptor, this.size);
    for (const { offset, bytes } of this.islands) writeSync(descriptor, bytes, 0, bytes.length, offset);
    closeSync(descriptor);
  }
}
