// Of the entries of one path, of which something is gone: which are to be done again, and what has to go before that. Where
// nobody can say which one is gone, all are done again, and what the run has left of them would be taken for the user's.
import { exceptionName } from '../sink/write-error.ts';
import {
  namesOf,
  ownName,
  writtenOf,
  type DoneFile,
  type DoneFolder,
  type DonePath,
  type Piece,
} from './done-files.ts';
import { isOfItsTime } from './leftovers.ts';
import { spelled } from './planned-names.ts';
import { removeHindrance } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import type { LostStep } from './undo-steps.ts';

/** What is there of the entries of one path. */
export interface FoundPath {
  readonly path: DonePath;
  /** Null where there is no such folder any more. */
  readonly folder: FileSystemDirectoryHandle | null;
  /** See `DoneFolder`. */
  readonly before: ReadonlySet<string>;
  /** Names of files. */
  readonly names: readonly string[];
  readonly pieces: readonly Piece[];
}

/** What is there of every path in a folder. */
export async function foundIn(
  folder: FileSystemDirectoryHandle | null,
  { paths, before }: DoneFolder,
): Promise<readonly FoundPath[]> {
  const there = new Set<string>();
  // A folder of that name is not the file.
  for await (const [name, { kind }] of folder?.entries() ?? []) if (kind === 'file') there.add(spelled(name));
  const isThere = (name: string): boolean => there.has(spelled(name));
  return [...paths.values()].map((path) => ({
    path,
    folder,
    before,
    names: namesOf(path, before).filter(isThere),
    pieces: path.told.pieces.filter(({ name }) => isThere(name)),
  }));
}

/** One alone is the one that is gone; of several, each is known by its own name, if none was given another. */
function isKnown({ path }: FoundPath): boolean {
  return path.files.length === 1 || path.told.given.length === 0;
}

/** The steps that are to be done again. Those that were not delivered are among them, as what was told of them is told anew. */
export function lostOf(found: FoundPath): readonly LostStep[] {
  const { path, names } = found;
  const isSound = isKnown(found) ? soundness(found) : (): boolean => false;
  const count = Math.max(0, writtenOf(path) - (isKnown(found) ? names.length : 0));
  // A piece is of one that was not delivered.
  const ofPieces = sizesOf(path.told.pieces);
  const isOfPiece = ({ step }: DoneFile): boolean => ofPieces.has(step.entry.size);
  return path.files
    .filter((file) => !isSound(file))
    .toSorted((a, b) => Number(isOfPiece(a)) - Number(isOfPiece(b)))
    .map((file, index) => ({ ...file, isWritten: index < count }));
}

/** Is it there, and no file from before the run in the place of one of which there was only a piece? */
function soundness({ path, names, pieces, before }: FoundPath): (file: DoneFile) => boolean {
  if (path.files.length === 1) return () => false;
  const there = new Set(names);
  const kept = new Set(pieces);
  const lost = sizesOf(path.told.pieces.filter((piece) => !kept.has(piece)));
  return (file) => {
    const own = ownName(file);
    return there.has(own) && !(lost.has(file.step.entry.size) && before.has(spelled(own)));
  };
}

/** Of the whole files, in bytes. */
function sizesOf(pieces: readonly Piece[]): ReadonlySet<number> {
  return new Set(pieces.map(({ of }) => of));
}

interface Remains {
  readonly name: string;
  /** Bytes that it may have. */
  readonly sizes: ReadonlySet<number>;
}

/**
 * Removes what is left in the folder of the steps that are to be done again, as far as it is the run's own.
 * @returns false where a file would be written over that somebody has changed since: nothing is done again then
 * @throws ExtractError `leftover-stays`
 */
export async function removeRemains(found: FoundPath, run: SavedFolderRun): Promise<boolean> {
  const { path, folder, before } = found;
  if (folder === null) return true;
  const sizes = new Set(path.files.map(({ step }) => step.entry.size));
  const files = isKnown(found) ? [] : found.names.map((name): Remains => ({ name, sizes }));
  const pieces = found.pieces.map(({ name, size }): Remains => ({ name, sizes: new Set([size]) }));
  const own = new Set<Remains>();
  for (const file of [...files, ...pieces]) if (await isItsOwn(folder, file, run)) own.add(file);
  if (run.start.choices.existing === 'overwrite' && files.some((file) => !own.has(file))) return false;
  for (const { name } of own) if (!before.has(spelled(name))) await removeHindrance({ folder, name, path: path.path });
  return true;
}

async function isItsOwn(
  folder: FileSystemDirectoryHandle,
  { name, sizes }: Remains,
  run: SavedFolderRun,
): Promise<boolean> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    return sizes.has(file.size) && isOfItsTime(run, file);
  } catch (error) {
    if (exceptionName(error) === 'NotAllowedError') throw error;
    return false;
  }
}
