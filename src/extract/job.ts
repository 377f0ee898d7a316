// Everything that one run works with.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { StepJournal } from '../journal/journal.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { Sink } from '../sink/sink.ts';
import type { Pacer } from './pacer.ts';
import type { RunControl } from './run-control.ts';
import type { RunReport } from './run-report.ts';
import type { RunChoices } from './worker-api.ts';

export interface Job {
  readonly source: JoinedSource;
  readonly index: ArchiveIndex;
  readonly plan: Plan;
  readonly sink: Sink;
  /** The same as the sink's: what was decoded is written, and its buffers come back. */
  readonly pool: BufferPool;
  readonly control: RunControl;
  readonly report: RunReport;
  readonly choices: RunChoices;
  readonly pacer: Pacer;
  /** Null for a run that cannot be gone on with once it was broken off: an output file is whole or nothing. */
  readonly journal: StepJournal | null;
}
