// The folders under the chosen one: each handle fetched once, and what stood in it before the run. A folder that this run
// made is known to be empty and never listed.
import { foldedName } from '../plan/taken-paths.ts';
import type { SafePath } from '../plan/safe-path.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { ComponentError, exceptionName } from './write-error.ts';

export interface Folder {
  /** The latest: fetched anew after every `refresh`. */
  handle: FileSystemDirectoryHandle;
  /** Counts the refreshes before the handle was fetched. */
  age: number;
  /** Names that were there before the run, folded: on some systems `A.txt` is `a.txt`. */
  readonly earlier: ReadonlySet<string>;
  /**
   * Names that this run has given to files here, as they are spelled, by folded name. Names that fold to the same stand behind
   * each other with a `/` between, which no name holds: a string that is there already, where a list would be one more
   * object for each of a hundred thousand files.
   */
  readonly claimed: Map<string, string>;
  /** Files of this run that failed, empty, and that could not be removed. Free to be written again. */
  readonly leftBehind: Set<string>;
  /** Folders in it that were asked for, made or being made. */
  readonly inside: Map<string, Promise<Folder>>;
}

const nothing: ReadonlySet<string> = new Set();

function toFolder(handle: FileSystemDirectoryHandle, earlier: ReadonlySet<string>, age: number): Folder {
  return { handle, age, earlier, claimed: new Map(), leftBehind: new Set(), inside: new Map() };
}

export class FolderTree {
  readonly root: FileSystemDirectoryHandle;
  #top: Promise<Folder> | null = null;
  #age = 0;

  constructor(root: FileSystemDirectoryHandle) {
    this.root = root;
  }

  /**
   * After a fault: handles are fetched anew, so that nothing is written through one whose folder has meanwhile become
   * something else (a link, say). What is known of each folder stays.
   */
  refresh(): void {
    this.#age += 1;
  }

  /**
   * The folder of a path's first `depth` components, made if need be.
   * @throws ComponentError; ExtractError `folder-gone` where one that was there before a refresh is not any more
   */
  async folder(path: SafePath, depth: number): Promise<Folder> {
    this.#top ??= forgettingFailure(list(this.root, this.#age), () => {
      this.#top = null;
    });
    let folder = await this.#top;
    for (const name of path.slice(0, depth)) folder = await this.#inside(folder, name);
    return folder;
  }

  async #inside(parent: Folder, name: string): Promise<Folder> {
    const known = parent.inside.get(name);
    if (known === undefined) {
      const entering = forgettingFailure(enter(parent, name, this.#age), () => parent.inside.delete(name));
      parent.inside.set(name, entering);
      return entering;
    }
    const folder = await known;
    if (folder.age !== this.#age) await renew(parent, folder, name, this.#age);
    return folder;
  }
}

/** What has failed is tried again when it is asked for again. */
function forgettingFailure(folder: Promise<Folder>, forget: () => void): Promise<Folder> {
  folder.catch(forget);
  return folder;
}

async function enter({ handle, earlier }: Folder, name: string, age: number): Promise<Folder> {
  try {
    const entered = await handle.getDirectoryHandle(name, { create: true });
    return earlier.has(foldedName(name)) ? await list(entered, age) : toFolder(entered, nothing, age);
  } catch (error) {
    throw new ComponentError(name, error);
  }
}

/** Never makes a folder again: what this run has written into it would be missing without a word. */
async function renew(parent: Folder, folder: Folder, name: string, age: number): Promise<void> {
  try {
    folder.handle = await parent.handle.getDirectoryHandle(name);
    folder.age = age;
  } catch (error) {
    const isGone = exceptionName(error) === 'NotFoundError';
    throw isGone ? new ExtractError('folder-gone', { text: name }, error) : new ComponentError(name, error);
  }
}

async function list(handle: FileSystemDirectoryHandle, age: number): Promise<Folder> {
  const earlier = new Set<string>();
  for await (const name of handle.keys()) earlier.add(foldedName(name));
  return toFolder(handle, earlier, age);
}

/** What has this name? Asks without creating. */
export async function whatIs(folder: FileSystemDirectoryHandle, name: string): Promise<'file' | 'directory' | null> {
  try {
    await folder.getFileHandle(name);
    return 'file';
  } catch (error) {
    if (exceptionName(error) === 'NotFoundError') return null;
    if (exceptionName(error) === 'TypeMismatchError') return 'directory';
    throw error;
  }
}
