// What a run has left in the folder that ended without a word: empty files and the browser's swap files, and whole files that
// it could not note any more. All are removed and made again; that one is there is never taken for proof that it is whole.
import type { Step } from '../plan/make-plan.ts';
import type { NamesGiven } from '../sink/folder-tree.ts';
import { exceptionName } from '../sink/write-error.ts';
import { folderOrNull, plannedFolders, plannedFor, spelled, type PlannedFolder } from './planned-names.ts';
import type { SavedRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';

/** The names of the files that are done: their own, and those that they were given instead. */
export function namesGiven(steps: readonly Step[], { progress }: SavedRun): NamesGiven {
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

/**
 * Removes what the steps have left that were begun and are not done. Whatever stood there before the run stays, and so does
 * a file that is neither empty nor as large as the one that was to come: somebody else has put it there.
 */
export async function removeLeftovers(
  root: FileSystemDirectoryHandle,
  steps: readonly Step[],
  run: SavedRun,
): Promise<void> {
  const { start, progress } = run;
  const done = new StepRanges(progress.done);
  const begun = steps.slice(0, progress.begunUntil).filter(({ kind }, number) => kind === 'file' && !done.has(number));
  const given = namesGiven(steps, run);
  const before = new Map(start.namesBefore);
  const isKept = (path: string): ReadonlySet<string> =>
    new Set([...(before.get(path) ?? []), ...(given.get(path) ?? [])].map(spelled));
  await clean(root, plannedFolders(begun), isKept);
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

async function clean(
  handle: FileSystemDirectoryHandle,
  planned: PlannedFolder,
  keptIn: (path: string) => ReadonlySet<string>,
): Promise<void> {
  if (planned.files.size > 0) {
    const kept = keptIn(planned.path);
    const files: FileSystemFileHandle[] = [];
    for await (const found of handle.values())
      if (found.kind === 'file' && !kept.has(spelled(found.name))) files.push(found);
    await Promise.all(files.map((file) => removeIfOurs(handle, file, planned)));
  }
  const below = [...planned.folders].map(async ([name, folder]) => {
    const inside = await folderOrNull(handle, name);
    if (inside !== null) await clean(inside, folder, keptIn);
  });
  await Promise.all(below);
}

async function removeIfOurs(
  handle: FileSystemDirectoryHandle,
  file: FileSystemFileHandle,
  planned: PlannedFolder,
): Promise<void> {
  const is = plannedFor(planned, file.name);
  if (is === null) return;
  try {
    const { size } = await file.getFile();
    if (is.isSwap || size === 0 || is.sizes.includes(size)) await handle.removeEntry(file.name);
  } catch (error) {
    // What cannot be read or removed is in the run's way, and the run says so.
    if (exceptionName(error) === 'NotAllowedError') throw error;
  }
}
