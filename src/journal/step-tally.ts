// What the steps done so far have come to, over all visits: which they are, what they suffered, how many files and bytes, and
// what nobody is to be asked again.
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { SaidOfAll } from './said-of-all.ts';
import type { RunSoFar } from './saved-run.ts';
import type { StepResult } from './step-journal.ts';
import { StepRanges, type StepRange } from './step-ranges.ts';

type StepCounts = Pick<RunSoFar, 'filesDone' | 'bytesDone' | 'filesWritten' | 'bytesWritten'>;

export class StepTally {
  readonly done: StepRanges;
  readonly #steps: readonly Step[];
  readonly #issues: Issue[];
  readonly #saidOfAll: SaidOfAll[];
  readonly #earlierMs: number;
  readonly #openedMs = performance.now();
  #counts: StepCounts;

  /**
   * @param steps of the plan
   * @param earlier what earlier visits came to, and which steps they did
   */
  constructor(steps: readonly Step[], earlier: RunSoFar & { readonly done: readonly StepRange[] }) {
    this.#steps = steps;
    this.done = new StepRanges(earlier.done);
    this.#issues = [...earlier.issues];
    this.#saidOfAll = [...earlier.saidOfAll];
    this.#earlierMs = earlier.elapsedMs;
    this.#counts = earlier;
  }

  /** A copy, as of now. */
  get soFar(): RunSoFar {
    const { filesDone, bytesDone, filesWritten, bytesWritten } = this.#counts;
    const elapsedMs = this.#earlierMs + performance.now() - this.#openedMs;
    const [issues, saidOfAll] = [[...this.#issues], [...this.#saidOfAll]];
    return { filesDone, bytesDone, filesWritten, bytesWritten, elapsedMs, issues, saidOfAll };
  }

  /** A step counts once. */
  add(step: number, { delivered, issues }: StepResult): void {
    const planned = this.#steps[step];
    if (planned === undefined || this.done.has(step)) return;
    this.done.add(step);
    this.#issues.push(...issues);
    if (planned.kind !== 'file') return;
    const { filesDone, bytesDone, filesWritten, bytesWritten } = this.#counts;
    const { size } = planned.entry;
    this.#counts = {
      filesDone: filesDone + 1,
      bytesDone: bytesDone + size,
      filesWritten: filesWritten + (delivered ? 1 : 0),
      bytesWritten: bytesWritten + (delivered ? size : 0),
    };
  }

  /** Of the archive as a whole, not of a step. */
  tell(issue: Issue): void {
    this.#issues.push(issue);
  }

  said(said: SaidOfAll): void {
    this.#saidOfAll.push(said);
  }
}
