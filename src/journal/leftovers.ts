// What a run has left in the folder that ended without a word: empty files and the browser's swap files, and whole files that
// it could not note any more. All are removed and made again; that one is there is never taken for proof that it is whole.
// Nobody loses anything by an empty file, so its time does not count: the clock of a network drive may be another.
import type { Step } from '../plan/make-plan.ts';
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
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';

/** The names of the files that are done: their own, and those that they were given instead. */
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
  for (const issue of progress.issues) if (issue.kind === 'renamed') add(issue.writtenAs.split('/'));
  return given;
}

/** For each folder of a plan and each name in it: what tells whether such a file is to go. Null for a name that stays. */
type Judge = (planned: PlannedFolder) => (name: string) => ((file: File) => boolean) | null;

/** What is to be tidied after, and who is told whenever the browser has answered. */
export interface Leavings {
  /** Of the very plan of the run. */
  readonly steps: readonly Step[];
  readonly run: SavedFolderRun;
  readonly heard: () => void;
}

/** Clocks of disks may be off, and what was written last is not on record yet. */
const graceMs = 30_000;

/**
 * Removes what the steps have left that were begun and are not done. Whatever stood there before the run stays, and so does
 * a file with content that is not as large as the one that was to come, or was not written while the run was on: somebody
 * else has put it there.
 */
export async function removeLeftovers(root: FileSystemDirectoryHandle, { steps, run, heard }: Leavings): Promise<void> {
  const { start, progress } = run;
  const done = new StepRanges(progress.done);
  const begun = steps.slice(0, progress.begunUntil).filter(({ kind }, number) => kind === 'file' && !done.has(number));
  const isOfItsTime = ({ lastModified }: File): boolean =>
    lastModified >= start.startedMs - graceMs && lastModified <= progress.savedMs + graceMs;
  const judge = judgeOf(run, namesGiven(steps, run), isOfItsTime);
  await clean(root, plannedFolders(begun), { judge, heard });
  if (progress.archive !== null) await removeArchive(root, progress.archive);
}

/** Whole or not: its files are not done, and it is made again, under the same name. */
async function removeArchive(root: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await root.removeEntry(name);
  } catch (error) {
    if (exceptionName(error) === 'NotAllowedError') throw error;
  }
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
 */
export async function removeHollow(
  root: FileSystemDirectoryHandle,
  { steps, heard }: Omit<Leavings, 'run'>,
): Promise<void> {
  const full = steps.filter(({ kind, entry }) => kind === 'file' && entry.size > 0);
  const isEmpty = ({ size }: File): boolean => size === 0;
  const judge: Judge =
    ({ files }) =>
    (name) =>
      files.has(spelled(name)) ? isEmpty : null;
  await clean(root, plannedFolders(full), { judge, heard });
}

function judgeOf({ start }: SavedFolderRun, given: NamesGiven, isOfItsTime: (file: File) => boolean): Judge {
  const before = new Map(start.namesBefore);
  return (planned) => {
    const { path } = planned;
    const kept = new Set([...(before.get(path) ?? []), ...(given.get(path) ?? [])].map(spelled));
    return (name) => {
      const is = kept.has(spelled(name)) ? null : plannedFor(planned, name);
      if (is === null) return null;
      return (file) => is.isSwap || file.size === 0 || (is.sizes.includes(file.size) && isOfItsTime(file));
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
      const isToGo = found.kind === 'file' ? judgeName(found.name) : null;
      if (found.kind === 'file' && isToGo !== null) removals.push(() => removeIf(handle, found, isToGo));
    }
    await Promise.all(removals.map((remove) => remove().then(heard)));
  }
  const below = [...planned.folders].map(async ([name, folder]) => {
    const inside = await folderOrNull(handle, name);
    if (inside !== null) await clean(inside, folder, cleaning);
  });
  await Promise.all(below);
}

async function removeIf(
  handle: FileSystemDirectoryHandle,
  found: FileSystemFileHandle,
  isToGo: (file: File) => boolean,
): Promise<void> {
  try {
    if (isToGo(await found.getFile())) await handle.removeEntry(found.name);
  } catch (error) {
    // What cannot be read or removed is in the run's way, and the run says so.
    if (exceptionName(error) === 'NotAllowedError') throw error;
  }
}
