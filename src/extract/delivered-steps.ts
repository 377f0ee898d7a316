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
  #waiting: Delivered[] = [];
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
    return this.#waiting.length > 0;
  }

  /** So much time has passed that a look is due, whether anything waits for it or not. */
  get isDue(): boolean {
    return this.#lookout !== null && Math.abs(Date.now() - this.#lookedMs) >= lookEveryMs;
  }

  /** At once where there is nothing to be found out. */
  add(step: Delivered): void {
    if (this.#lookout === null) step.settle();
    else this.#waiting.push(step);
  }

  /** @param look resolves when the place is what it was, perhaps after having been another */
  async confirm(look: () => Promise<void>): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      await look();
    } catch (error) {
      this.#waiting = [...waiting, ...this.#waiting];
      throw error;
    }
    this.#lookedMs = Date.now();
    for (const { changes, settle, repeat } of waiting)
      if (changes === this.changes) settle();
      else repeat();
  }
}
