// What a directory holds, by the paths of the others.
import type { Entry } from '../archive/entry.ts';

export interface CountBelow {
  readonly fileCount: number;
  readonly directoryCount: number;
  /** Bytes when extracted. */
  readonly size: number;
}

/** Links count as files. Folders count that have an entry or something in them. */
export function countBelow(entries: readonly Entry[], directory: string): CountBelow {
  const prefix = directory.replace(/\/+$/, '') + '/';
  const directories = new Set<string>();
  let fileCount = 0;
  let size = 0;
  for (const entry of entries) {
    if (!entry.path.startsWith(prefix)) continue;
    addFolders(directories, entry.path, prefix.length);
    if (entry.kind === 'directory') {
      const path = entry.path.replace(/\/+$/, '');
      if (path.length > prefix.length) directories.add(path);
    } else {
      fileCount += 1;
      size += entry.size;
    }
  }
  return { fileCount, directoryCount: directories.size, size };
}

function addFolders(directories: Set<string>, path: string, start: number): void {
  for (let at = path.indexOf('/', start); at !== -1 && at < path.length - 1; at = path.indexOf('/', at + 1))
    directories.add(path.slice(0, at));
}
