// What of a backup can be ticked: files, links and empty folders, but for what is never written, as it cannot be read, or its
// path leads nowhere or out of the backup. As in plan/judge-entry.ts, which has the last word.
import type { EntryTable } from '../../listing/entry-table.ts';
import { directoryKind, linkKind, type SortedOut } from './sort-out.ts';

export interface Tickability {
  /** As in ZIP. */
  readonly splitsAtBackslash: boolean;
  /** Files and folders whose paths lead out are written too. */
  readonly keepsOutside: boolean;
  readonly isEmptyFolder: (folder: number) => boolean;
}

/** @returns by ordinal, 1 for what can be ticked */
export function tickableEntries(
  { kinds, paths, unreadable }: EntryTable,
  sorted: SortedOut,
  { splitsAtBackslash, keepsOutside, isEmptyFolder }: Tickability,
): Uint8Array {
  const separator = splitsAtBackslash ? /[/\\]/ : /\//;
  const isOutsideFolder = outsideFolders(sorted, separator);
  const tickable = new Uint8Array(paths.length);
  paths.forEach((path, ordinal) => {
    const folder = sorted.folderOf[ordinal] ?? 0;
    const isDirectory = kinds[ordinal] === directoryKind;
    // A directory lies in the folder that it is.
    const name = isDirectory || !path.includes('..') ? '' : path.slice(sorted.nameStarts[ordinal]);
    const isOutside = isOutsideFolder[folder] === 1 || leadsOut(name, separator);
    const isThere = isOutside
      ? keepsOutside && kinds[ordinal] !== linkKind && hasName(path, separator)
      : isDirectory || folder !== 0 || hasName(path, separator);
    if (isThere && (!isDirectory || isEmptyFolder(folder)) && unreadable[ordinal] === 0) tickable[ordinal] = 1;
  });
  return tickable;
}

/** May be the rest of a deep path. */
function leadsOut(name: string, separator: RegExp): boolean {
  return name.split(separator).includes('..');
}

/** Is anything left of it without its dots? */
function hasName(path: string, separator: RegExp): boolean {
  return path.split(separator).some((component) => !['', '.', '..'].includes(component));
}

/** Of each folder, 1 where the way to it leads out of the backup. */
function outsideFolders({ folderNames, parents }: SortedOut, separator: RegExp): Uint8Array {
  const outside = new Uint8Array(parents.length);
  folderNames.forEach((name, folder) => {
    if (outside[parents[folder] ?? 0] === 1 || leadsOut(name, separator)) outside[folder] = 1;
  });
  return outside;
}
