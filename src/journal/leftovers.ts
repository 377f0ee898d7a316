// What a run has left in the folder that ended without a word: empty files and the browser's swap files, and whole files that
// it could not note any more. All are removed and made again; that one is there is never taken for proof that it is whole.
// Nobody loses anything by an empty file, so its time does not count, unless it is in doubt whether the run had begun: the clock
// of a network drive may be another.
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { NamesGiven } from '../sink/folder-tree.ts';
import { exceptionName } from '../sink/write-error.ts';
import {
  folderOrNull,
  plannedFolders,
  plannedFor,
  spelled,
  type PlannedFolder,
  type PlannedStep,
} from './planned-names.ts';
import { removeHindrance, removeOwn, type OwnFile } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';

type KeptDamaged = Extract<Issue, { readonly kind: 'kept-damaged' }>;

/** The names of the files that are done: their own, those that they were given instead, and those of damaged ones' pieces. */
export function namesGiven(steps: readonly Step[], { progress }: SavedFolderRun): NamesGiven {
  const given = new Map<string, string[]>();
  const add = (path: readonly string[]): void => {
    const folder = path.slice(0, -1).join('/');
    const names = given.get(folder) ?? [];
    given.set(folder, names);
    names.push(path.at(-1) ?? '');
  };
  const done = new StepRanges(progress.done);
  for (const [number, { kind, path }] of steps.entries()) if (kind === 'file' && done.has(number)) add(path);
  for (const issue of progress.issues)
    if (issue.kind === 'renamed' || isPieceInFolder(issue)) add(issue.writtenAs.split('/'));
  return given;
}

/** What is kept of a damaged file lies in the folder, and not in an archive beside the others. */
export function isPieceInFolder(issue: Issue): issue is KeptDamaged {
  return issue.kind === 'kept-damaged' && issue.archive === undefined;
}

/** What is to become of a file. One that `must-go` would be taken for a file of the user's if it stayed: nothing is begun then. */
type Verdict = 'stays' | 'goes' | 'must-go';

/** For each folder of a plan and each name in it: what judges such a file. Null for a name that stays. */
type Judge = (planned: PlannedFolder) => (name: string) => ((file: File) => Verdict) | null;

/** What is to be tidied after, and who is told whenever the browser has answered. */
export interface Leavings {
  /** Of the very plan of the run. */
  readonly steps: readonly Step[];
  readonly run: SavedFolderRun;
  readonly heard: () => void;
}

/** Clocks of disks may be off, and what was written last is not on record yet. */
const graceMs = 30_000;

/** Was it written while the run was on? */
export function isOfItsTime({ start, progress }: SavedFolderRun, { lastModified }: File): boolean {
  return lastModified >= start.startedMs - graceMs && lastModified <= progress.savedMs + graceMs;
}

/**
 * Removes what the steps have left that were begun and are not done. Whatever stood there before the run stays, and so does
 * a file that is larger than the one that was to come, or was not written while the run was on: somebody else has put it
 * there. One that is smaller was whole until the power went.
 * @throws ExtractError `leftover-stays` where an empty one stays
 */
export async function removeLeftovers(root: FileSystemDirectoryHandle, { steps, run, heard }: Leavings): Promise<void> {
  const { progress } = run;
  const done = new StepRanges(progress.done);
  const begun = steps.slice(0, progress.begunUntil).filter(({ kind }, number) => kind === 'file' && !done.has(number));
  const judge = judgeOf(run, namesGiven(steps, run), (file) => isOfItsTime(run, file));
  await clean(root, plannedFolders(begun), { judge, heard });
  // Whole or not: its files are not done, and it is made again, under the same name, over what is there.
  const { archive } = progress;
  if (archive !== null) await removeOwn({ folder: root, name: archive, path: archive });
}

/** Of a run whose plan is not at hand: removes the empty files and the swap files. */
export async function removeEmpties(
  root: FileSystemDirectoryHandle,
  { run, heard }: Omit<Leavings, 'steps'>,
): Promise<void> {
  const { undone, archive } = run.progress;
  const paths = archive === null ? undone : [...undone, archive];
  const files = paths.map((path): PlannedStep => ({ kind: 'file', path: path.split('/'), entry: { size: 0 } }));
  const judge = judgeOf(run, namesGiven([], run), () => false);
  await clean(root, plannedFolders(files), { judge, heard });
}

/**
 * Where a run was broken off of which nothing is known any more: removes every empty file in the place of one that is not
 * to be empty.
 * @param sinceMs what was written before is not of the run. Where it is not known to have begun; else 0
 */
export async function removeHollow(
  root: FileSystemDirectoryHandle,
  { steps, sinceMs, heard }: Omit<Leavings, 'run'> & { readonly sinceMs: number },
): Promise<void> {
  const full = steps.filter(({ kind, entry }) => kind === 'file' && entry.size > 0);
  // It may be the user's all the same: where it stays, it counts as a file that was there.
  const judgeFile = ({ size, lastModified }: File): Verdict =>
    size === 0 && lastModified >= sinceMs ? 'goes' : 'stays';
  const judge: Judge =
    ({ files }) =>
    (name) =>
      files.has(spelled(name)) ? judgeFile : null;
  await clean(root, plannedFolders(full), { judge, heard });
}

function judgeOf({ start }: SavedFolderRun, given: NamesGiven, isItsOwn: (file: File) => boolean): Judge {
  const before = new Map(start.namesBefore);
  return (planned) => {
    const { path } = planned;
    const kept = new Set([...(before.get(path) ?? []), ...(given.get(path) ?? [])].map(spelled));
    return (name) => {
      const is = kept.has(spelled(name)) ? null : plannedFor(planned, name);
      if (is === null) return null;
      return (file) => {
        if (is.isSwap) return 'goes';
        if (file.size === 0) return 'must-go';
        return is.sizes.some((size) => file.size <= size) && isItsOwn(file) ? 'goes' : 'stays';
      };
    };
  };
}

interface Cleaning extends Pick<Leavings, 'heard'> {
  readonly judge: Judge;
}

async function clean(handle: FileSystemDirectoryHandle, planned: PlannedFolder, cleaning: Cleaning): Promise<void> {
  const { judge, heard } = cleaning;
  if (planned.files.size > 0) {
    const judgeName = judge(planned);
    const removals: (() => Promise<void>)[] = [];
    for await (const found of handle.values()) {
      heard();
      const judgeFile = found.kind === 'file' ? judgeName(found.name) : null;
      if (found.kind !== 'file' || judgeFile === null) continue;
      const path = planned.path === '' ? found.name : `${planned.path}/${found.name}`;
      removals.push(async () =>
        removeAs(await verdictOn(found, judgeFile), { folder: handle, name: found.name, path }),
      );
    }
    await Promise.all(removals.map((remove) => remove().then(heard)));
  }
  const below = [...planned.folders].map(async ([name, folder]) => {
    const inside = await folderOrNull(handle, name);
    if (inside !== null) await clean(inside, folder, cleaning);
  });
  await Promise.all(below);
}

async function verdictOn(found: FileSystemFileHandle, judgeFile: (file: File) => Verdict): Promise<Verdict> {
  try {
    return judgeFile(await found.getFile());
  } catch (error) {
    if (exceptionName(error) === 'NotAllowedError') throw error;
    // What cannot be read is in the run's way, and the run says so.
    return 'stays';
  }
}

async function removeAs(verdict: Verdict, file: OwnFile): Promise<void> {
  if (verdict === 'goes') await removeOwn(file);
  if (verdict === 'must-go') await removeHindrance(file);
}
