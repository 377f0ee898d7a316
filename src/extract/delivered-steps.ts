// Steps that a place has taken which may become another one without a word: each is done once a look at the place, after it
// was taken, has found it to be what it was. Where it was another meanwhile, the step is to be done again.
import type { Lookout } from '../sink/sink.ts';

/** With the time between two saves of the journal, what a crash costs stays under a second. */
const lookEveryMs = 400;

interface Delivered {
  /** Of the lookout, when the step was begun. */
  readonly changes: number;
  /** It is there for good. */
  readonly settle: () => void;
  /** It may be anywhere. */
  readonly repeat: () => void;
}

export class DeliveredSteps {
  readonly #lookout: Lookout | null;
  readonly #waiting = new Set<Delivered>();
  /** By the calendar: the other clock may stand still while the computer sleeps. */
  #lookedMs = Date.now();

  constructor(lookout: Lookout | null) {
    this.#lookout = lookout;
  }

  /** To be kept with a step that is begun. */
  get changes(): number {
    return this.#lookout?.changes ?? 0;
  }

  get hasAny(): boolean {
    return this.#waiting.size > 0;
  }

  /** So much time has passed that a look is due, whether anything waits for it or not. */
  get isDue(): boolean {
    return this.#lookout !== null && Math.abs(Date.now() - this.#lookedMs) >= lookEveryMs;
  }

  /** At once where there is nothing to be found out. */
  add(step: Delivered): void {
    if (this.#lookout === null) step.settle();
    else this.#waiting.add(step);
  }

  /** @param look resolves when the place is what it was, perhaps after having been another */
  async confirm(look: () => Promise<void>): Promise<void> {
    // What is taken during the look waits for the next.
    const steps = [...this.#waiting];
    await look();
    this.#lookedMs = Date.now();
    for (const step of steps) {
      // Another look may have come before this one was over.
      if (!this.#waiting.delete(step)) continue;
      if (step.changes === this.changes) step.settle();
      else step.repeat();
    }
  }

  /**
   * Looks all the time that the work takes, also while that is paused or held. What is found amiss is not asked about here:
   * whoever does the work looks again before it goes on.
   */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const lookout = this.#lookout;
    if (lookout === null) return work();
    let isLooking = false;
    const look = async (): Promise<void> => {
      if (isLooking || !this.isDue) return;
      isLooking = true;
      await this.confirm(() => lookout.look()).catch(() => undefined);
      isLooking = false;
    };
    const timer = setInterval(() => void look(), lookEveryMs);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  }
}
