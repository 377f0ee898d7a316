// A file in the root of the chosen folder as long as a run is under way, or was broken off: while it is there the folder is
// the one that was chosen. A disk that was taken out and came back elsewhere does not have it.
import { ExtractError } from '../problems/extract-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import { exceptionName } from '../sink/write-error.ts';
import { toFolderError } from './folder-error.ts';
import { isTorn, isWholeJournal, markerHeading } from './journal-text.ts';
import { isRunId } from './run-id.ts';

// Text, as browsers look longer at files of kinds they do not know.
const pattern = /^\.unstow-([0-9a-f]{16})\.txt$/;
const copyPattern = /^\.unstow-([0-9a-f]{16})-[12]\.txt$/;
const swapSuffix = /(?:\.\d+)?\.crswap$/;

export function markerName(id: string): string {
  return `${startOf(id)}.txt`;
}

/** Of the copies of a journal that is kept in a marker. */
export function copyNames(id: string): readonly [string, string] {
  return [`${startOf(id)}-1.txt`, `${startOf(id)}-2.txt`];
}

function startOf(id: string): string {
  if (!isRunId(id)) throw new Error('not the id of a run');
  return `.unstow-${id}`;
}

/** The run that a file of this name in the root tells of, if it does. */
export function markedRun(name: string): string | null {
  return pattern.exec(name)?.[1] ?? null;
}

/** The run that a marker is of, a copy of what is in it, or what the browser kept beside one while it was written. */
function runOfMark(name: string): string | null {
  const own = name.replace(swapSuffix, '');
  return markedRun(own) ?? copyPattern.exec(own)?.[1] ?? null;
}

/** Is it one of these? */
export function isOfMarker(name: string): boolean {
  return runOfMark(name) !== null;
}

/** Nothing in it but what runs have marked it with: to the user that is empty. */
export async function isEmptyFolder(folder: FileSystemDirectoryHandle): Promise<boolean> {
  for await (const name of folder.keys()) {
    if (!isOfMarker(name)) return false;
    const id = markedRun(name);
    if (id !== null && (await new RunMarker(folder, id).content()) === 'foreign') return false;
  }
  return true;
}

/**
 * What is in a marker: nothing before the run has begun a file, then its signature or its journal. `torn` where it had one of
 * the two and has lost it. `foreign` where it was not written by this program, or cannot be read.
 */
export type MarkerContent = 'nothing' | 'signature' | 'journal' | 'torn' | 'foreign';

export class RunMarker {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #id: string;
  readonly #name: string;

  constructor(folder: FileSystemDirectoryHandle, id: string) {
    this.#folder = folder;
    this.#id = id;
    this.#name = markerName(id);
  }

  /** Empty, which is the least that can fail. @throws ExtractError where the folder takes no file */
  async make(): Promise<void> {
    try {
      await this.#folder.getFileHandle(this.#name, { create: true });
    } catch (error) {
      throw toFolderError(error, this.#folder);
    }
  }

  /** @throws ExtractError `folder-changed` where it is not there, and what else is wrong with the folder */
  async verify(): Promise<void> {
    try {
      await this.#folder.getFileHandle(this.#name);
    } catch (error) {
      if (exceptionName(error) !== 'NotFoundError') throw toFolderError(error, this.#folder);
      await this.#folder
        .keys()
        .next()
        .catch((inner: unknown) => {
          throw toFolderError(inner, this.#folder);
        });
      throw new ExtractError('folder-changed', { text: this.#folder.name }, error);
    }
  }

  /**
   * From here on a run that is broken off may leave something. Says so in the marker, if nothing does yet: a journal that is
   * kept elsewhere may be lost. Where that cannot be written, as on a full disk, a second empty file says it: who finds the
   * marker empty and alone knows that no file was begun.
   * @throws ExtractError where the folder does not even take that
   */
  async sign(): Promise<void> {
    if ((await this.content()) !== 'nothing') return;
    try {
      await this.#writeHeading();
    } catch {
      await this.#folder.getFileHandle(copyNames(this.#id)[0], { create: true }).catch((error: unknown) => {
        throw toFolderError(error, this.#folder);
      });
    }
  }

  /** Of a journal in it, nothing stays but its heading, and no copy. A marker that is not there is not made anew. */
  async unsay(): Promise<void> {
    try {
      await this.#writeHeading();
    } catch (error) {
      if (exceptionName(error) !== 'NotFoundError') throw error;
    }
    for (const name of copyNames(this.#id)) await removeMade(this.#folder, name);
  }

  async #writeHeading(): Promise<void> {
    const stream = await (await this.#folder.getFileHandle(this.#name)).createWritable();
    await stream.write(markerHeading);
    await stream.close();
  }

  async content(): Promise<MarkerContent> {
    try {
      const text = await (await (await this.#folder.getFileHandle(this.#name)).getFile()).text();
      if (text === markerHeading) return 'signature';
      if (isWholeJournal(text)) return 'journal';
      // Copies are made of what was written, or stand for it.
      if (isTorn(text) || (await this.#copies()).length > 0) return 'torn';
      return text === '' ? 'nothing' : 'foreign';
    } catch {
      return 'foreign';
    }
  }

  /**
   * No file of the run is older: of what belongs to the marker, something was there before the first of them.
   * @returns since 1970, by the clock of the folder's disk
   */
  async oldestMs(): Promise<number> {
    const files = [await this.#folder.getFileHandle(this.#name), ...(await this.#copies())];
    const times = await Promise.all(files.map(async (file) => (await file.getFile()).lastModified));
    return Math.min(...times);
  }

  async #copies(): Promise<readonly FileSystemFileHandle[]> {
    const found: FileSystemFileHandle[] = [];
    for (const name of copyNames(this.#id)) {
      try {
        found.push(await this.#folder.getFileHandle(name));
      } catch (error) {
        if (exceptionName(error) !== 'NotFoundError') throw error;
      }
    }
    return found;
  }

  /** What cannot be removed stays, and is taken for what it is by the next run. */
  async remove(): Promise<void> {
    const names: string[] = [];
    try {
      for await (const name of this.#folder.keys())
        if (runOfMark(name) === this.#id && name !== this.#name) names.push(name);
    } catch {
      return;
    }
    // The marker last: nobody looks for the others without it.
    for (const name of [...names, this.#name]) await removeMade(this.#folder, name);
  }
}
