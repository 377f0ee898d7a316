// Files that are on record as done, and are not there when the run is gone on with: somebody has removed them, or the power
// went before the disk had them, which may leave a file of that name with nothing in it, or with less than there was. Such
// steps are to be done again, and so are those of damaged files of which a piece was kept that is gone.
import { exceptionName } from '../sink/write-error.ts';
import { doneFiles, writtenOf, type DoneFolder, type Piece } from './done-files.ts';
import { isOfItsTime, type Leavings } from './leftovers.ts';
import { foundIn, lostOf, removeRemains, type FoundPath } from './lost-files.ts';
import { folderOrNull } from './planned-names.ts';
import { removeHindrance } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { undoSteps, type LostStep } from './undo-steps.ts';

/**
 * What a power cut empties or cuts was written in the last minute or so. No file's time is on record, so the size is asked for
 * of as many files, the last, as a fast disk takes in a minute: about five hundred a second.
 */
const mostAsked = 30_000;
/** So many are asked for at once: one after another would take minutes, and more would only wait in the browser. */
const lanes = 32;

/**
 * The run as it is in truth: without the steps whose files are gone. An empty file in the place of a full one is removed,
 * and so is one that is shorter than its entry, unless somebody has written it since.
 * @param leavings with the steps of the very plan of the run
 * @throws ExtractError `leftover-stays` where such a file stays
 */
export async function withoutGone(root: FileSystemDirectoryHandle, leavings: Leavings): Promise<SavedFolderRun> {
  const { run, heard } = leavings;
  const { done, folder } = doneFiles(leavings);
  const gone: FoundPath[] = [];
  const doubtful: FoundPath[] = [];
  await look(root, folder, { from: done.at(-mostAsked) ?? 0, gone, doubtful, heard });
  await inLanes(doubtful, async (found) => {
    const whole = await withoutCut(found, leavings);
    if (!isWhole(whole)) gone.push(whole);
  });
  const lost: LostStep[] = [];
  await inLanes(gone, async (found) => {
    if (await removeRemains(found, run)) lost.push(...lostOf(found));
    heard();
  });
  return lost.length === 0 ? run : undoSteps(run, lost);
}

function isWhole({ path, names, pieces }: FoundPath): boolean {
  return names.length >= writtenOf(path) && pieces.length === path.told.pieces.length;
}

interface Looking extends Pick<Leavings, 'heard'> {
  /** Of these steps and all behind them, the size is asked for. */
  readonly from: number;
  readonly gone: FoundPath[];
  readonly doubtful: FoundPath[];
}

async function look(folder: FileSystemDirectoryHandle | null, done: DoneFolder, looking: Looking): Promise<void> {
  const all = await foundIn(folder, done);
  looking.heard();
  for (const found of all) {
    if ((found.path.files.at(-1)?.number ?? 0) >= looking.from) looking.doubtful.push(found);
    else if (!isWhole(found)) looking.gone.push(found);
  }
  const below = [...done.folders].map(async ([name, inside]) => {
    await look(folder && (await folderOrNull(folder, name)), inside, looking);
  });
  await Promise.all(below);
}

async function inLanes<T>(items: readonly T[], ask: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await ask(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Without those that a power cut has emptied or cut short: they are removed. */
async function withoutCut(found: FoundPath, { run, heard }: Leavings): Promise<FoundPath> {
  const { path, folder } = found;
  if (folder === null) return found;
  const isCut = async (name: string, least: number): Promise<boolean> => {
    if (least === 0) return false;
    const isGone = await removeCut({ folder, name, path: path.path, least }, run);
    heard();
    return isGone;
  };
  // Which of several it is, nobody can say.
  const least = path.files.reduce((size, { step }) => Math.min(size, step.entry.size), Infinity);
  const names: string[] = [];
  // Nothing is known of a file in the place of one that was not delivered.
  for (const name of found.names) if (writtenOf(path) === 0 || !(await isCut(name, least))) names.push(name);
  const pieces: Piece[] = [];
  for (const piece of found.pieces) if (!(await isCut(piece.name, piece.size))) pieces.push(piece);
  return { ...found, names, pieces };
}

interface Asked {
  readonly folder: FileSystemDirectoryHandle;
  readonly name: string;
  /** Of the entry. */
  readonly path: string;
  /** Bytes. */
  readonly least: number;
}

/**
 * @returns whether it is gone: it was not to be found after all, or had lost what was in it
 * @throws ExtractError `leftover-stays` where it had, and stays
 */
async function removeCut({ folder, name, path, least }: Asked, run: SavedFolderRun): Promise<boolean> {
  try {
    const found = await (await folder.getFileHandle(name)).getFile();
    // A short file is somebody's own work where it is newer.
    if (found.size > 0 && !(found.size < least && isOfItsTime(run, found))) return false;
  } catch (error) {
    const reason = exceptionName(error);
    if (reason === 'NotAllowedError') throw error;
    // What else cannot be asked for is there, as far as anybody knows.
    return reason === 'NotFoundError';
  }
  await removeHindrance({ folder, name, path });
  return true;
}
