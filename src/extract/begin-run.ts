// From the user's choice to the first step of a run: its folder is made ready, or its one file opened. All of it waits for the
// browser, so all of it is watched and asked about; and whoever stops a run that has done nothing yet waits for nothing.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { StepJournal } from '../journal/step-journal.ts';
import { EntrySums } from '../listing/entry-sums.ts';
import type { Plan } from '../plan/make-plan.ts';
import { makeTestPlan } from '../plan/test-plan.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { RunEnd } from '../journal/file-journal.ts';
import { bytesUnderWay, type PartIdentity } from '../journal/saved-run.ts';
import type { Issue } from '../problems/issue.ts';
import { BrowserCalls, owedFor } from '../sink/browser-calls.ts';
import { GuardedParts } from '../sink/guarded-parts.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { Sink } from '../sink/sink.ts';
import { Aside } from './aside.ts';
import type { Beside } from './job.ts';
import { openSink } from './open-sink.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { Prepared, RunOnRecord, RunOrder } from './run-order.ts';
import type { RunReport } from './run-report.ts';
import { watchStuck } from './stuck-watch.ts';
import type { Target } from './worker-api.ts';

/** A browser that does not answer may keep hold of the folder: so long is waited until it is let go of. */
const graceMs = 5000;

/** What a run has at its first step. */
export interface Begun extends Prepared {
  readonly plan: Plan;
  readonly sink: Sink;
  readonly beside: Beside | null;
  readonly journal: StepJournal | null;
  readonly sums: EntrySums;
}

interface Beginning {
  readonly chosen: ReadyBackup;
  readonly order: RunOrder;
  /** Of the backup, as they are now. */
  readonly parts: readonly PartIdentity[];
  readonly report: RunReport;
  readonly pool: BufferPool;
}

/** Leaves nothing where it fails, or is stopped. @throws ExtractError; the reason of a stop */
export async function beginRun(beginning: Beginning): Promise<Begun> {
  const { control, target } = beginning.order;
  const calls = new BrowserCalls();
  const watched = { control, report: beginning.report, owed: owedFor(calls), stuck: () => stuckAt(target) };
  try {
    return await watchStuck(watched, () => calls.until(control.signal, () => begin(beginning, calls)));
  } catch (error) {
    control.signal.throwIfAborted();
    throw error;
  }
}

/** What is kept of a run that is over. Neither the outcome nor the user waits for a folder that does not let go. */
export async function endKept(kept: RunOnRecord | null, end: RunEnd): Promise<void> {
  if (kept !== null) await isOverWithin(graceMs, kept.end(end));
}

async function begin(
  { chosen, order, parts: identities, report, pool }: Beginning,
  calls: BrowserCalls,
): Promise<Begun> {
  const { target, choices, handles, control } = order;
  const onLeftBehind = (issue: Issue): void => {
    report.issue(issue);
  };
  const { ready, kept } = await order.prepare(calls, identities, onLeftBehind);
  try {
    const { backup, index } = ready;
    const plan = target.kind === 'test' ? makeTestPlan(index, ready.plan) : ready.plan;
    const totals = { files: plan.fileCount, size: plan.size };
    report.expect({ runId: kept?.saved.start.id ?? null, ...totals });
    if (kept !== null) {
      report.takeUp(kept.earlier, bytesUnderWay(kept.saved));
      control.takeUp(kept.earlier.saidOfAll);
      // Should the worker die in a moment, this is what leads back to the run.
      void report.tell();
    }
    const { parts } = backup.source;
    const guarded = new GuardedParts({ names: parts.map(({ name }) => name), picked: backup.picked, handles });
    const sums = new EntrySums(readsEntries(order) ? chosen.index.entries : []);
    const comparing = choices.comparesAfterWriting ? control : null;
    const gate = (): Promise<void> => control.gate();
    const onCopied = (done: number, total: number): void => {
      report.copied(done, total);
    };
    const needs = { plan, parts, guarded, pool, kept, gate, comparing, sums, calls, onCopied, onLeftBehind };
    const sink = await openSink(target, needs);
    const { folder = null, refused = 'skip' } = target.kind === 'folder' ? target : {};
    const beside = folder && new Aside({ folder, refused, parts, pool });
    const onLost = (): void => {
      report.log('nothing can be kept of this run: it cannot be gone on with once it is broken off');
      report.forgetRun();
    };
    const journal = kept && (await calls.result(keep(kept, sink, onLost), () => Promise.resolve()));
    control.onSaidOfAll((said) => journal?.said(said));
    return { ready, kept, plan, sink, beside, journal, sums };
  } catch (error) {
    await endKept(kept, { isKept: order.isContinued });
    throw error;
  }
}

function keep(kept: RunOnRecord, sink: Sink, onLost: () => void): Promise<StepJournal> {
  return kept.kind === 'folder' ? kept.keep(onLost) : kept.keep(sink, onLost);
}

/** By themselves, so that their sums are known. */
function readsEntries({ target, choices }: RunOrder): boolean {
  return target.kind === 'test' || (target.kind === 'folder' && choices.comparesAfterWriting);
}

function stuckAt(target: Target): ExtractError {
  if (target.kind === 'folder') return new ExtractError('folder-stuck', { text: target.folder.name });
  return new ExtractError('output-stuck', target.kind === 'test' ? {} : { text: target.name });
}
