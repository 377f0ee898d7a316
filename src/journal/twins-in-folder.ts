// Of several entries of one path, of which some went into an archive that is gone (gone-archives.ts): which of them lie in the
// folder, and are not to be done again. One that is done again where it lies would be taken for a file of the user's.
import { exceptionName } from '../sink/write-error.ts';
import { doneFiles, namesOf, ownName, type DoneFolder, type DonePath } from './done-files.ts';
import type { Leavings } from './leftovers.ts';
import { removeRemains } from './lost-files.ts';
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

async function look(
  folder: FileSystemDirectoryHandle | null,
  { paths, before, folders }: DoneFolder,
  looking: Looking,
): Promise<void> {
  if (folder === null) return;
  for (const path of paths.values()) if (path.files.length > 1) await lookAt(folder, { path, before }, looking);
  for (const [name, inside] of folders) await look(await folderOrNull(folder, name), inside, looking);
}

async function lookAt(
  folder: FileSystemDirectoryHandle,
  { path, before }: { readonly path: DonePath; readonly before: ReadonlySet<string> },
  { run, heard, found }: Looking,
): Promise<void> {
  const there = new Set<string>();
  const { given, pieces } = path.told;
  for (const name of [...namesOf(path, before), ...pieces.map((piece) => piece.name)]) {
    if (await isThere(folder, name)) there.add(name);
    heard();
  }
  const isSound = (name: string): boolean => given.length === 0 && there.has(name) && !before.has(spelled(name));
  const sound = path.files.filter((file) => isSound(ownName(file)));
  for (const { number } of sound) found.add(number);
  if (sound.length === path.files.length) return;
  const names = namesOf(path, before).filter((name) => there.has(name));
  const left = pieces.filter(({ name }) => there.has(name));
  if (await removeRemains({ path, folder, before, names, pieces: left }, run)) return;
  // Somebody has changed a file since, and what is done again would be written over it.
  for (const file of path.files) if (there.has(ownName(file))) found.add(file.number);
}

async function isThere(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    const reason = exceptionName(error);
    if (reason === 'NotAllowedError') throw error;
    // What else cannot be asked for is there, as far as anybody knows.
    return reason !== 'NotFoundError' && reason !== 'TypeMismatchError';
  }
}
