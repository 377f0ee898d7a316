// Of several entries of one path, of which some went into an archive that is gone (gone-archives.ts): which of them lie in the
// folder, and are not to be done again. One that is done again where it lies would be taken for a file of the user's.
import { doneFiles, ownName, type DoneFolder, type DonePath } from './done-files.ts';
import type { Leavings } from './leftovers.ts';
import { foundIn, removeRemains, type FoundPath } from './lost-files.ts';
import { folderOrNull, spelled } from './planned-names.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';

interface Looking extends Pick<Leavings, 'run' | 'heard'> {
  /** Numbers of steps. */
  readonly found: Set<number>;
}

/**
 * Where one of several was given another name, nobody can say which is which: what the run has left of them is removed, and
 * none of them lies there any more.
 * @param paths that the archive held
 * @param leavings of the run, as if there had never been such an archive
 * @returns numbers of steps
 * @throws ExtractError `leftover-stays`
 */
export async function twinsInFolder(
  root: FileSystemDirectoryHandle,
  paths: ReadonlySet<string>,
  leavings: Leavings,
): Promise<ReadonlySet<number>> {
  const { steps, run, heard } = leavings;
  const found = new Set<number>();
  const only = { steps, run: withOnly(paths, leavings) };
  await look(root, doneFiles(only).folder, { run, heard, found });
  return found;
}

/** As if nothing else were done. */
function withOnly(paths: ReadonlySet<string>, { steps, run: { start, progress } }: Leavings): SavedFolderRun {
  const all = new StepRanges(progress.done);
  const done = new StepRanges();
  for (const [number, { entry }] of steps.entries()) if (paths.has(entry.path) && all.has(number)) done.add(number);
  return { start, progress: { ...progress, done: done.ranges } };
}

async function look(folder: FileSystemDirectoryHandle | null, done: DoneFolder, looking: Looking): Promise<void> {
  if (folder === null) return;
  const isTwin = ({ files }: DonePath): boolean => files.length > 1;
  if ([...done.paths.values()].some(isTwin)) {
    const all = await foundIn(folder, done);
    looking.heard();
    for (const found of all) if (isTwin(found.path)) await lookAt(found, looking);
  }
  for (const [name, inside] of done.folders) await look(await folderOrNull(folder, name), inside, looking);
}

async function lookAt(twins: FoundPath, { run, found }: Looking): Promise<void> {
  const { path, before, names } = twins;
  const there = path.files.filter((file) => names.includes(ownName(file)));
  const sound = path.told.given.length > 0 ? [] : there.filter((file) => !before.has(spelled(ownName(file))));
  for (const { number } of sound) found.add(number);
  if (sound.length === path.files.length || (await removeRemains(twins, run))) return;
  // Somebody has changed a file since, and what is done again would be written over it.
  for (const { number } of there) found.add(number);
}
