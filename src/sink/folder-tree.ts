// The folders under the chosen one: each handle fetched once, and what stood in it before the run. A folder that this run
// made is known to be empty and never listed.
import { foldedName } from '../plan/taken-paths.ts';
import type { SafePath } from '../plan/safe-path.ts';
import { ComponentError, exceptionName } from './write-error.ts';

export interface Folder {
  readonly handle: FileSystemDirectoryHandle;
  /** Names that were there before the run, folded: on some systems `A.txt` is `a.txt`. */
  readonly earlier: ReadonlySet<string>;
  /**
   * Names that this run has given to files here, as they are spelled, by folded name. Names that fold to the same stand behind
   * each other with a `/` between, which no name holds: a string that is there already, where a list would be one more
   * object for each of a hundred thousand files.
   */
  readonly claimed: Map<string, string>;
  /** Folders in it that were asked for, made or being made. */
  readonly inside: Map<string, Promise<Folder>>;
}

const nothing: ReadonlySet<string> = new Set();

function toFolder(handle: FileSystemDirectoryHandle, earlier: ReadonlySet<string>): Folder {
  return { handle, earlier, claimed: new Map(), inside: new Map() };
}

export class FolderTree {
  readonly root: FileSystemDirectoryHandle;
  #top: Promise<Folder> | null = null;

  constructor(root: FileSystemDirectoryHandle) {
    this.root = root;
  }

  /** The folder of a path's first `depth` components, made if need be. @throws ComponentError */
  async folder(path: SafePath, depth: number): Promise<Folder> {
    this.#top ??= list(this.root);
    let folder = await this.#top;
    for (const name of path.slice(0, depth)) {
      const known = folder.inside.get(name);
      const next = known ?? enter(folder, name);
      if (known === undefined) folder.inside.set(name, next);
      folder = await next;
    }
    return folder;
  }
}

async function enter({ handle, earlier }: Folder, name: string): Promise<Folder> {
  try {
    const entered = await handle.getDirectoryHandle(name, { create: true });
    return earlier.has(foldedName(name)) ? await list(entered) : toFolder(entered, nothing);
  } catch (error) {
    throw new ComponentError(name, error);
  }
}

async function list(handle: FileSystemDirectoryHandle): Promise<Folder> {
  const earlier = new Set<string>();
  for await (const name of handle.keys()) earlier.add(foldedName(name));
  return toFolder(handle, earlier);
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
