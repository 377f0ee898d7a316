// The folders under the chosen one: each handle fetched once, and what stood in it before the run. A folder that this run
// made is known to be empty and never listed.
import { foldedName } from '../plan/name-key.ts';
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
  /** Names that this run has used and given back: a file that is there all the same is its own, and free to be written again. */
  readonly leftBehind: Set<string>;
  /** Folders in it that were asked for, made or being made. */
  readonly inside: Map<string, Promise<Folder>>;
}

/** Names that earlier visits of this run have given to files, by the path of their folder. */
export type NamesGiven = ReadonlyMap<string, readonly string[]>;

const nothing: ReadonlySet<string> = new Set();

export class FolderTree {
  readonly root: FileSystemDirectoryHandle;
  readonly #given: NamesGiven;
  readonly #verify: () => Promise<void>;
  #top: Promise<Folder> | null = null;
  #age = 0;
  /** Made, or being made, since the last good look at the root: what forgets each, and the number of those that are made. */
  readonly #unsure = new Map<() => void, number | null>();
  /** By the path of a folder, what does not change where it is entered once more. */
  readonly #names = new Map<string, Pick<Folder, 'claimed' | 'leftBehind'>>();
  #entered = 0;
  #verifying: Promise<void> | null = null;

  /** @param verify throws where the root is not what it was: what is listed then is of no use */
  constructor(root: FileSystemDirectoryHandle, given: NamesGiven, verify: () => Promise<void>) {
    this.root = root;
    this.#given = given;
    this.#verify = verify;
  }

  /**
   * After a fault: handles are fetched anew, so that nothing is written through one whose folder has meanwhile become
   * something else (a link, say). What is known of each folder stays.
   */
  refresh(): void {
    this.#age += 1;
  }

  /** Is the root what it was? Looked at once for all who ask meanwhile. @throws ExtractError where it is not */
  verify(): Promise<void> {
    this.#verifying ??= this.#verify().finally(() => {
      this.#verifying = null;
    });
    return this.#verifying;
  }

  /** How many folders were made so far. */
  get entered(): number {
    return this.#entered;
  }

  /** The root was found to be what it was: in it are the folders that were made before. */
  confirm(entered: number): void {
    for (const [forget, number] of this.#unsure) if (number !== null && number < entered) this.#unsure.delete(forget);
  }

  /** It was found to be another: folders made since it was known to be the same are to be made once more. */
  doubt(): void {
    for (const forget of this.#unsure.keys()) forget();
    this.#unsure.clear();
  }

  /**
   * The folder of a path's first `depth` components, made if need be.
   * @throws ComponentError; ExtractError `folder-gone` where one that was there before a refresh is not any more
   */
  async folder(path: SafePath, depth: number): Promise<Folder> {
    this.#top ??= forgettingFailure(this.#listed(this.root, []), () => {
      this.#top = null;
    });
    let folder = await this.#top;
    for (let at = 0; at < depth; at += 1) folder = await this.#inside(folder, path, at);
    return folder;
  }

  /** The folder that is the component `at` of a path, in the one above it. */
  async #inside(parent: Folder, path: SafePath, at: number): Promise<Folder> {
    const name = path[at] ?? '';
    const known = parent.inside.get(name);
    if (known === undefined) {
      const forget = (): void => {
        if (parent.inside.get(name) === entering) parent.inside.delete(name);
      };
      const entering: Promise<Folder> = forgettingFailure(this.#enter(parent, path.slice(0, at + 1)), forget);
      parent.inside.set(name, entering);
      // One that was there before the run is known to be in the root, as it was listed.
      if (!parent.earlier.has(foldedName(name))) this.#unsure.set(forget, null);
      const folder = await entering.catch((error: unknown) => {
        this.#unsure.delete(forget);
        throw error;
      });
      if (this.#unsure.has(forget)) this.#unsure.set(forget, this.#entered);
      this.#entered += 1;
      return folder;
    }
    const folder = await known;
    if (folder.age !== this.#age) await renew(parent, folder, name, this.#age);
    return folder;
  }

  async #enter({ handle, earlier }: Folder, path: readonly string[]): Promise<Folder> {
    const name = path.at(-1) ?? '';
    try {
      const entered = await handle.getDirectoryHandle(name, { create: true });
      return earlier.has(foldedName(name)) ? await this.#listed(entered, path) : this.#toFolder(entered, path, nothing);
    } catch (error) {
      throw error instanceof ExtractError ? error : new ComponentError(name, error);
    }
  }

  async #listed(handle: FileSystemDirectoryHandle, path: readonly string[]): Promise<Folder> {
    const earlier = new Set<string>();
    for await (const name of handle.keys()) earlier.add(foldedName(name));
    await this.#verify();
    return this.#toFolder(handle, path, earlier);
  }

  #toFolder(handle: FileSystemDirectoryHandle, path: readonly string[], earlier: ReadonlySet<string>): Folder {
    return { handle, age: this.#age, earlier, ...this.#namesIn(path.join('/')), inside: new Map() };
  }

  #namesIn(path: string): Pick<Folder, 'claimed' | 'leftBehind'> {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const names = { claimed: new Map<string, string>(), leftBehind: new Set<string>() };
    for (const name of this.#given.get(path) ?? []) claim(names, name);
    this.#names.set(path, names);
    return names;
  }
}

/** Enters a name as given by this run. */
export function claim({ claimed }: Pick<Folder, 'claimed'>, name: string): void {
  const folded = foldedName(name);
  const others = claimed.get(folded);
  claimed.set(folded, others === undefined ? name : `${others}/${name}`);
}

/** What has failed is tried again when it is asked for again. */
function forgettingFailure(folder: Promise<Folder>, forget: () => void): Promise<Folder> {
  folder.catch(forget);
  return folder;
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
