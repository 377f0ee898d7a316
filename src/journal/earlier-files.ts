// Runs into one file that were broken off: whether their files are there, and how one is closed for good.
import { ExtractError } from '../problems/extract-error.ts';
import { openPrivateFolder, removePrivate } from '../sink/place/private-folder.ts';
import { exceptionName } from '../sink/write-error.ts';
import { areSameParts } from './part-identity.ts';
import { isSamePrint } from './plan-print.ts';
import { filesOf } from './run-files.ts';
import { isRunHeld } from './run-lock.ts';
import type { RunStore } from './run-store.ts';
import { isFileRun, type FileStart, type SavedFileRun } from './saved-run.ts';

/**
 * Before anybody looks for the backup: are the files there, and as long as they were? Whether they are the same is seen when
 * the run is taken up.
 * @throws ExtractError `output-lost`, and nothing of the run is kept then; `output-refused`
 */
export async function verifyFiles(run: SavedFileRun, store: RunStore): Promise<void> {
  const { target } = run.start;
  const { output, directory } = run.progress.cut;
  const names = filesOf(run.start);
  const folder = await openPrivateFolder();
  if (folder === null) throw new ExtractError('output-refused', { text: target.name });
  const isThere =
    (await hasBytes(folder, names.output, output.size)) &&
    (directory === null || (await hasBytes(folder, names.directory, directory.size)));
  if (isThere) return;
  await forgetFileRun(run, store);
  throw new ExtractError('output-lost', { text: target.name });
}

/** The run will not be gone on with: what it has made goes, and what is kept of it. */
export async function forgetFileRun({ start }: SavedFileRun, store: RunStore): Promise<void> {
  await store.forget(start.id);
  const folder = await openPrivateFolder();
  if (folder !== null) await removePrivate(folder, filesOf(start));
}

/** A run that is begun anew takes the place of those that were to make the very same: their files are large. */
export async function forgetSame(start: FileStart, store: RunStore): Promise<void> {
  for (const { run } of await store.all().catch(() => []))
    if (isFileRun(run) && isSame(run.start, start) && !(await isRunHeld(run.start.id))) await forgetFileRun(run, store);
}

function isSame(a: FileStart, b: FileStart): boolean {
  return a.target.kind === b.target.kind && isSamePrint(a.print, b.print) && areSameParts(a.parts, b.parts);
}

async function hasBytes(folder: FileSystemDirectoryHandle, name: string, size: number): Promise<boolean> {
  try {
    return (await (await folder.getFileHandle(name)).getFile()).size >= size;
  } catch (error) {
    if (exceptionName(error) === 'NotFoundError') return false;
    throw error;
  }
}
