// The way back to where a run reads and writes, by the handles kept of it: the browser asks the user again for each leave that
// it does not remember.
import type { UnfinishedRun } from '../extract/worker-api.ts';
import { fileBehind } from './file-handles.ts';

export interface Reached {
  /** The user has given leave to write into the folder, where the run goes into one. */
  readonly mayWrite: boolean;
  /** The parts, as they are now; null where they cannot be had this way. */
  readonly files: readonly File[] | null;
}

/** To be called in the click itself. */
export async function reachRun({ target, parts }: UnfinishedRun): Promise<Reached> {
  const chosen = target.kind === 'folder' ? target.folder : target.file;
  const isAllowed = chosen === null || (await chosen.requestPermission({ mode: 'readwrite' })) === 'granted';
  // One file that may not be written where it was to go is downloaded instead.
  const mayWrite = isAllowed || target.kind !== 'folder';
  return { mayWrite, files: mayWrite && parts !== null ? await filesBehind(parts) : null };
}

/** The folder that it goes into, if it does, where that may be written to without a question. */
export async function reachableFolder({ target }: UnfinishedRun): Promise<FileSystemDirectoryHandle | null> {
  if (target.kind !== 'folder') return null;
  return (await target.folder.queryPermission({ mode: 'readwrite' })) === 'granted' ? target.folder : null;
}

/** A question for each of many files is more to ask than to pick them all at once. */
const mostQuestions = 2;

async function filesBehind(parts: readonly FileSystemFileHandle[]): Promise<readonly File[] | null> {
  try {
    const files: File[] = [];
    const states = await Promise.all(parts.map((part) => part.queryPermission({ mode: 'read' })));
    if (states.filter((state) => state !== 'granted').length > mostQuestions) return null;
    for (const part of parts) {
      if ((await part.requestPermission({ mode: 'read' })) !== 'granted') return null;
      files.push(await fileBehind(part));
    }
    return files;
  } catch (error) {
    // Moved or deleted; or the click was too long ago for another question.
    if (error instanceof DOMException) return null;
    throw error;
  }
}
