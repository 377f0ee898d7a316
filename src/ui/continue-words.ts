// What comes of going on with a run that was broken off, and of forgetting it: it keeps to what was chosen when it was begun.
import type { UnfinishedRun } from '../extract/worker-api.ts';

/** @param hasSelection only some of the backup is ticked just now */
export function continueWords({ isSelection, target }: UnfinishedRun, hasSelection: boolean): string {
  const kept =
    target.kind === 'folder'
      ? 'What is complete is not written again.'
      : 'What is in the file already is checked, and not made again.';
  if (isSelection) return `It extracts what was ticked when it was begun, and no more. ${kept}`;
  return hasSelection ? `It extracts the whole backup, whatever is ticked now. ${kept}` : kept;
}

export function forgetWords({ target }: UnfinishedRun): string {
  return target.kind === 'folder'
    ? 'Forget takes this offer away and keeps all files that are complete.'
    : 'What there is of it lies in the browser’s own storage, readable without a password. Forget takes this offer away, and deletes what the browser keeps of the file.';
}

/** Where one was broken off of which nothing can be told: it is not gone on with, and why. */
export const lostRunWords =
  'An extraction was stopped in this folder, and this page cannot find out how far it came: it may have been begun in another browser, or what the browser had noted of it is gone. So it begins anew. Empty files in the places of its files are removed. All others count as files that were there before, and the last of them may be incomplete: Overwrite makes all of them again.';
