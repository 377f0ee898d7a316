// The folders under the chosen one: each handle fetched once, and what stood in it before the run. A folder that this run
// made is known to be empty and never listed.
import { foldedName } from '../plan/taken-paths.ts';
import type { SafePath } from '../plan/safe-path.ts';
import { ComponentError, exceptionName } from './write-error.ts';

export interface Folder {
  readonly handle: FileSystemDirectoryHandle;
  /** Names that were there before the run, folded: on some systems `A.txt` is `a.txt`. */
  readonly earlier: ReadonlySet<string>;
  /** Names that this run has given to files here, as they are spelled, by folded name. */
  readonly claimed: Map<string, readonly string[]>;
}

const nothing: ReadonlySet<string> = new Set();

export class FolderTree {
  readonly root: FileSystemDirectoryHandle;
  readonly #folders = new Map<string, Promise<Folder>>();

  constructor(root: FileSystemDirectoryHandle) {
    this.root = root;
  }

  /** The folder of a path's first `depth` components, made if need be. @throws ComponentError */
  folder(path: SafePath, depth: number): Promise<Folder> {
    const key = path.slice(0, depth).join('/');
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const folder = depth === 0 ? this.#list(this.root) : this.#enter(path, depth);
    this.#folders.set(key, folder);
    return folder;
  }

  async #enter(path: SafePath, depth: number): Promise<Folder> {
    const parent = await this.folder(path, depth - 1);
    const name = path[depth - 1] ?? '';
    try {
      const handle = await parent.handle.getDirectoryHandle(name, { create: true });
      return parent.earlier.has(foldedName(name))
        ? await this.#list(handle)
        : { handle, earlier: nothing, claimed: new Map() };
    } catch (error) {
      throw error instanceof ComponentError ? error : new ComponentError(name, error);
    }
  }

  async #list(handle: FileSystemDirectoryHandle): Promise<Folder> {
    const earlier = new Set<string>();
    for await (const name of handle.keys()) earlier.add(foldedName(name));
    return { handle, earlier, claimed: new Map() };
  }
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
