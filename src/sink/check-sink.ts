// Takes everything and writes nothing: where a test reads to. What it keeps of every file is its SHA-256.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { Sha256 } from '../bytes/sha256.ts';
import type { EntrySums } from '../listing/entry-sums.ts';
import type { FileResult, FileWriter, NewFile, Sink } from './sink.ts';

/** Sums under way, each with the browser's copy of a small file. */
const mostUnderWay = 16;

const taken: FileResult = { delivered: true };

export interface CheckSinkOptions {
  /** Takes back the buffers of bytes that are counted in. */
  readonly pool: BufferPool;
  readonly sums: EntrySums;
}

export class CheckSink implements Sink {
  readonly takes = 'unproved';
  readonly canRetry = true;
  readonly lookout = null;
  readonly isNowhere = true;
  /** It takes them as all else: their targets are read. */
  readonly hasLinks = true;
  readonly closingCount = 0;
  readonly longestWaitMs = 0;
  readonly #options: CheckSinkOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: CheckSinkOptions) {
    this.#options = options;
  }

  makeDirectory(): Promise<FileResult> {
    return Promise.resolve(taken);
  }

  addLink(): Promise<FileResult> {
    return Promise.resolve(taken);
  }

  async startFile({ entry }: NewFile): Promise<FileWriter> {
    while (this.#underWay.size >= mostUnderWay) await Promise.race(this.#underWay);
    const { pool, sums } = this.#options;
    const sum = new Sha256(entry.size);
    return {
      write: (bytes) => {
        sum.add(bytes);
        pool.give(bytes);
        return Promise.resolve(true);
      },
      finish: async () => {
        sums.keep(entry, await this.#follow(sum.digest()));
        return taken;
      },
      discard: () => Promise.resolve(null),
    };
  }

  giveUp(): void {
    // Nobody is waited for.
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  end(): Promise<null> {
    return Promise.resolve(null);
  }

  abandon(): Promise<null> {
    return Promise.resolve(null);
  }

  #follow(digest: Promise<Uint8Array>): Promise<Uint8Array> {
    const over: Promise<Uint8Array> = digest.finally(() => this.#underWay.delete(over));
    this.#underWay.add(over);
    return over;
  }
}
