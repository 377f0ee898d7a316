// Takes steps off the record of a run that were noted as done, and are not: they are to be done again.
import type { Step } from '../plan/make-plan.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';

export interface LostStep {
  /** In the journal. */
  readonly number: number;
  readonly step: Step;
  /** It counts among those that were written. */
  readonly isWritten: boolean;
}

/** What was told of these steps is told anew when they are done again. */
export function undoSteps({ start, progress }: SavedFolderRun, lost: readonly LostStep[]): SavedFolderRun {
  const numbers = new Set(lost.map(({ number }) => number));
  const paths = new Set(lost.map(({ step }) => step.entry.path));
  const before = new StepRanges(progress.done);
  const done = new StepRanges();
  for (let step = 0; step < progress.begunUntil; step += 1) if (before.has(step) && !numbers.has(step)) done.add(step);
  const files = lost.filter(({ step }) => step.kind === 'file');
  const written = files.filter(({ isWritten }) => isWritten);
  return {
    start,
    progress: {
      ...progress,
      done: done.ranges,
      undone: [...progress.undone, ...files.map(({ step }) => step.path.join('/'))],
      filesDone: progress.filesDone - files.length,
      bytesDone: progress.bytesDone - sizeOf(files),
      filesWritten: progress.filesWritten - written.length,
      bytesWritten: progress.bytesWritten - sizeOf(written),
      issues: progress.issues.filter((issue) => !('path' in issue) || !paths.has(issue.path)),
    },
  };
}

/** Bytes. */
function sizeOf(lost: readonly LostStep[]): number {
  return lost.reduce((sum, { step }) => sum + step.entry.size, 0);
}
