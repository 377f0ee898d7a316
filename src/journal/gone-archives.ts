// Archives beside the files (extract/aside.ts) that are on record as whole, and are not there when the run is gone on with, or
// have nothing in them any more. All that was put into one is to be done again, and it is made anew.
import type { Plan, Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { exceptionName } from '../sink/write-error.ts';
import { isArchiveName } from './archive-name.ts';
import { removeHindrance } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';
import { undoSteps, type LostStep } from './undo-steps.ts';

/** The run, and the very plan of it. */
export interface PlannedRun {
  readonly plan: Pick<Plan, 'steps' | 'aside'>;
  readonly run: SavedFolderRun;
  readonly heard: () => void;
}

type PutAside = Extract<Issue, { readonly kind: 'put-aside' }>;

/**
 * The run as it is in truth: without what went into archives that are gone. An empty one is removed.
 * @throws ExtractError `write-failed` where an empty one stays
 */
export async function withoutGoneArchives(root: FileSystemDirectoryHandle, of: PlannedRun): Promise<SavedFolderRun> {
  const { run, heard } = of;
  const gone = new Set<Issue>();
  const paths: string[] = [];
  for (const issue of run.progress.issues) {
    if (issue.kind !== 'put-aside' || !(await isGone(root, issue))) continue;
    heard();
    gone.add(issue);
    paths.push(...issue.paths);
  }
  if (gone.size === 0) return run;
  const issues = run.progress.issues.filter((issue) => !gone.has(issue));
  return undoSteps({ ...run, progress: { ...run.progress, issues } }, lostSteps(paths, of));
}

async function isGone(root: FileSystemDirectoryHandle, { archive }: PutAside): Promise<boolean> {
  // A record may come from anybody: nothing else is removed for it.
  if (!isArchiveName(archive)) return false;
  try {
    if ((await (await root.getFileHandle(archive)).getFile()).size > 0) return false;
  } catch (error) {
    const reason = exceptionName(error);
    if (reason === 'NotAllowedError') throw error;
    // What else cannot be asked for is there, as far as anybody knows.
    return reason === 'NotFoundError' || reason === 'TypeMismatchError';
  }
  await removeHindrance({ folder: root, name: archive, path: archive });
  return true;
}

/**
 * What the plan puts aside, and what the browser refused in the run. An archive is known to hold paths, not steps: where several
 * entries have one of them, all that may be in it are done again.
 */
function lostSteps(paths: readonly string[], { plan, run }: PlannedRun): readonly LostStep[] {
  const left = new Map<string, number>();
  for (const path of paths) left.set(path, (left.get(path) ?? 0) + 1);
  const done = new StepRanges(run.progress.done);
  const lost: LostStep[] = [];
  const take = (step: Step, number: number, isWritten: boolean): void => {
    if (done.has(number)) lost.push({ number, step, isWritten });
  };
  for (const [index, step] of plan.aside.entries()) {
    const count = left.get(step.entry.path);
    if (count === undefined) continue;
    // One that could not be had is on record as done, too.
    take(step, plan.steps.length + index, count > 0);
    left.set(step.entry.path, Math.max(0, count - 1));
  }
  for (const [number, step] of plan.steps.entries()) if ((left.get(step.entry.path) ?? 0) > 0) take(step, number, true);
  return lost;
}
