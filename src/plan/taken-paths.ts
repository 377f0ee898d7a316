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

/** What case-insensitive and normalising systems take for the same name. */
export function foldedName(name: string): string {
  return name.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** `a.txt` → `a (2).txt`. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`;
}

export class TakenPaths {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  readonly #folded = new Set<string>();
  readonly #fileNumbers = new Map<string, number>();
  readonly #folderNumbers = new Map<string, number>();

  placeFolder(path: SafePath): Placed {
    return this.#clear(path, path.length);
  }

  placeFile(path: SafePath): Placed {
    const cleared = this.#clear(path, path.length - 1);
    let { change } = cleared;
    let placed = cleared.path;
    const wanted = key(placed, path.length);
    if (this.#isTaken(wanted)) {
      change ??= this.#folders.has(wanted) ? 'file-and-folder' : 'same-path';
      placed = numbered(placed, path.length, this.#fileNumbers, (name) => this.#isTaken(name));
    }
    const taken = key(placed, path.length);
    this.#files.add(taken);
    const folded = foldedName(taken);
    const hasTwin = this.#folded.has(folded);
    this.#folded.add(folded);
    return { path: placed, change, hasTwin };
  }

  #isTaken(path: string): boolean {
    return this.#files.has(path) || this.#folders.has(path);
  }

  /** Makes folders of the first `depth` components, giving a new name to one whose name a file has. */
  #clear(path: SafePath, depth: number): Placed {
    let placed = path;
    let change: Placed['change'] = null;
    for (let length = 1; length <= depth; length += 1) {
      if (this.#files.has(key(placed, length))) {
        change = 'file-and-folder';
        placed = numbered(placed, length, this.#folderNumbers, (name) => this.#files.has(name));
      }
      this.#folders.add(key(placed, length));
    }
    return { path: placed, change, hasTwin: false };
  }
}

/**
 * The path with a number behind the last of its first `length` components: the first that is free. `tried` remembers how
 * far earlier searches came, so that a thousand entries of one name are not counted through for each of them.
 */
function numbered(
  path: SafePath,
  length: number,
  tried: Map<string, number>,
  isTaken: (path: string) => boolean,
): SafePath {
  const wanted = key(path, length);
  for (let number = tried.get(wanted) ?? 2; ; number += 1) {
    const placed = withName(path, length - 1, numberedName(path[length - 1] ?? '', number));
    if (isTaken(key(placed, length))) continue;
    tried.set(wanted, number);
    return placed;
  }
}

function key(path: SafePath, length: number): string {
  return path.slice(0, length).join('/');
}
