// What to know of the chosen output before it is begun.
import { bytes } from './format.ts';
import type { OutputKind } from './output-choice.ts';
import { canChooseFile } from './pick.ts';
import type { OpenBackup } from './run-state.ts';

const folderHint =
  'Best is a new, empty folder. Browsers refuse Desktop, Documents and Downloads themselves: make a folder inside one of them.';

/** @param size of the files to be extracted, in bytes */
export function outputHint(kind: OutputKind, { isEncrypted }: OpenBackup, size: number): string {
  if (kind === 'folder') return folderHint;
  return [
    ...(isEncrypted ? ['The new file is not encrypted: whoever has it can read everything in it.'] : []),
    canChooseFile() ? 'You choose where it goes.' : downloadHint(size),
  ].join(' ');
}

/** Without a dialog for files the browser makes the file in its own storage first; on file:// it has none. */
function downloadHint(size: number): string {
  return location.protocol === 'file:'
    ? 'As this page was opened from a file, this browser can make it only in memory: up to 256 MB.'
    : `The browser makes the file in its own storage first, and then downloads it. That may take ${bytes(size)} for a while, and about a kilobyte more for each file and folder. Nothing is uploaded.`;
}
