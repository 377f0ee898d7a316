// Which folders of a site are the biggest: those at its top, and the ones directly in them.
import type { ArchiveIndex } from '../archive/entry.ts';
import { writtenPath } from '../plan/written-path.ts';

export interface FolderSize {
  /** Of the folder alone. */
  readonly name: string;
  /** Bytes of all files in it and below, extracted. */
  readonly size: number;
  readonly fileCount: number;
  /** The biggest of those directly in it, if they make up a good part of it. */
  readonly inside: readonly FolderSize[];
}

const mostFolders = 5;
const mostInside = 2;
/** A folder within another is worth telling from this share of it on. */
const leastShare = 0.1;

interface Counted {
  size: number;
  fileCount: number;
  readonly inside: Map<string, Counted>;
}

/** Biggest first, of what can be extracted; those without a byte are left out. */
export function biggestFolders({ entries, format }: Pick<ArchiveIndex, 'entries' | 'format'>): readonly FolderSize[] {
  const top = new Map<string, Counted>();
  for (const { path, kind, size, data } of entries) {
    const written = kind === 'file' && data.in !== 'unsupported' ? writtenPath(path, format) : null;
    if (written === null) continue;
    const [first, second] = foldersOf(written);
    if (first === undefined) continue;
    const folder = add(top, first, size);
    if (second !== undefined) add(folder.inside, second, size);
  }
  return biggest(top, mostFolders, 1);
}

/** The first two folders on the way to a file. */
function foldersOf(path: string): readonly string[] {
  const first = path.indexOf('/');
  if (first === -1) return [];
  const second = path.indexOf('/', first + 1);
  const name = path.slice(0, first);
  return second === -1 ? [name] : [name, path.slice(first + 1, second)];
}

function add(folders: Map<string, Counted>, name: string, size: number): Counted {
  let folder = folders.get(name);
  if (folder === undefined) {
    folder = { size: 0, fileCount: 0, inside: new Map() };
    folders.set(name, folder);
  }
  folder.size += size;
  folder.fileCount += 1;
  return folder;
}

function biggest(folders: ReadonlyMap<string, Counted>, most: number, least: number): readonly FolderSize[] {
  return [...folders]
    .filter(([, { size }]) => size >= least)
    .sort(([a, { size: sizeA }], [b, { size: sizeB }]) => sizeB - sizeA || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([name, { size, fileCount, inside }]) => ({
      name,
      size,
      fileCount,
      inside: biggest(inside, mostInside, Math.max(1, size * leastShare)),
    }));
}
