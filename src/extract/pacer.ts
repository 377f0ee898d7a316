// Gentle mode: work in steps with a rest between them, for computers that have other things to do. A step lasts at most so
// long, and the next does not begin before the least time is over: 5 and 1 make a fifth of the time work.
import type { Pace } from './worker-api.ts';

export class Pacer {
  readonly #pace: Pace | null;
  readonly #signal: AbortSignal;
  #startedMs = performance.now();
  #isResting = false;

  constructor(pace: Pace | null, signal: AbortSignal) {
    this.#pace = pace;
    this.#signal = signal;
  }

  get isResting(): boolean {
    return this.#isResting;
  }

  /** Has the step under way lasted as long as it may? */
  get isStepOver(): boolean {
    return this.#pace !== null && performance.now() - this.#startedMs >= this.#pace.maxStepMs;
  }

  /** Waits for what is left of the least time, and begins the next step. A run that ends does not wait. */
  async rest(): Promise<void> {
    const leftMs = (this.#pace?.minStepMs ?? 0) - (performance.now() - this.#startedMs);
    this.#isResting = true;
    if (leftMs > 0 && !this.#signal.aborted) await waitOr(this.#signal, leftMs);
    this.#isResting = false;
    this.#startedMs = performance.now();
  }
}

function waitOr(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over);
  });
}
