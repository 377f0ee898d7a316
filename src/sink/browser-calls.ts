// The calls to the browser for one thing, one behind the other or within each other: how long it has owed an answer, and a way
// to wait no more. A call cannot be taken back; one that is given up may still be answered, and nobody listens but who takes back what it made.
import { isOverWithin } from './is-over-within.ts';

/** A browser that owes one answer may give others: so long is waited for them where it is given up. */
const graceMs = 1000;

/** Something for which the browser may owe answers. */
export interface Owed {
  /** How long it has owed one, for whatever it has owed one longest. */
  readonly longestWaitMs: number;
  /** Waits no more for what has been owed for so long. */
  giveUp(waitingMs: number): void;
}

export class BrowserCalls {
  #sinceMs: number | null = null;
  #refuse: ((reason: DOMException) => void) | null = null;
  #isGivenUp = false;
  readonly #onGivenUp: (() => void)[] = [];

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
    for (const call of this.#onGivenUp.splice(0)) call();
    this.#refuse?.(timeout());
  }

  /** Calls back where, and as soon as, this is given up: for what must not wait until the browser answers after all. */
  onGivenUp(call: () => void): void {
    if (this.#isGivenUp) call();
    else this.#onGivenUp.push(call);
  }

  /** The answer to a call, unless it is given up before. */
  async answer<T>(call: Promise<T>): Promise<T> {
    if (this.#isGivenUp) {
      call.catch(() => undefined);
      throw timeout();
    }
    const around = this.#refuse;
    this.#sinceMs = performance.now();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#refuse = (reason) => {
          reject(reason);
          around?.(reason);
        };
        call.then(resolve, reject);
      });
    } finally {
      // What it was made within has its own time from here on.
      this.#sinceMs = around === null ? null : performance.now();
      this.#refuse = around;
    }
  }

  /**
   * What several calls come to that are made as one, with `heard` between them, and that undo what they did where they fail.
   * @param takeBack undoes what they come to when nobody waits any more; a moment is waited for that
   * @param onLeft told where it is not undone by then: later on, nobody is left to be told
   */
  async result<T>(
    work: Promise<T>,
    takeBack: (late: T) => Promise<unknown>,
    onLeft: () => void = () => undefined,
  ): Promise<T> {
    try {
      return await this.answer(work);
    } catch (error) {
      if (this.#isGivenUp) {
        const undone = work.then(takeBack).catch(() => undefined);
        if (!(await isOverWithin(graceMs, undone))) onLeft();
      }
      throw error;
    }
  }

  /** Waits for an undoing, which goes on in any case. False where it is given up, and not over a moment later either. */
  async isOver(undoing: Promise<unknown>): Promise<boolean> {
    const undone = undoing.catch(() => undefined);
    await this.answer(undone).catch(() => undefined);
    return !this.#isGivenUp || isOverWithin(graceMs, undone);
  }

  /** What to say of an error, for which the browser may be asked more; where that is given up, it has not answered. */
  async judged<T>(error: unknown, judge: (thrown: unknown) => Promise<T>): Promise<T> {
    const judged = judge(error);
    return (await this.isOver(judged)) ? judged : judge(timeout());
  }

  /** The browser has answered one of several calls. @throws TimeoutError where nobody waits for the others any more */
  heard(): void {
    if (this.#isGivenUp) throw timeout();
    if (this.#sinceMs !== null) this.#sinceMs = performance.now();
  }

  /** Does the work, which loses nothing where it is given up: that is done as soon as it is stopped. */
  async until<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const giveUp = (): void => {
      this.giveUp();
    };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }
}

/** One thing alone. */
export function owedFor(calls: BrowserCalls): Owed {
  return {
    get longestWaitMs() {
      return calls.waitingMs;
    },
    giveUp(waitingMs) {
      if (calls.waitingMs >= waitingMs) calls.giveUp();
    },
  };
}

function timeout(): DOMException {
  return new DOMException('the browser does not answer', 'TimeoutError');
}
