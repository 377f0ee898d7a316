// Runs into one file that were broken off: whether their files are there, and how one is closed for good.
import { ExtractError } from '../problems/extract-error.ts';
import { expectRoom, openPrivateFolder, removePrivate } from '../sink/place/private-folder.ts';
import { exceptionName } from '../sink/write-error.ts';
import { areSameParts } from './part-identity.ts';
import { isSamePrint } from './plan-print.ts';
import { filesOf } from './run-files.ts';
import { handoverMs, holdRun, isRunHeld, whileHeld } from './run-lock.ts';
import type { RunStore } from './run-store.ts';
import { isFileRun, type FileStart, type SavedFileRun } from './saved-run.ts';

/**
 * Before anybody looks for the backup: are the files there, and as long as they were? Whether they are the same is seen when
 * the run is taken up; so is that of a run that another tab has.
 * @throws ExtractError `output-lost`, and nothing of the run is kept then; `nothing-to-continue`, and nothing is touched then;
 *   `output-refused`
 */
export async function verifyFiles(found: SavedFileRun, store: RunStore): Promise<void> {
  const { id, target } = found.start;
  const folder = await openPrivateFolder();
  if (folder === null) throw new ExtractError('output-refused', { text: target.name });
  if ((await areThere(folder, found)) || (await isRunHeld(id))) return;
  await whileHeld(id, async () => {
    // Another tab may have ended it since it was found: what is left of its files is somebody's download then.
    const run = await store.find(id, null);
    if (run === null || !isFileRun(run)) throw new ExtractError('nothing-to-continue');
    if (await areThere(folder, run)) return;
    await forgetLost(run, store);
    throw new ExtractError('output-lost', { text: target.name });
  });
}

/**
 * @param ownId of the run that is to write it
 * @throws ExtractError `output-in-use` where another one into this very file is on, in whatever tab
 */
export async function refuseIfOutputHeld(output: FileSystemFileHandle, ownId: string, store: RunStore): Promise<void> {
  // Without a store nobody knows of those.
  for (const { run, handles } of await store.all().catch(() => [])) {
    const { id } = run.start;
    if (id === ownId || handles.output === null || !(await handles.output.isSameEntry(output))) continue;
    if (await isRunHeld(id)) throw new ExtractError('output-in-use', { text: output.name });
  }
}

/** The run will not be gone on with: what it has made goes, and what is kept of it. @throws where that stays on record */
export async function forgetFileRun({ start }: SavedFileRun, store: RunStore): Promise<void> {
  // The files first: on a full disk there may be no room to change the record until they are gone.
  const folder = await openPrivateFolder();
  if (folder !== null) await removePrivate(folder, filesOf(start));
  await store.forget(start.id);
}

/** The same for a run of which the files must go, whatever becomes of its record. */
export async function forgetLost(run: SavedFileRun, store: RunStore): Promise<void> {
  // A record that stays is offered at the next visit, and found to be without its files there.
  await forgetFileRun(run, store).catch(() => undefined);
}

/**
 * A run that is begun anew takes the place of those that were to make the very same: their files are large.
 * @param needed bytes that the new one may come to
 * @throws ExtractError `no-room` where it would not fit in their place either, and all of them are kept then
 */
export async function takePlaceOfSame(start: FileStart, store: RunStore, needed: number): Promise<void> {
  const same: SavedFileRun[] = [];
  const unlocks: (() => void)[] = [];
  try {
    for (const { run } of await store.all().catch(() => [])) {
      const { id } = run.start;
      if (!isFileRun(run) || !isSame(run.start, start) || (await isRunHeld(id))) continue;
      const unlock = await holdRun(id, handoverMs);
      if (unlock === null) continue;
      unlocks.push(unlock);
      // Another tab may have ended it since it was found: what is left of its files is somebody's download then.
      const found = await store.find(id, null).catch(() => null);
      if (found !== null && isFileRun(found)) same.push(found);
    }
    await expectRoom(needed, await sizeOf(same));
    for (const run of same) await forgetLost(run, store);
  } finally {
    for (const unlock of unlocks) unlock();
  }
}

/** Bytes that their files take. */
async function sizeOf(runs: readonly SavedFileRun[]): Promise<number> {
  const folder = await openPrivateFolder();
  if (folder === null) return 0;
  let size = 0;
  for (const { start } of runs) {
    const { output, directory } = filesOf(start);
    for (const name of [output, directory]) size += (await sizeIn(folder, name)) ?? 0;
  }
  return size;
}

function isSame(a: FileStart, b: FileStart): boolean {
  return a.target.kind === b.target.kind && isSamePrint(a.print, b.print) && areSameParts(a.parts, b.parts);
}

async function areThere(folder: FileSystemDirectoryHandle, { start, progress }: SavedFileRun): Promise<boolean> {
  const { output, directory } = progress.cut;
  const names = filesOf(start);
  const hasBytes = async (name: string, size: number): Promise<boolean> => ((await sizeIn(folder, name)) ?? -1) >= size;
  return (
    (await hasBytes(names.output, output.size)) &&
    (directory === null || (await hasBytes(names.directory, directory.size)))
  );
}

/** Bytes; null where it is not there. */
async function sizeIn(folder: FileSystemDirectoryHandle, name: string): Promise<number | null> {
  try {
    return (await (await folder.getFileHandle(name)).getFile()).size;
  } catch (error) {
    if (exceptionName(error) === 'NotFoundError') return null;
    throw error;
  }
}
