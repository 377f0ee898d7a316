// Takes away what a run has left of its own, before it is gone on with or another is begun.
import { ExtractError } from '../problems/extract-error.ts';
import { removeMade } from '../sink/remove-made.ts';

/** A file, by its folder and its name there. */
export interface OwnFile {
  readonly folder: FileSystemDirectoryHandle;
  readonly name: string;
  /** What it is called where it has to be told of. */
  readonly path: string;
}

/**
 * @returns null, or the name of the browser's exception where it is still there
 * @throws ExtractError `folder-refused`
 */
export async function removeOwn({ folder, name, path }: OwnFile): Promise<string | null> {
  const reason = await removeMade(folder, name);
  if (reason === 'NotAllowedError') throw new ExtractError('folder-refused', { entry: path });
  return reason;
}

/**
 * What would be taken for a file of the user's, or for a whole one, if it stayed.
 * @throws ExtractError `leftover-stays` where it does; `folder-refused`
 */
export async function removeHindrance(file: OwnFile): Promise<void> {
  const reason = await removeOwn(file);
  if (reason !== null) throw new ExtractError('leftover-stays', { entry: file.path, text: reason });
}
