// A file in the root of the chosen folder as long as a run is under way, or was broken off: while it is there the folder is
// the one that was chosen. A disk that was taken out and came back elsewhere does not have it.
import { ExtractError } from '../problems/extract-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import { exceptionName } from '../sink/write-error.ts';
import { toFolderError } from './folder-error.ts';
import { isRunId } from './run-id.ts';

// Text, as browsers look longer at files of kinds they do not know.
const pattern = /^\.unstow-([0-9a-f]{16})\.txt$/;
const swapPattern = /^(\.unstow-[0-9a-f]{16}\.txt)(?:\.\d+)?\.crswap$/;

/** What begins a marker once files may be under way; for people who come across it. */
export const markerHeading =
  'Unstow is extracting a backup into this folder, or was stopped while it did. Open Unstow to go on; once nothing is to be gone on with, this file can be deleted.\n';

export function markerName(id: string): string {
  if (!isRunId(id)) throw new Error('not the id of a run');
  return `.unstow-${id}.txt`;
}

/** The run that a file of this name in the root tells of, if it does. */
export function markedRun(name: string): string | null {
  return pattern.exec(name)?.[1] ?? null;
}

/** A marker, or what the browser kept beside one while it was written. */
export function isOfMarker(name: string): boolean {
  return markedRun(name.replace(swapPattern, '$1')) !== null;
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
 * What is in a marker: nothing before the run has begun a file, then its signature or its journal. `foreign` where that was
 * not written by this program, or cannot be read.
 */
export type MarkerContent = 'nothing' | 'signature' | 'journal' | 'foreign';

/** May the run have made files, though nobody knows which? */
export function hasBegun(content: MarkerContent): boolean {
  return content === 'signature' || content === 'journal';
}

export class RunMarker {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #name: string;

  constructor(folder: FileSystemDirectoryHandle, id: string) {
    this.#folder = folder;
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
   * kept elsewhere may be lost. Where that cannot be written, the run goes on without.
   */
  async sign(): Promise<void> {
    if ((await this.content()) !== 'nothing') return;
    try {
      await this.#writeHeading();
    } catch {
      // It stays empty.
    }
  }

  /** Of a journal in it, nothing stays but its heading. A marker that is not there is not made anew. */
  async unsay(): Promise<void> {
    try {
      await this.#writeHeading();
    } catch (error) {
      if (exceptionName(error) !== 'NotFoundError') throw error;
    }
  }

  async #writeHeading(): Promise<void> {
    const stream = await (await this.#folder.getFileHandle(this.#name)).createWritable();
    await stream.write(markerHeading);
    await stream.close();
  }

  async content(): Promise<MarkerContent> {
    try {
      const file = await (await this.#folder.getFileHandle(this.#name)).getFile();
      if (file.size === 0) return 'nothing';
      const start = await file.slice(0, markerHeading.length).text();
      if (start !== markerHeading) return 'foreign';
      return file.size === markerHeading.length ? 'signature' : 'journal';
    } catch {
      return 'foreign';
    }
  }

  /** What cannot be removed stays, and is taken for what it is by the next run. */
  async remove(): Promise<void> {
    const names: string[] = [];
    try {
      for await (const name of this.#folder.keys())
        if (name === this.#name || name.replace(swapPattern, '$1') === this.#name) names.push(name);
    } catch {
      return;
    }
    for (const name of names) await removeMade(this.#folder, name);
  }
}
