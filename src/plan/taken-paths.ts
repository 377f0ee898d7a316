// Keeps the paths of one plan apart: two entries never share a path, and no file stands where a folder must be. The later
// entry goes under a new name, so both contents are kept. Names that only some systems take for the same (case, Unicode
// form) are marked, and looked at when the place is known.
import { withName, type SafePath } from './safe-path.ts';
import type { NameChange } from '../problems/issue.ts';

export interface Placed {
  readonly path: SafePath;
  readonly change: Extract<NameChange, 'same-path' | 'file-and-folder'> | null;
  /** An earlier entry has this path but for case or Unicode form. */
  readonly hasTwin: boolean;
}

// eslint-disable-next-line no-control-regex -- the range is the point
const isAscii = /^[\x00-\x7f]*$/;

/** What case-insensitive and normalising systems take for the same name. */
export function foldedName(name: string): string {
  // Most names are ASCII, and most of those are their own folded form: no new string for them.
  return isAscii.test(name)
    ? name.toLowerCase()
    : name.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** `a.txt` → `a (2).txt`. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}

/** One folder of the plan. A tree of these holds each name once, however deep it lies: a set of whole paths would not. */
class PlannedFolder {
  readonly files = new Set<string>();
  readonly folders = new Map<string, PlannedFolder>();
  /** How far a search for a free number came, so that a thousand entries of one name are not counted through for each. */
  readonly #tried = new Map<string, number>();

  freeName(name: string, isTaken: (name: string) => boolean): string {
    if (!isTaken(name)) return name;
    for (let number = this.#tried.get(name) ?? 2; ; number += 1) {
      const free = numberedName(name, number);
      if (isTaken(free)) continue;
      this.#tried.set(name, number);
      return free;
    }
  }
}

export class TakenPaths {
  readonly #root = new PlannedFolder();
  readonly #folded = new Set<string>();
  #folderCount = 0;

  /** Folders that the paths placed so far lie in or are. */
  get folderCount(): number {
    return this.#folderCount;
  }

  placeFolder(path: SafePath): Placed {
    const { placed } = this.#enter(path, path.length);
    return { path: placed, change: placed === path ? null : 'file-and-folder', hasTwin: false };
  }

  placeFile(path: SafePath): Placed {
    const { placed, folder } = this.#enter(path, path.length - 1);
    const name = path.at(-1) ?? '';
    const isFolder = folder.folders.has(name);
    const free = folder.freeName(name, (taken) => folder.files.has(taken) || folder.folders.has(taken));
    folder.files.add(free);
    const final = free === name ? placed : withName(placed, path.length - 1, free);
    const folded = foldedName(final.join('/'));
    const hasTwin = this.#folded.has(folded);
    this.#folded.add(folded);
    const change = final === path ? null : placed !== path || isFolder ? 'file-and-folder' : 'same-path';
    return { path: final, change, hasTwin };
  }

  /** Walks down the first `depth` components, giving a new name to a folder whose name a file has. */
  #enter(path: SafePath, depth: number): { readonly placed: SafePath; readonly folder: PlannedFolder } {
    let placed = path;
    let folder = this.#root;
    for (const [index, name] of path.slice(0, depth).entries()) {
      const parent = folder;
      const free = parent.freeName(name, (taken) => parent.files.has(taken));
      if (free !== name) placed = withName(placed, index, free);
      folder = parent.folders.get(free) ?? new PlannedFolder();
      if (parent.folders.get(free) === undefined) this.#folderCount += 1;
      parent.folders.set(free, folder);
    }
    return { placed, folder };
  }
}
