// Which step of the plan is next: one that is to be done again, or the first that nobody has done yet.
import type { StepJournal } from '../journal/step-journal.ts';
import type { Step } from '../plan/make-plan.ts';
import type { StepLedger } from './step-ledger.ts';
import type { Verdict } from './verdict.ts';

/** A step on its way, over all tries. */
export interface Attempt<S extends Step = Step> {
  readonly step: S;
  /** Its place in the plan, by which the journal knows it. */
  readonly number: number;
  /** How often it was tried before. */
  readonly before: number;
  /** Bytes of it that the report has counted. */
  readonly counted: number;
  /** See `DeliveredSteps`. */
  readonly changes: number;
  /** What was said of its damage when it was tried before, and stands; null where nothing was. */
  readonly verdict: Verdict | null;
}

export class Attempts {
  readonly #steps: readonly Step[];
  readonly #journal: StepJournal | null;
  readonly #ledger: StepLedger | null;
  readonly #again: Attempt[] = [];
  #next = 0;

  /**
   * @param journal knows which steps earlier visits have done; null where there were none
   * @param ledger knows what earlier tries of all of them have come to; null where there were none
   */
  constructor(steps: readonly Step[], journal: StepJournal | null, ledger: StepLedger | null) {
    this.#steps = steps;
    this.#journal = journal;
    this.#ledger = ledger;
  }

  repeat(attempt: Attempt): void {
    this.#again.push(attempt);
  }

  /** Null where there is none to be begun just now. In the order of the plan, as the archive is best read forwards. */
  next(): Attempt | null {
    return this.#again.sort((a, b) => b.number - a.number).pop() ?? this.#first();
  }

  #first(): Attempt | null {
    while (this.#journal?.isDone(this.#next) === true) this.#next += 1;
    const number = this.#next;
    const step = this.#steps[number];
    if (step === undefined) return null;
    this.#next += 1;
    const counted = this.#ledger?.countedOf(step) ?? this.#journal?.soFarOf(number)?.proved ?? 0;
    return { step, number, before: 0, counted, changes: 0, verdict: this.#ledger?.verdictOf(step) ?? null };
  }
}
