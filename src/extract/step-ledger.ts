import type { StepResult } from '../journal/step-journal.ts';
import type { Step } from '../plan/make-plan.ts';
import type { Verdict } from './verdict.ts';

/** Steps that come to one whole: what stands of them, over all tries, is known there alone. */
export interface StepLedger {
  /** Bytes of a step that the report has counted already. */
  countedOf(step: Step): number;
  /** Tells the issues too. */
  settled(step: Step, result: StepResult): void;
  /** What was said of its damage in an earlier try, and stands; null where nothing was. */
  verdictOf(step: Step): Verdict | null;
}
