// An output file in memory, where a browser leaves nothing else. Small ones only.
import { ExtractError } from '../../problems/extract-error.ts';
import { BrowserCalls } from '../browser-calls.ts';
import type { Place } from './place.ts';

/** Bytes. */
export const mostInMemory = 256 * 1024 * 1024;

export class MemoryPlace implements Place {
  /** None: a Blob is made at once. */
  readonly calls = new BrowserCalls();
  #pieces: Blob[] = [];
  #size = 0;

  /** @throws ExtractError `too-large-for-memory` where the file may come to more than memory should hold */
  static open(needed: number): MemoryPlace {
    if (needed > mostInMemory)
      throw new ExtractError('too-large-for-memory', { expected: mostInMemory, found: needed });
    return new MemoryPlace();
  }

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    // A Blob is a copy, and one that the browser may put on disk.
    this.#pieces.push(new Blob([bytes]));
    this.#size += bytes.length;
    if (this.#size > mostInMemory)
      return Promise.reject(new ExtractError('too-large-for-memory', { expected: mostInMemory, found: this.#size }));
    return Promise.resolve();
  }

  /** There is no later visit to memory. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<Blob> {
    return Promise.resolve(new Blob(this.#pieces));
  }

  readBack(): Promise<Blob> {
    return this.close();
  }

  abandon(): Promise<null> {
    this.#pieces = [];
    return Promise.resolve(null);
  }
}
