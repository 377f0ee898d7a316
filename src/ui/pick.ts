// Getting files and folders from the user: the browser's pickers, plain file inputs where it has none, and what is dropped.
// A picker that is closed without a choice is no error: it gives nothing.
import { ExtractError } from '../problems/extract-error.ts';
import { fileBehind, withHandle } from './file-handles.ts';
import { filesInFolder, fromEntry, fromHandle, mayBePart } from './folder-files.ts';

/** Where Brave, which is Chromium without these pickers, can be given them. */
export const braveFlag = 'brave://flags/#file-system-access-api';

/** Can this browser write into a folder of the user's choice? */
export function canWriteFolders(): boolean {
  return 'showDirectoryPicker' in window;
}

/** Asks for files; where the browser has no picker, through the input, whose change event brings them. */
export async function pickFiles(input: HTMLInputElement): Promise<readonly File[]> {
  if (!('showOpenFilePicker' in window)) {
    input.click();
    return [];
  }
  const handles = await unlessDismissed(window.showOpenFilePicker({ multiple: true, id: 'unstow-backup' }));
  return Promise.all((handles ?? []).map(fileBehind));
}

/** Asks for a folder of parts, to be read only; like `pickFiles`. */
export async function pickFolder(input: HTMLInputElement): Promise<readonly File[]> {
  if (!('showDirectoryPicker' in window)) {
    input.click();
    return [];
  }
  const folder = await unlessDismissed(window.showDirectoryPicker({ mode: 'read', id: 'unstow-backup' }));
  return folder === null ? [] : filesInFolder(fromHandle(folder));
}

/** Files of an input, emptied so that the same choice counts again. From a folder: those that can be parts, at most a level down. */
export function takeFiles(input: HTMLInputElement): readonly File[] {
  const files = Array.from(input.files ?? []);
  input.value = '';
  return files.filter((file) => {
    const path = file.webkitRelativePath.split('/');
    return path.length < 2 || (path.length <= 3 && mayBePart(file.name));
  });
}

/**
 * Asks for the folder to extract into. Must be called in the click itself. Null where the user chose none.
 * @throws ExtractError `folder-refused` where the browser does not allow it.
 */
export async function pickTarget(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await unlessDismissed(window.showDirectoryPicker({ mode: 'readwrite', id: 'unstow-target' }));
  } catch (cause) {
    if (cause instanceof DOMException) throw new ExtractError('folder-refused', {}, cause);
    throw cause;
  }
}

/** Can the user say where a single file is to go? If not, it is made first and downloaded then. */
export function canChooseFile(): boolean {
  return 'showSaveFilePicker' in window;
}

/** Is such a file made in the page's own storage first? A page that was opened from a file has none. */
export function canKeepFirst(): boolean {
  return canChooseFile() && location.protocol !== 'file:';
}

/**
 * Asks where a single file is to go. Must be called in the click itself. Null where the user chose nothing.
 * @throws ExtractError `output-refused` where the browser does not allow it.
 */
export async function pickOutput(suggestedName: string): Promise<FileSystemFileHandle | null> {
  try {
    return await unlessDismissed(window.showSaveFilePicker({ suggestedName, id: 'unstow-output' }));
  } catch (cause) {
    if (cause instanceof DOMException) throw new ExtractError('output-refused', {}, cause);
    throw cause;
  }
}

/**
 * Files of a drop; a dropped folder gives those that can be parts. The transfer is empty as soon as the event is over, so
 * everything is taken out of it before the first wait.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const items = Array.from(transfer.items).filter((item) => item.kind === 'file');
  const taken = items.map(async (item) => {
    const file = item.getAsFile();
    const entry = item.webkitGetAsEntry();
    // From file:// pages Chromium's entries cannot be read, its handles can; Firefox and Safari have entries only.
    const handling = 'getAsFileSystemHandle' in item ? item.getAsFileSystemHandle() : Promise.resolve(null);
    if (entry?.isDirectory !== true) {
      if (file === null) return [];
      // What is no file to the browser's handles is read all the same, as long as this page is open.
      const handle = await handling.catch(() => null);
      return [isFile(handle) ? withHandle(file, handle) : file];
    }
    const folder = await handling;
    return filesInFolder(isFolder(folder) ? fromHandle(folder) : fromEntry(entry));
  });
  return (await Promise.all(taken)).flat();
}

function isFile(handle: FileSystemHandle | null): handle is FileSystemFileHandle {
  return handle?.kind === 'file';
}

function isFolder(handle: FileSystemHandle | null): handle is FileSystemDirectoryHandle {
  return handle?.kind === 'directory';
}

async function unlessDismissed<Choice>(choosing: Promise<Choice>): Promise<Choice | null> {
  try {
    return await choosing;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
