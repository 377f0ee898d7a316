// One run, from an open backup and what the user chose to the outcome: everything that works on it is made here, and let go of.
import { BufferPool } from '../bytes/buffer-pool.ts';
import { EntrySums } from '../listing/entry-sums.ts';
import { selectedCount } from '../plan/selection.ts';
import { isErrorOf } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { beginRun, endKept, type Begun } from './begin-run.ts';
import type { Outcome } from './events.ts';
import { extract } from './extract.ts';
import { toOutcome, type RunFacts } from './outcome.ts';
import { Pacer } from './pacer.ts';
import { RunReport } from './run-report.ts';
import { unlessStopped } from './unless-stopped.ts';
import type { SurveyedBackup } from './survey.ts';
import type { Target } from './worker-api.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { RunOrder } from './run-order.ts';

export interface RunResult {
  readonly outcome: Outcome;
  /** As it was planned; null for a run that was stopped before its first step, and wrote nothing. */
  readonly begun: Begun | null;
  /** Of all visits. */
  readonly issues: readonly Issue[];
}

/** Resolves for a cancelled run too, and only after the last update has arrived. @throws ExtractError where it cannot go on */
export async function runBackup(chosen: ReadyBackup, order: RunOrder): Promise<RunResult> {
  const { backup, index, selection } = chosen;
  const { target, choices, control, startSumThreads } = order;
  const { source } = backup;
  const pool = new BufferPool();
  const pacer = new Pacer(choices.pace, control.signal);
  const report = reportOf(chosen, order);
  let begun: Begun | null = null;
  report.start(() => ({
    isPaused: control.isPaused,
    held: control.held,
    isResting: pacer.isResting,
    closingCount: begun?.sink.closingCount ?? 0,
  }));
  let isCancelled = false;
  // Until the run has come to an end of its own, it is one to be gone on with.
  let isKept = true;
  let isDoubted = false;
  let download: Blob | null = null;
  try {
    // Whoever cancels does not wait for a part that is slow to read.
    const parts = await unlessStopped(control.signal, order.identify());
    begun = await beginRun({ chosen, order, parts, report, pool });
    download = await extract({ ...begun, source, index, pool, control, report, choices, pacer, startSumThreads });
    isKept = false;
  } catch (error) {
    if (!isAbort(error)) {
      // Such an output is not gone on with: nobody knows from where on it is wrong. A copy is made again.
      isKept = isCopied(begun) || !isErrorOf(error, 'read-back-differs');
      isDoubted = isErrorOf(error, 'archive-changed');
      throw error;
    }
    // Who stops a run that asks may come back to it; who cancels it does not.
    isKept = begun === null ? order.isContinued : control.isStoppedByAnswer && begun.kept?.isOnRecord === true;
    isCancelled = true;
    report.log('cancelled');
  } finally {
    if (!isKept || begun?.kept?.isOnRecord === false) report.forgetRun();
    await endKept(begun?.kept ?? null, { isKept, isDoubted });
    await report.end();
  }
  const destination = { kind: target.kind, name: nameOf(target, backup) };
  const { plan, sums } = begun ?? { plan: chosen.plan, sums: new EntrySums([]) };
  const facts = { isCancelled, isKept, selection, destination, download, ...withSums(report.facts, target, sums) };
  return { outcome: toOutcome(source, index, plan, facts), begun, issues: facts.issues };
}

function reportOf({ backup, index, selection, plan }: ReadyBackup, { onUpdate }: RunOrder): RunReport {
  const { source } = backup;
  const report = new RunReport(source, { runId: null, files: plan.fileCount, size: plan.size }, onUpdate);
  const count = index.entries.length;
  report.log(`${index.format} ${index.version}, ${source.parts.length} parts, ${count} entries`);
  if (selection !== null) report.log(`${selectedCount(selection, count)} of these entries were chosen`);
  return report;
}

function withSums<Facts extends Pick<RunFacts, 'filesCompared'>>(
  facts: Facts,
  { kind }: Target,
  { count }: EntrySums,
): Facts & Pick<RunFacts, 'filesHashed'> {
  const filesCompared = facts.filesCompared + (kind === 'test' ? 0 : count);
  return { ...facts, filesCompared, filesHashed: count };
}

function nameOf(target: Target, { found }: SurveyedBackup): string {
  if (target.kind === 'test') return found.name;
  return target.kind === 'folder' ? target.folder.name : target.name;
}

function isCopied(begun: Begun | null): boolean {
  return begun?.kept?.kind === 'file' && begun.kept.output !== null;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
