// The file that the user chose for an output, as long as that is made elsewhere: what it was like before, whether it still is, and
// whether it goes where nothing comes of it.
import { ExtractError } from '../../problems/extract-error.ts';
import { isOverWithin } from '../is-over-within.ts';
import { exceptionName } from '../write-error.ts';
import { refuseIfPart, removeEmpty, type PartFile } from './file-place.ts';

/** The dialog makes a file, and empties one that is there, no longer than this before the run that is to fill it. */
const justBeforeMs = 60_000;

/** Nobody waits longer for an empty file to go. */
const graceMs = 2000;

export interface ChosenFile {
  readonly handle: FileSystemFileHandle;
  /** As it was found. */
  readonly before: Pick<File, 'size' | 'lastModified'>;
}

/** @throws ExtractError `output-is-part`; what the browser says */
export async function lookAt(handle: FileSystemFileHandle, parts: readonly PartFile[]): Promise<ChosenFile> {
  const { size, lastModified } = await refuseIfPart(handle, parts);
  return { handle, before: { size, lastModified } };
}

/** @throws ExtractError `output-changed` where somebody has written to it meanwhile; what the browser says */
export async function refuseIfChanged({ handle, before }: ChosenFile): Promise<void> {
  const { size, lastModified } = await handle.getFile();
  if (size !== before.size || lastModified !== before.lastModified)
    throw new ExtractError('output-changed', { text: handle.name });
}

/**
 * Of a run that is gone on with: null where the file is gone, may not be written any more, or holds something by now. What was
 * made is downloaded then.
 * @throws what else the browser says
 */
export async function ifStillEmpty(handle: FileSystemFileHandle): Promise<FileSystemFileHandle | null> {
  try {
    if (tellsLeave(handle) && (await handle.queryPermission({ mode: 'readwrite' })) !== 'granted') return null;
    return (await handle.getFile()).size === 0 ? handle : null;
  } catch (error) {
    if (exceptionName(error) === 'NotFoundError') return null;
    throw error;
  }
}

/** Browsers with the dialog have it; neither the standard nor TypeScript has. */
function tellsLeave(handle: FileSystemFileHandle): handle is FileSystemFileHandle & {
  queryPermission(leave: { readonly mode: 'readwrite' }): Promise<PermissionState>;
} {
  return 'queryPermission' in handle;
}

/**
 * Removes it where it is as the dialog has made it: empty, and no older than the run. Never rejects. Where the browser does not
 * answer, or the page has no leave to write any more, it stays.
 */
export async function removeUnfilled(handle: FileSystemFileHandle, startedMs: number): Promise<void> {
  await isOverWithin(graceMs, removeIfMade(handle, startedMs));
}

async function removeIfMade(handle: FileSystemFileHandle, startedMs: number): Promise<void> {
  const made = await handle.getFile().catch(() => null);
  if (made !== null && made.lastModified > startedMs - justBeforeMs) await removeEmpty(handle);
}
