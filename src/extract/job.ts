// Everything that one run works with.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { StepJournal } from '../journal/step-journal.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Plan, Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { Sink } from '../sink/sink.ts';
import type { Pacer } from './pacer.ts';
import type { SumThreads } from './proof-ahead.ts';
import type { WorkControl } from './run-control.ts';
import type { RunReport } from './run-report.ts';
import type { Verdict } from './verdict.ts';
import type { RunManner } from './worker-api.ts';

export interface Job {
  readonly source: JoinedSource;
  readonly index: ArchiveIndex;
  readonly plan: Plan;
  readonly sink: Sink;
  /** Takes what the sink refuses for its name; null where that is left out. */
  readonly beside: Beside | null;
  /** The same as the sink's: what was decoded is written, and its buffers come back. */
  readonly pool: BufferPool;
  readonly control: WorkControl;
  readonly report: RunReport;
  readonly choices: RunManner;
  readonly pacer: Pacer;
  /** Threads that share the work of an archive in the making; null where there are none to be had. */
  readonly startSumThreads: () => SumThreads | null;
  /** Null for a run that cannot be gone on with once it was broken off: a test, or a file that is whole or nothing. */
  readonly journal: StepJournal | null;
}

export interface RefusedStep {
  readonly step: Step;
  /** Its place in the plan. */
  readonly number: number;
  /** Bytes of it that the report has counted. */
  readonly counted: number;
  /** What was said of its damage, where it is to be kept in part. */
  readonly verdict: Verdict | null;
}

/** A second place, beside the sink (aside.ts). */
export interface Beside {
  /** Is what the sink refused for this reason delivered here? */
  takes(issue: Issue): boolean;
  /** Takes a step that the sink has refused. */
  add(refused: RefusedStep): void;
  /**
   * Delivers all that it has, if it has anything.
   * @throws ExtractError where that cannot be completed; the reason of a stop
   */
  deliver(job: Job, source: ByteSource): Promise<void>;
}
