// Takes away a file that this program has made and that is not wanted any more.
import { ExtractError } from '../problems/extract-error.ts';
import { exceptionName } from './write-error.ts';

/** Something may hold a new file a moment longer: the browser's own lock, a virus scanner, an indexer. */
const againMs = [50, 500];

/** @returns null, or the name of the browser's exception where it is still there */
export async function removeMade(folder: FileSystemDirectoryHandle, name: string): Promise<string | null> {
  for (const delayMs of [...againMs, null]) {
    try {
      await folder.removeEntry(name);
      return null;
    } catch (error) {
      const reason = exceptionName(error);
      if (reason === 'NotFoundError') return null;
      if (delayMs === null) return reason;
      await new Promise((resolve) => {
        setTimeout(resolve, delayMs);
      });
    }
  }
  return null;
}

/**
 * The same, but for a folder that has come up in the place of the chosen one: a file of this name there is somebody else's.
 * @param verify throws ExtractError where one has
 */
export async function removeMadeHere(
  folder: FileSystemDirectoryHandle,
  name: string,
  verify: () => Promise<void>,
): Promise<string | null> {
  try {
    await verify();
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    return exceptionName(error.cause);
  }
  return removeMade(folder, name);
}
