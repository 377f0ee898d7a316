// The threads that find out checksums for a run. They save time and nothing else: where there are none, or one does not
// answer, the run does the same by itself.
import { wholeLimit } from '../decode/inflate-whole.ts';
import type { ShortFile } from '../decode/short-file.ts';
import { groupSize, type SumThreads, type Sums } from './proof-ahead.ts';
import InlineWorker from './sum.worker.ts?worker&inline';

/** More would wait for the run's own thread, which reads and writes. */
const mostThreads = 3;
/** A thread takes milliseconds over a group; one that takes so long is none. */
const silentMs = 10_000;

/** Null where the browser has no threads to give. */
export function startSumThreads(): SumThreads | null {
  if (typeof Worker === 'undefined') return null;
  const wanted = Math.min(navigator.hardwareConcurrency - 1, mostThreads);
  const threads: SumThread[] = [];
  try {
    while (threads.length < wanted) threads.push(new SumThread(new InlineWorker()));
  } catch {
    // A policy of whoever serves the page may forbid it.
    for (const thread of threads) thread.end();
    return null;
  }
  return threads.length === 0 ? null : new Threads(threads);
}

class Threads implements SumThreads {
  readonly count: number;
  readonly #threads: readonly SumThread[];
  #turn = 0;

  constructor(threads: readonly SumThread[]) {
    this.count = threads.length;
    this.#threads = threads;
  }

  async sum(group: readonly ShortFile[]): Promise<Sums> {
    this.#turn = (this.#turn + 1) % this.count;
    return (await this.#threads[this.#turn]?.sum(group)) ?? group.map(() => null);
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }
}

interface Answer {
  readonly sums: Sums;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

class SumThread {
  readonly #worker: Worker;
  /** Who waits for an answer, in the order in which they come. */
  readonly #waiting: ((sums: Sums | null) => void)[] = [];
  /** Buffers that are used again. */
  readonly #buffers: ArrayBuffer[] = [];
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      this.#buffers.push(data.bytes.buffer);
      this.#waiting.shift()?.(data.sums);
      this.#expectAnswer();
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.end();
    });
    worker.addEventListener('messageerror', () => {
      this.end();
    });
  }

  /** Null where the thread is no more, or there is no room for what it is to work on. */
  sum(group: readonly ShortFile[]): Promise<Sums | null> {
    if (this.#isOver) return Promise.resolve(null);
    const forms = group.map(({ method, length, size }) => ({ method, length, size }));
    try {
      const bytes = this.#gathered(group);
      this.#worker.postMessage({ bytes, forms }, [bytes.buffer]);
    } catch (error) {
      if (error instanceof RangeError) return Promise.resolve(null);
      throw error;
    }
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) this.#expectAnswer();
    });
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#worker.terminate();
    for (const settle of this.#waiting.splice(0)) settle(null);
  }

  /** To the group that it works on now, if there is one. */
  #expectAnswer(): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length === 0) return;
    this.#timer = setTimeout(() => {
      this.end();
    }, silentMs);
  }

  /** A copy, one file behind the other: the bytes themselves are still to be written. */
  #gathered(group: readonly ShortFile[]): Uint8Array<ArrayBuffer> {
    const size = group.reduce((sum, { length }) => sum + length, 0);
    const bytes = new Uint8Array(this.#buffers.pop() ?? new ArrayBuffer(groupSize + wholeLimit), 0, size);
    let end = 0;
    for (const { packed, length } of group) {
      bytes.set(packed, end);
      end += length;
    }
    return bytes;
  }
}
