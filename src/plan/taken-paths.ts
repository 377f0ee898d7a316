// Keeps the paths of one plan apart: two entries never share a path, and no file stands where a folder must be. The later
// entry goes under a new name, so both contents are kept. What is one path is for the folder to say (`key`); names that only
// some systems take for the same are marked, and looked at when they are written.
import type { NameChange } from '../problems/issue.ts';
import { foldedName } from './name-key.ts';
import { numberedName } from './numbered-name.ts';
import { isDeep, withName, type SafePath } from './safe-path.ts';

export interface Placed {
  readonly path: SafePath;
  readonly change: Extract<NameChange, 'same-path' | 'file-and-folder' | 'same-spelling'> | null;
  /** An earlier entry has this path but for case or Unicode form. */
  readonly hasTwin: boolean;
}

/** Of all paths that are too deep for a folder: each costs hundreds of bytes here, and two bytes of an archive. */
const mostDeepFolders = 50_000;

/** One folder of the plan. A tree of these holds each name once, however deep it lies: a set of whole paths would not. */
class PlannedFolder {
  /** As it was spelled first. */
  readonly name: string;
  /** The name was made for this one folder: nothing else of the archive goes in here. */
  readonly isMade: boolean;
  /** Files by key, as they were spelled. */
  readonly files = new Map<string, string>();
  /** Folders by key. */
  readonly folders = new Map<string, PlannedFolder>();
  /** Folders that stand under a name made for them, by the one they have in the archive. */
  #encoded: Map<string, PlannedFolder> | null = null;
  /** How far a search for a free number came, so that a thousand entries of one name are not counted through for each. */
  #tried: Map<string, number> | null = null;

  constructor(name: string, isMade = false) {
    this.name = name;
    this.isMade = isMade;
  }

  encoded(original: string): PlannedFolder | undefined {
    return this.#encoded?.get(original);
  }

  keepEncoded(original: string, folder: PlannedFolder): void {
    this.#encoded ??= new Map();
    this.#encoded.set(original, folder);
  }

  freeName(name: string, isTaken: (name: string) => boolean): string {
    if (!isTaken(name)) return name;
    this.#tried ??= new Map();
    for (let number = this.#tried.get(name) ?? 2; ; number += 1) {
      const free = numberedName(name, number);
      if (isTaken(free)) continue;
      this.#tried.set(name, number);
      return free;
    }
  }
}

interface Entered {
  readonly path: SafePath;
  readonly folder: PlannedFolder;
  readonly change: Placed['change'];
}

export class TakenPaths {
  readonly #key: (name: string) => string;
  readonly #root = new PlannedFolder('');
  readonly #folded = new Set<string>();
  #folderCount = 0;
  #deepCount = 0;

  /** @param key two names of one key are one name */
  constructor(key: (name: string) => string = (name) => name) {
    this.#key = key;
  }

  /** Folders that the paths placed so far lie in or are. */
  get folderCount(): number {
    return this.#folderCount;
  }

  /** @param originals the same path as the archive has it, where it is under names made for it. @returns null where there are too many so deep */
  placeFolder(path: SafePath, originals: SafePath = path): Placed | null {
    if (this.#isFull(path)) return null;
    const { path: placed, change } = this.#enter(path, originals, path.length);
    return { path: placed, change, hasTwin: false };
  }

  /** @param originals as for `placeFolder` */
  placeFile(path: SafePath, originals: SafePath = path): Placed | null {
    if (this.#isFull(path)) return null;
    const entered = this.#enter(path, originals, path.length - 1);
    const { files, folders } = entered.folder;
    const name = path.at(-1) ?? '';
    const key = this.#key(name);
    const free = entered.folder.freeName(name, (taken) => files.has(this.#key(taken)) || folders.has(this.#key(taken)));
    const change =
      free === name ? entered.change : folders.has(key) ? 'file-and-folder' : this.#rivalry(files.get(key), name);
    files.set(this.#key(free), free);
    const final = free === name ? entered.path : withName(entered.path, path.length - 1, free);
    const folded = foldedName(final.join('/'));
    const hasTwin = this.#folded.has(folded);
    this.#folded.add(folded);
    return { path: final, change, hasTwin };
  }

  /** Walks down the first `depth` components, giving a new name to a folder whose name a file has. */
  #enter(path: SafePath, originals: SafePath, depth: number): Entered {
    let placed = path;
    let folder = this.#root;
    let change: Placed['change'] = null;
    const before = this.#folderCount;
    for (let index = 0; index < depth; index += 1) {
      const name = path[index] ?? '';
      const { entered, isRenamed } = this.#folderIn(folder, name, originals[index] ?? name);
      if (isRenamed) change = 'file-and-folder';
      else if (entered.name !== name) change ??= 'same-spelling';
      if (entered.name !== name) placed = withName(placed, index, entered.name);
      folder = entered;
    }
    if (isDeep(path)) this.#deepCount += this.#folderCount - before;
    return { path: placed, folder, change };
  }

  #folderIn(parent: PlannedFolder, name: string, original: string): { entered: PlannedFolder; isRenamed: boolean } {
    const isEncoded = name !== original;
    const known = isEncoded ? parent.encoded(original) : undefined;
    if (known !== undefined) return { entered: known, isRenamed: known.name !== name };
    const { files, folders } = parent;
    // A name made for a folder is its own: it shares it with none that the archive has, be that placed before it or behind.
    const free = parent.freeName(name, (taken) => {
      const key = this.#key(taken);
      const rival = folders.get(key);
      return files.has(key) || (rival !== undefined && (isEncoded || rival.isMade));
    });
    const there = folders.get(this.#key(free));
    const entered = there ?? new PlannedFolder(free, isEncoded);
    if (there === undefined) {
      this.#folderCount += 1;
      folders.set(this.#key(free), entered);
    }
    if (isEncoded) parent.keepEncoded(original, entered);
    return { entered, isRenamed: free !== name };
  }

  #rivalry(rival: string | undefined, name: string): Placed['change'] {
    return rival === undefined || rival === name ? 'same-path' : 'same-spelling';
  }

  #isFull(path: SafePath): boolean {
    return isDeep(path) && this.#deepCount > mostDeepFolders;
  }
}
