// Archives beside the files (extract/aside.ts) that are on record as whole, and are not there when the run is gone on with, or
// have lost their end. All that was put into one is to be done again, and it is made anew.
import type { Plan, Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { exceptionName } from '../sink/write-error.ts';
import { isArchiveName } from './archive-name.ts';
import { isOfItsTime } from './leftovers.ts';
import { removeHindrance } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';
import { twinsInFolder } from './twins-in-folder.ts';
import { undoSteps, type LostStep } from './undo-steps.ts';

/** The run, and the very plan of it. */
export interface PlannedRun {
  readonly plan: Pick<Plan, 'steps' | 'aside'>;
  readonly run: SavedFolderRun;
  readonly heard: () => void;
}

/** The end of central directory record (APPNOTE 4.3.16) and its length. */
const endSignature = 0x06054b50;
const endLength = 22;

type PutAside = Extract<Issue, { readonly kind: 'put-aside' }>;

/**
 * The run as it is in truth: without what went into archives that are gone. One that is empty is removed, and so is one that
 * is cut short, unless somebody has written it since.
 * @throws ExtractError `leftover-stays` where such a one stays
 */
export async function withoutGoneArchives(root: FileSystemDirectoryHandle, of: PlannedRun): Promise<SavedFolderRun> {
  const { run, heard } = of;
  const gone = new Set<Issue>();
  const paths: string[] = [];
  for (const issue of run.progress.issues) {
    if (issue.kind !== 'put-aside' || !(await isGone(root, issue, run))) continue;
    heard();
    gone.add(issue);
    paths.push(...issue.paths);
  }
  if (gone.size === 0) return run;
  const issues = run.progress.issues.filter((issue) => !gone.has(issue));
  const without = { ...run, progress: { ...run.progress, issues } };
  const { steps } = of.plan;
  const sound = await twinsInFolder(root, new Set(paths), { steps, run: without, heard });
  return undoSteps(without, lostSteps(paths, sound, of));
}

async function isGone(root: FileSystemDirectoryHandle, { archive }: PutAside, run: SavedFolderRun): Promise<boolean> {
  // A record may come from anybody: nothing else is removed for it.
  if (!isArchiveName(archive)) return false;
  try {
    const found = await (await root.getFileHandle(archive)).getFile();
    if (found.size > 0 && (!isOfItsTime(run, found) || (await hasEnd(found)))) return false;
  } catch (error) {
    const reason = exceptionName(error);
    if (reason === 'NotAllowedError') throw error;
    // What else cannot be asked for is there, as far as anybody knows.
    return reason === 'NotFoundError' || reason === 'TypeMismatchError';
  }
  await removeHindrance({ folder: root, name: archive, path: archive });
  return true;
}

/** No comment is ever written behind the end record. */
async function hasEnd(archive: File): Promise<boolean> {
  if (archive.size < endLength) return false;
  const end = await archive.slice(-endLength).arrayBuffer();
  return new DataView(end).getUint32(0, true) === endSignature;
}

/**
 * What the plan puts aside, and what the browser refused in the run. An archive is known to hold paths, not steps: where several
 * entries have one of them, all that may be in it are done again.
 * @param sound steps that are in the folder
 */
function lostSteps(
  paths: readonly string[],
  sound: ReadonlySet<number>,
  { plan, run }: PlannedRun,
): readonly LostStep[] {
  const left = countsOf(paths);
  // Of which there was no more than a piece in it: they do not count as written.
  const pieces = countsOf(run.progress.issues.flatMap((issue) => (issue.kind === 'kept-damaged' ? [issue.path] : [])));
  const holdsWhole = (path: string): boolean => (left.get(path) ?? 0) > (pieces.get(path) ?? 0);
  const done = new StepRanges(run.progress.done);
  const lost: LostStep[] = [];
  const take = (step: Step, number: number, isWritten: boolean): void => {
    if (done.has(number)) lost.push({ number, step, isWritten });
  };
  for (const [index, step] of plan.aside.entries()) {
    const count = left.get(step.entry.path);
    if (count === undefined) continue;
    // One that could not be had is on record as done, too.
    take(step, plan.steps.length + index, holdsWhole(step.entry.path));
    left.set(step.entry.path, Math.max(0, count - 1));
  }
  for (const [number, step] of plan.steps.entries()) {
    const { path } = step.entry;
    if ((left.get(path) ?? 0) > 0 && !sound.has(number)) take(step, number, holdsWhole(path));
  }
  return lost;
}

function countsOf(paths: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}
