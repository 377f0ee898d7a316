// What became of the steps that go into the archive beside the files, over all tries to make it. A step is known by itself:
// an archive may hold two entries of one path, of which one is damaged.
import type { Entry } from '../archive/entry.ts';
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { StepResult } from '../journal/step-journal.ts';
import type { RefusedStep } from './job.ts';
import type { RunReport } from './run-report.ts';
import type { StepLedger } from './step-ledger.ts';
import type { Verdict } from './verdict.ts';

type KeptDamaged = Extract<Issue, { readonly kind: 'kept-damaged' }>;

export class AsideLedger implements StepLedger {
  readonly #report: RunReport;
  readonly #known: ReadonlyMap<Step, RefusedStep>;
  readonly #results = new Map<Step, StepResult>();

  constructor(report: RunReport, steps: readonly RefusedStep[]) {
    this.#report = report;
    this.#known = new Map(steps.map((refused) => [refused.step, refused]));
  }

  countedOf(step: Step): number {
    return this.#known.get(step)?.counted ?? 0;
  }

  /** What an earlier try has told of the step is not told again. Of a piece that is kept in the archive, that is told when it is whole. */
  settled(step: Step, { delivered, issues }: StepResult): void {
    const told = (this.#results.get(step)?.issues ?? []).filter((issue) => !isPiece(issue));
    const untold = issues.filter((issue) => told.every(({ kind }) => kind !== issue.kind));
    for (const issue of untold) if (!isPiece(issue)) this.#report.issue(issue);
    this.#results.set(step, { delivered, issues: [...told, ...untold] });
  }

  verdictOf(step: Step): Verdict | null {
    const { issues } = this.#resultOf(step);
    const issue = issues.find(({ kind }) => kind === 'damaged');
    if (issue !== undefined && issues.some(isPiece)) return { issue, isKept: true };
    return this.#known.get(step)?.verdict ?? null;
  }

  /** What the user has given up while it was written: no other try is made of it. */
  giveUp(entry: Entry): void {
    const issue: Issue = { kind: 'damaged', path: entry.path, damage: { what: 'unreadable' } };
    for (const step of this.#known.keys())
      if (step.entry === entry) this.settled(step, { delivered: false, issues: [issue] });
  }

  /**
   * The archive is whole, or there is none.
   * @param archive its name
   * @returns what came of the step
   */
  conclude(step: Step, archive: string | null): StepResult {
    const { delivered, issues } = this.#resultOf(step);
    const pieces = archive === null ? [] : issues.filter(isPiece).map((issue) => ({ ...issue, archive }));
    for (const issue of pieces) this.#report.issue(issue);
    return { delivered, issues: [...issues.filter((issue) => !isPiece(issue)), ...pieces] };
  }

  isDelivered(step: Step): boolean {
    return this.#resultOf(step).delivered;
  }

  /** Nothing of it could be had, which is told, and would not be had by another try. */
  isLost(step: Step): boolean {
    const result = this.#results.get(step);
    return result !== undefined && !result.delivered && !result.issues.some(isPiece);
  }

  #resultOf(step: Step): StepResult {
    return this.#results.get(step) ?? { delivered: false, issues: [] };
  }
}

function isPiece(issue: Issue): issue is KeptDamaged {
  return issue.kind === 'kept-damaged';
}
