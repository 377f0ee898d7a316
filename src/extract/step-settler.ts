// What becomes of a step once it was handed over, or has failed: it is settled, in the report and the journal at once; it is
// left out, and told; what can be read of it is kept; or it is to be done again.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { StepJournal } from '../journal/step-journal.ts';
import type { Issue } from '../problems/issue.ts';
import type { FileResult, FileWriter, Sink } from '../sink/sink.ts';
import type { Attempt, Attempts } from './attempts.ts';
import type { DeliveredSteps } from './delivered-steps.ts';
import type { Job } from './job.ts';
import { keepDamaged } from './keep-damaged.ts';
import { issuesOf, type Recovery } from './recovery.ts';
import type { StepLedger } from './step-ledger.ts';
import type { Verdict } from './verdict.ts';

/** Of the steps that are run. */
export interface SettlerNeeds {
  readonly job: Job;
  readonly sink: Sink;
  readonly source: ByteSource;
  /** See `RunSteps`. */
  readonly again: ByteSource;
  readonly recovery: Recovery;
  readonly attempts: Attempts;
  /** Settled by the sink, and not yet by a look at its place. */
  readonly delivered: DeliveredSteps;
  /** Null for steps that are run as a whole. */
  readonly journal: StepJournal | null;
  /** Of such steps. */
  readonly ledger: StepLedger | null;
}

interface Failure {
  readonly error: unknown;
  /** What could not be removed of it. */
  readonly leftBehind: Issue | null;
  /** Of its damage, where it is what was to be kept of it that has failed. */
  readonly said?: readonly Issue[];
}

export class StepSettler {
  readonly #needs: SettlerNeeds;

  constructor(needs: SettlerNeeds) {
    this.#needs = needs;
  }

  /** @param file null for a directory */
  over(attempt: Attempt, { delivered, issue }: FileResult, file: FileWriter | null): void {
    const { beside } = this.#needs.job;
    this.#add(attempt, file, () => {
      // Not done, for the journal too: it is delivered with all that lies beside, or not at all.
      if (issue !== undefined && beside?.takes(issue) === true) beside.add(attempt);
      else this.#settle(attempt, delivered, issue === undefined ? [] : [issue]);
    });
  }

  /**
   * It is left out and told, or will be tried again.
   * @throws what ends the run
   */
  async failed(attempt: Attempt, { error, leftBehind, said = [] }: Failure): Promise<void> {
    const { job, recovery, attempts } = this.#needs;
    const { step, before, verdict: earlier, changes } = attempt;
    let verdict: Verdict | null;
    try {
      verdict = await recovery.judge(error, step.entry, { attempts: before, earlier, changes });
    } catch (end) {
      if (leftBehind !== null) job.report.issue(leftBehind);
      throw end;
    }
    if (job.control.signal.aborted) {
      // The run ends here, and this is why, perhaps. A later visit that goes on with it tries this step once more.
      for (const issue of issuesOf(verdict, leftBehind)) job.report.issue(issue);
      return;
    }
    if (verdict === null) {
      attempts.repeat({ ...attempt, before: before + 1 });
      return;
    }
    const told = [...said, ...issuesOf(verdict, leftBehind)];
    if (verdict.isKept) await this.#keep({ ...attempt, verdict }, told);
    else this.#settle(attempt, false, told);
  }

  /** What can be read of a damaged file goes under a name of its own. */
  async #keep(attempt: Attempt, said: readonly Issue[]): Promise<void> {
    const { job, sink, source, again } = this.#needs;
    const { step } = attempt;
    if (step.kind !== 'file') return;
    const kept = await keepDamaged(step, job, { sink, source, again, isGivenUp: said.some(isUnreadable) });
    if ('error' in kept) {
      await this.failed(attempt, { ...kept, said });
      return;
    }
    const { issue, file } = kept;
    this.#add(attempt, file, () => {
      if (issue !== null && job.beside?.takes(issue) === true) job.beside.add(attempt);
      else this.#settle(attempt, false, issue === null ? said : [...said, issue]);
    });
  }

  #add(attempt: Attempt, file: FileWriter | null, settle: () => void): void {
    const { delivered, attempts } = this.#needs;
    const repeat = (): void => {
      file?.release?.();
      attempts.repeat(attempt);
    };
    delivered.add({ changes: attempt.changes, settle, repeat });
  }

  /** To the report and the journal in one breath: neither knows what the other does not. */
  #settle({ step, number, counted }: Attempt, delivered: boolean, issues: readonly Issue[]): void {
    const { job, journal, ledger } = this.#needs;
    const { report } = job;
    if (ledger === null) for (const issue of issues) report.issue(issue);
    else ledger.settled(step, { delivered, issues });
    if (step.kind === 'file') report.settled(step.entry, counted, delivered);
    journal?.done(number, { delivered, issues });
  }
}

function isUnreadable(issue: Issue): boolean {
  return issue.kind === 'damaged' && issue.damage.what === 'unreadable';
}
