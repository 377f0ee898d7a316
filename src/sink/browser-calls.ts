// The calls to the browser for one file, one behind the other: how long it has owed an answer, and a way to wait no more. A
// call cannot be taken back; one that is given up may still be answered, and nobody listens.

export class BrowserCalls {
  #sinceMs: number | null = null;
  #refuse: ((reason: DOMException) => void) | null = null;
  #isGivenUp = false;

  /** How long the call under way has been waiting for its answer. */
  get waitingMs(): number {
    return this.#sinceMs === null ? 0 : performance.now() - this.#sinceMs;
  }

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** The call under way, and all to come, fail with a TimeoutError. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#refuse?.(timeout());
  }

  /** The answer to a call, unless it is given up before. */
  async answer<T>(call: Promise<T>): Promise<T> {
    if (this.#isGivenUp) {
      call.catch(() => undefined);
      throw timeout();
    }
    this.#sinceMs = performance.now();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#refuse = reject;
        call.then(resolve, reject);
      });
    } finally {
      this.#sinceMs = null;
      this.#refuse = null;
    }
  }
}

function timeout(): DOMException {
  return new DOMException('the browser does not answer', 'TimeoutError');
}
