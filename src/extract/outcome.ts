// What a run came to, in facts: the page makes its words from these alone, so a check that did not run cannot be claimed.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Plan } from '../plan/make-plan.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import type { Outcome, RunCheck } from './events.ts';

const installer = 'installation/index.php';

export interface RunFacts {
  readonly isCancelled: boolean;
  readonly folder: string;
  readonly filesWritten: number;
  readonly bytesWritten: number;
  readonly elapsedMs: number;
  /** Every issue of the run. */
  readonly issues: readonly Issue[];
}

export function toOutcome(source: JoinedSource, index: ArchiveIndex, plan: Plan, facts: RunFacts): Outcome {
  const { isCancelled, issues } = facts;
  const isComplete = !isCancelled && !issues.some(isLoss);
  return {
    isCancelled,
    format: index.format,
    folder: facts.folder,
    filesWritten: facts.filesWritten,
    filesTotal: index.entries.filter((entry) => entry.kind === 'file').length,
    foldersTotal: plan.directoryCount,
    bytesWritten: facts.bytesWritten,
    partsCount: source.parts.length,
    entriesTotal: index.entries.length,
    elapsedMs: facts.elapsedMs,
    isComplete,
    checks: isCancelled ? [] : [...index.checks, ...entryChecks(index, plan, issues)],
    hasInstaller: plan.steps.some((step) => step.kind === 'file' && step.path.join('/') === installer),
  };
}

/** The checks that decoding made on every file, if it got through all of them and none failed. */
function entryChecks(index: ArchiveIndex, plan: Plan, issues: readonly Issue[]): readonly RunCheck[] {
  if (issues.some((issue) => issue.kind === 'damaged' || issue.kind === 'unsupported')) return [];
  const data = plan.steps.flatMap((step) => (step.kind === 'file' && step.entry.size > 0 ? [step.entry.data] : []));
  const checks: RunCheck[] = ['every-size'];
  if (data.some((run) => run.in === 'deflate' || run.in === 'chunks')) checks.push('every-stream-end');
  const isSummed = data.every((run) => run.in === 'foreign' || 'crc32' in run);
  if (index.format === 'zip' && data.length > 0 && isSummed) checks.push('every-checksum');
  return checks;
}
