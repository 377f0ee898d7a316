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
    : `What there is of it lies in the browser’s own storage, readable without a password. Forget takes this offer away, and deletes what the browser keeps of the file.${target.file === null ? '' : ' Where you wanted it, an empty file may stay.'}`;
}

/** Where runs are marked of which nothing is known here: whose they may be. */
export const unknownRunsWords =
  'A file there marks a run of which this browser has no record. Another browser, another profile or another copy of this page may be extracting into this folder just now, and two at once would spoil each other’s files. Or that run is over: it was stopped there, or it was one of an earlier visit whose records are gone.';

/** Where such a run had begun to write, and is over: it is not gone on with, and what that means for the files that are there. */
export const lostRunWords =
  'How far the other extraction came cannot be found out, so this one begins anew. Empty files in the places of its files are removed. All others count as files that were there before, and the last of them may be incomplete: Overwrite makes all of them again.';
