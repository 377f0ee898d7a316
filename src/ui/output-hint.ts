// What to know of the chosen output before it is begun.
import type { RunChoices } from '../extract/worker-api.ts';
import { bytes } from './format.ts';
import type { OutputKind } from './output-choice.ts';
import { canChooseFile, canKeepFirst } from './pick.ts';
import type { OpenBackup } from './run-state.ts';

const folderHint =
  'Best is a new, empty folder. Browsers refuse Desktop, Documents and Downloads themselves: make a folder inside one of them.';

/** @param size of the files to be extracted, in bytes */
export function outputHint(
  kind: OutputKind,
  { isEncrypted }: OpenBackup,
  size: number,
  { writesDirectly }: Pick<RunChoices, 'writesDirectly'>,
): string {
  if (kind === 'folder') return folderHint;
  return [
    ...(isEncrypted ? ['The new file is not encrypted: whoever has it can read everything in it.'] : []),
    canChooseFile() ? chosenHint(size, writesDirectly) : downloadHint(size),
  ].join(' ');
}

function chosenHint(size: number, writesDirectly: boolean): string {
  if (!canKeepFirst()) return 'You choose where it goes.';
  return writesDirectly
    ? 'You choose where it goes. Until it is whole, it is lost if the page is closed or crashes.'
    : `You choose where it goes. Until it is whole, the browser makes it in its own storage, so that it can be continued if the page is closed or crashes; then it is copied, and goes from there. That may take ${bytes(size)} more for a while.`;
}

/** Without a dialog for files the browser makes the file in its own storage first; on file:// it has none. */
function downloadHint(size: number): string {
  return location.protocol === 'file:'
    ? 'As this page was opened from a file, this browser can make it only in memory: up to 256 MB.'
    : `The browser makes the file in its own storage first, and then downloads it. That may take ${bytes(size)} for a while, and about a kilobyte more for each file and folder. Nothing is uploaded.`;
}
