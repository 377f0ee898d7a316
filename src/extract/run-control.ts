// Pause, resume and cancel: the page's hand on a run. The run asks at every entry whether it may go on.

export class RunControl {
  readonly #abort = new AbortController();
  #resume: (() => void) | null = null;
  #paused: Promise<void> | null = null;

  /** Aborted with an AbortError on cancel, and with the error itself when the run cannot go on. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isPaused(): boolean {
    return this.#paused !== null;
  }

  pause(): void {
    // A run that is ending must not be held up.
    if (this.signal.aborted) return;
    this.#paused ??= new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume?.();
    this.#resume = null;
    this.#paused = null;
  }

  cancel(): void {
    this.stop(new DOMException('cancelled', 'AbortError'));
  }

  /** Ends the run with this reason; the first one counts. */
  stop(reason: unknown): void {
    this.#abort.abort(reason);
    this.resume();
  }

  /** Waits while paused. @throws the reason of a stop */
  async gate(): Promise<void> {
    while (this.#paused !== null) await this.#paused;
    this.#abort.signal.throwIfAborted();
  }
}
