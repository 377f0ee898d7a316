// Runs archives through extract() in tests, with everything of the run at hand.
import { openArchive } from '../../src/archive/open-archive.ts';
import type { ArchiveIndex } from '../../src/archive/entry.ts';
import type { RunUpdate } from '../../src/extract/events.ts';
import { extract } from '../../src/extract/extract.ts';
import { Pacer } from '../../src/extract/pacer.ts';
import type { SumThreads } from '../../src/extract/proof-ahead.ts';
import { RunControl } from '../../src/extract/run-control.ts';
import type { Hold } from '../../src/extract/hold.ts';
import { RunReport } from '../../src/extract/run-report.ts';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { JoinedSource } from '../../src/parts/joined-source.ts';
import { makePlan, type Plan } from '../../src/plan/make-plan.ts';
import type { Issue } from '../../src/problems/issue.ts';
import type { DirectorySink } from '../../src/sink/directory-sink.ts';
import type { Sink } from '../../src/sink/sink.ts';
import { sinkOn } from '../sink/stage.ts';
import type { FakeFolder } from '../support/fake-folder.ts';
import { usual } from './session-files.ts';
import { singlePart } from '../support/parted-source.ts';
import { sumsHere } from '../support/sums-here.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';

export interface Prepared {
  readonly source: JoinedSource;
  readonly index: ArchiveIndex;
  readonly plan: Plan;
  /** Left out, the work is done without threads all the same. */
  readonly startSumThreads?: () => SumThreads | null;
}

export async function prepare(source: JoinedSource, password: string | null = null): Promise<Prepared> {
  const progress = { signal: new AbortController().signal, onProgress: () => undefined };
  const opened = await openArchive(source, progress);
  const index = opened.state === 'open' ? opened.index : await opened.unlock(password ?? '', progress);
  return { source, index, plan: makePlan(index) };
}

/** A JPA archive of these entries, opened and planned. */
export function prepareJpa(entries: readonly JpaEntry[]): Promise<Prepared> {
  return prepare(singlePart(writeJpa({ entries })));
}

export interface Run {
  readonly control: RunControl;
  readonly report: RunReport;
  readonly updates: readonly RunUpdate[];
  /** The run's end; a rejection is a value here, so that nobody must be waiting for it. */
  readonly end: Promise<{ readonly error: Error | null }>;
}

export function start(
  { source, index, plan, startSumThreads = sumsHere }: Prepared,
  sink: Sink,
  control = new RunControl(),
  choices = usual,
): Run {
  const updates: RunUpdate[] = [];
  const report = new RunReport(source, { runId: null, files: plan.fileCount, size: plan.size }, (update) => {
    updates.push(update);
  });
  const pacer = new Pacer(choices.pace, control.signal);
  report.start(() => ({
    isPaused: control.isPaused,
    held: control.held,
    isResting: pacer.isResting,
    closingCount: 0,
  }));
  const end = extract({
    source,
    index,
    plan,
    sink,
    beside: null,
    pool: new BufferPool(),
    control,
    report,
    choices,
    pacer,
    startSumThreads,
    journal: null,
  })
    .then(
      () => ({ error: null }),
      (thrown: unknown) => ({ error: thrown instanceof Error ? thrown : new Error('no error was thrown') }),
    )
    .finally(() => report.end());
  return { control, report, updates, end };
}

/** Waits until the run is held, or over. Takes turns of the event loop, not time. */
export async function holdOf({ control, end }: Run): Promise<Hold | null> {
  const state = { isOver: false };
  void end.then(() => {
    state.isOver = true;
  });
  while (!state.isOver && control.held === null)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  return control.held;
}

/** Runs to the end. @throws what the run throws */
export async function runToEnd(prepared: Prepared, sink: Sink): Promise<Run & { readonly issues: readonly Issue[] }> {
  const run = start(prepared, sink);
  const { error } = await run.end;
  if (error !== null) throw error;
  return { ...run, issues: run.report.facts.issues };
}

export function folderSink(
  folder: FakeFolder,
  existing: 'overwrite' | 'skip' | 'keep-both' = 'overwrite',
): DirectorySink {
  return sinkOn(folder, { existing });
}
