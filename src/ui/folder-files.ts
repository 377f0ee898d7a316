// The files of a folder that can be parts of a backup: those in it and at most a level below, by their names. People point
// at Downloads, or at a disk: the search is bounded, and files that cannot be parts are not even opened.

import { withFolder } from './file-folders.ts';
import { fileBehind } from './file-handles.ts';

/** A file or folder, as the pickers' handles and as the entries of a drop give it. */
export type Found =
  | { readonly name: string; readonly file: () => Promise<File> }
  | { readonly name: string; readonly children: () => AsyncIterable<Found> };

/** Thrown where a folder holds more names than anyone would want searched. */
export class FolderTooBig extends Error {
  override readonly name = 'FolderTooBig';
}

const maxNames = 20_000;

/** Looser than what makes a part: this only keeps a folder's other files shut. The survey decides. */
const partLike = /\.(jpa|jps|zip|[jz]\d{2,})( ?\(\d+\))?(\.\w+)?$|\.crdownload$/i;

export function mayBePart(name: string): boolean {
  return partLike.test(name);
}

/**
 * Each with the folder it lies in, beginning with this one.
 * @throws FolderTooBig after `limit` names of files and folders.
 */
export async function filesInFolder(folder: Found, limit = maxNames): Promise<readonly File[]> {
  const files: File[] = [];
  let seen = 0;
  const search = async (children: AsyncIterable<Found>, path: string, levels: number): Promise<void> => {
    for await (const child of children) {
      seen += 1;
      if (seen > limit) throw new FolderTooBig();
      if ('file' in child) {
        if (mayBePart(child.name)) files.push(withFolder(await child.file(), path));
      } else if (levels > 0) await search(child.children(), `${path}/${child.name}`, levels - 1);
    }
  };
  if ('children' in folder) await search(folder.children(), folder.name, 1);
  return files;
}

/** What a picker gives, or a drop in Chromium. */
export function fromHandle(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Found {
  if (handle.kind === 'file') return { name: handle.name, file: () => fileBehind(handle) };
  return { name: handle.name, children: () => childHandles(handle) };
}

/** What a drop gives in every browser. */
export function fromEntry(entry: FileSystemEntry): Found {
  if (isFolder(entry)) return { name: entry.name, children: () => childEntries(entry) };
  return { name: entry.name, file: () => fileOf(entry) };
}

async function* childHandles(folder: FileSystemDirectoryHandle): AsyncGenerator<Found> {
  for await (const child of folder.values()) yield fromHandle(child);
}

async function* childEntries(folder: FileSystemDirectoryEntry): AsyncGenerator<Found> {
  const reader = folder.createReader();
  for (;;) {
    // A reader gives a hundred or so at a time, and an empty list at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return;
    yield* batch.map(fromEntry);
  }
}

function fileOf(entry: FileSystemEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    if (isFile(entry)) entry.file(resolve, reject);
    else reject(new TypeError('neither a file nor a folder'));
  });
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
