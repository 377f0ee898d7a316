// The threads that find out checksums for a run. They save time and nothing else: where there are none, or one does not
// answer, the run does the same by itself.
import { wholeLimit } from '../decode/inflate-whole.ts';
import type { ShortFile } from '../decode/short-file.ts';
import { groupSize } from './groups-ahead.ts';
import type { SumThreads, Sums } from './proof-ahead.ts';
import type { SumAnswer, SumOrder } from './sum-messages.ts';
import InlineWorker from './sum.worker.ts?worker&inline';

/** More would wait for the run's own thread, which reads and writes. */
const mostThreads = 3;
/** A thread takes milliseconds over a group; one that takes so long is none. */
const silentMs = 10_000;

/** Null where the browser has no threads to give, or may stand still over it. */
export function startSumThreads(): SumThreads | null {
  if (typeof Worker === 'undefined' || mayStandStill()) return null;
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

/**
 * Firefox (153) now and then does not return from `new Worker` within a worker, one time in some hundred: nothing catches that,
 * and no feature tells it beforehand. There the threads save a twentieth of the time.
 */
function mayStandStill(): boolean {
  return navigator.userAgent.includes('Firefox/');
}

class Threads implements SumThreads {
  readonly #threads: readonly SumThread[];
  #turn = 0;

  constructor(threads: readonly SumThread[]) {
    this.#threads = threads;
  }

  get count(): number {
    return this.#working.length;
  }

  get #working(): readonly SumThread[] {
    return this.#threads.filter(({ isOver }) => !isOver);
  }

  async sum(group: readonly ShortFile[]): Promise<Sums> {
    const working = this.#working;
    this.#turn = (this.#turn + 1) % Math.max(working.length, 1);
    return (await working[this.#turn]?.sum(group)) ?? group.map(() => null);
  }

  end(): void {
    for (const thread of this.#threads) thread.end();
  }
}

interface Waiting {
  /** Of the group. */
  readonly number: number;
  readonly settle: (sums: Sums | null) => void;
}

class SumThread {
  readonly #worker: Worker;
  /** Who waits for an answer, in the order in which they come. */
  readonly #waiting: Waiting[] = [];
  /** Buffers that are used again. */
  readonly #buffers: ArrayBuffer[] = [];
  /** So many it was given so far. */
  #groups = 0;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<SumAnswer>) => {
      this.#answered(data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.end();
    });
    worker.addEventListener('messageerror', () => {
      this.end();
    });
  }

  /** It says nothing any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Null where the thread is no more, or there is no room for what it is to work on. */
  sum(group: readonly ShortFile[]): Promise<Sums | null> {
    if (this.#isOver) return Promise.resolve(null);
    const forms = group.map(({ method, length, size }) => ({ method, length, size }));
    const number = this.#groups;
    try {
      const bytes = this.#gathered(group);
      const order: SumOrder = { number, bytes, forms };
      this.#worker.postMessage(order, [bytes.buffer]);
    } catch (error) {
      if (error instanceof RangeError) return Promise.resolve(null);
      throw error;
    }
    this.#groups += 1;
    return new Promise((settle) => {
      this.#waiting.push({ number, settle });
      if (this.#waiting.length === 1) this.#expectAnswer();
    });
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#worker.terminate();
    for (const { settle } of this.#waiting.splice(0)) settle(null);
  }

  /** A thread answers in the order in which it is asked. One that does not has lost a group, and proves nothing any more. */
  #answered({ number, sums, bytes }: SumAnswer): void {
    const [next] = this.#waiting;
    if (next?.number !== number) {
      this.end();
      return;
    }
    this.#waiting.shift();
    this.#buffers.push(bytes.buffer);
    next.settle(sums);
    this.#expectAnswer();
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
