// Takes away a file that this program has made and that is not wanted any more.
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
