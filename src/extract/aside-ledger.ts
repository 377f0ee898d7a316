// What became of the steps that go into the archive beside the files, over all tries to make it. A step is known by itself:
// an archive may hold two entries of one path, of which one is damaged.
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { StepResult } from '../journal/step-journal.ts';
import type { RefusedStep } from './job.ts';
import type { RunReport } from './run-report.ts';
import type { StepLedger } from './step-run.ts';

export class AsideLedger implements StepLedger {
  readonly #report: RunReport;
  readonly #counted: ReadonlyMap<Step, number>;
  readonly #results = new Map<Step, StepResult>();

  constructor(report: RunReport, steps: readonly RefusedStep[]) {
    this.#report = report;
    this.#counted = new Map(steps.map(({ step, counted }) => [step, counted]));
  }

  countedOf(step: Step): number {
    return this.#counted.get(step) ?? 0;
  }

  /** What an earlier try has told of the step is not told again. */
  settled(step: Step, { delivered, issues }: StepResult): void {
    const told = this.#results.get(step)?.issues ?? [];
    const isNew = (issue: Issue): boolean => told.every(({ kind }) => kind !== issue.kind);
    const untold = issues.filter(isNew);
    for (const issue of untold) this.#report.issue(issue);
    this.#results.set(step, { delivered, issues: [...told, ...untold] });
  }

  /** Null before it is settled. */
  resultOf(step: Step): StepResult | null {
    return this.#results.get(step) ?? null;
  }

  /** It could not be had, which is told, and would not be had by another try. */
  isLost(step: Step): boolean {
    return this.#results.get(step)?.delivered === false;
  }
}
