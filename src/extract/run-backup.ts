// One run, from an open backup and what the user chose to the outcome: everything that works on it is made here, and let go of.
import type { ArchiveIndex } from '../archive/entry.ts';
import { BufferPool } from '../bytes/buffer-pool.ts';
import type { FolderRun } from '../journal/folder-run.ts';
import { EntrySums } from '../listing/entry-sums.ts';
import type { Plan } from '../plan/make-plan.ts';
import { selectedCount, type Selection } from '../plan/selection.ts';
import { makeTestPlan } from '../plan/test-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { GuardedParts } from '../sink/guarded-parts.ts';
import type { Sink } from '../sink/sink.ts';
import type { Outcome, RunUpdate } from './events.ts';
import { Aside } from './aside.ts';
import type { AsideNeeds } from './aside-file.ts';
import { extract } from './extract.ts';
import type { FolderNames } from './folder-names.ts';
import type { Beside, Job } from './job.ts';
import { openSink } from './open-sink.ts';
import { toOutcome, type RunFacts } from './outcome.ts';
import { Pacer } from './pacer.ts';
import type { RunControl } from './run-control.ts';
import { RunReport } from './run-report.ts';
import type { SurveyedBackup } from './survey.ts';
import type { OpenOptions, RunChoices, Target } from './worker-api.ts';

/** A backup that is open, and what there is to write of it. */
export interface ReadyBackup {
  readonly options: OpenOptions;
  readonly backup: SurveyedBackup;
  /** Of the whole archive. */
  readonly index: ArchiveIndex;
  /** What of it is to be extracted; `plan` and `names` are of that alone. */
  readonly selection: Selection;
  readonly plan: Plan;
  readonly names: FolderNames;
}

export interface RunOrder {
  readonly target: Target;
  readonly choices: RunChoices;
  /** Begun, or taken up; null for a run into one file. */
  readonly folderRun: FolderRun | null;
  /** Of picked files, where the browser gave any. */
  readonly handles: readonly FileSystemFileHandle[];
  readonly control: RunControl;
  readonly startSumThreads: Job['startSumThreads'];
  readonly onUpdate: (update: RunUpdate) => void | Promise<void>;
}

export interface RunResult {
  readonly outcome: Outcome;
  readonly sink: Sink;
  /** Of all visits. */
  readonly issues: readonly Issue[];
  /** Of the entries that this visit has read to their ends. */
  readonly sums: EntrySums;
}

/** Resolves for a cancelled run too, and only after the last update has arrived. @throws ExtractError where it cannot go on */
export async function runBackup(backup: ReadyBackup, order: RunOrder): Promise<RunResult> {
  try {
    return await run(backup, order);
  } finally {
    // Over already, but for one that has failed before its first step.
    await order.folderRun?.end({ isKept: true });
  }
}

async function run(
  { backup, index, selection, plan: wanted }: ReadyBackup,
  { target, choices, folderRun, handles, control, startSumThreads, onUpdate }: RunOrder,
): Promise<RunResult> {
  const { source } = backup;
  const pool = new BufferPool();
  const pacer = new Pacer(choices.pace, control.signal);
  const plan = target.kind === 'test' ? makeTestPlan(index, wanted) : wanted;
  const sums = new EntrySums(hashes({ target, choices }) ? index.entries : []);
  const comparing = choices.comparesAfterWriting ? control : null;
  const { parts } = source;
  const guarded = new GuardedParts({ names: parts.map(({ name }) => name), picked: backup.picked, handles });
  const sink = await openSink(target, { plan, parts, guarded, pool, folderRun, comparing, sums });
  const beside = besideOf(target, { parts, pool });
  const runId = folderRun?.saved.start.id ?? null;
  const report = new RunReport(source, { runId, files: plan.fileCount, size: plan.size }, onUpdate);
  const count = index.entries.length;
  report.log(`${index.format} ${index.version}, ${source.parts.length} parts, ${count} entries`);
  if (selection !== null) report.log(`${selectedCount(selection, count)} of these entries were chosen`);
  if (folderRun !== null) report.takeUp(folderRun.earlier);
  report.start(() => ({
    isPaused: control.isPaused,
    held: control.held,
    isResting: pacer.isResting,
    closingCount: sink.closingCount,
  }));
  // Should the worker die in a moment, this is what leads back to the run.
  if (folderRun !== null) void report.tell();
  const onLost = (): void => {
    report.log('nothing can be kept of this run: it cannot be gone on with once it is broken off');
  };
  let isCancelled = false;
  // Until the run has come to an end of its own, it is one to be gone on with.
  let isKept = true;
  let download: Blob | null = null;
  try {
    const journal = (await folderRun?.keep(onLost)) ?? null;
    const writing = { sink, beside, pool, startSumThreads, journal };
    download = await extract({ source, index, plan, control, report, choices, pacer, ...writing });
    isKept = false;
  } catch (error) {
    if (!isAbort(error)) throw error;
    // Who stops a run that asks may come back to it; who cancels it does not.
    isKept = control.isStoppedByAnswer && folderRun?.isOnRecord === true;
    isCancelled = true;
    report.log('cancelled');
  } finally {
    await folderRun?.end({ isKept });
    await report.end();
  }
  const destination = { kind: target.kind, name: nameOf(target, backup) };
  const facts = { isCancelled, isKept, selection, destination, download, ...withSums(report.facts, target, sums) };
  return { outcome: toOutcome(source, index, plan, facts), sink, issues: facts.issues, sums };
}

/** Does it read entries by themselves? */
function hashes({ target, choices }: Pick<RunOrder, 'target' | 'choices'>): boolean {
  return target.kind === 'test' || (target.kind === 'folder' && choices.comparesAfterWriting);
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

function besideOf(target: Target, needs: Omit<AsideNeeds, 'folder' | 'refused'>): Beside | null {
  if (target.kind !== 'folder') return null;
  return new Aside({ folder: target.folder, refused: target.refused, ...needs });
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
