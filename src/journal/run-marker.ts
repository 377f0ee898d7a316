// A file in the root of the chosen folder as long as a run is under way, or was broken off: while it is there the folder is
// the one that was chosen. A disk that was taken out and came back elsewhere does not have it. On file:// the journal is in it,
// and in a second file beside it.
import { ExtractError } from '../problems/extract-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import { exceptionName } from '../sink/write-error.ts';
import { toFolderError } from './folder-error.ts';
import { isRunId } from './run-id.ts';
import { summedLine } from './summed-line.ts';

// Text, as browsers look longer at files of kinds they do not know.
const pattern = /^\.unstow-([0-9a-f]{16})(?:\.2)?\.txt$/;
const swapPattern = /^(\.unstow-[0-9a-f]{16}(?:\.2)?\.txt)(?:\.\d+)?\.crswap$/;

/** What begins a marker once files may be under way; for people who come across it. */
export const markerHeading =
  'Unstow is extracting a backup into this folder, or was stopped while it did. Open Unstow to go on; once nothing is to be gone on with, this file can be deleted.\n';

export function markerName(id: string): string {
  if (!isRunId(id)) throw new Error('not the id of a run');
  return `.unstow-${id}.txt`;
}

/** The file beside the marker, where the journal is kept in the folder: it tells of the run too, and vouches for nothing. */
export function secondName(id: string): string {
  return markerName(id).replace(/txt$/, '2.txt');
}

/** The run that a file of this name in the root tells of, if it does. */
export function markedRun(name: string): string | null {
  return pattern.exec(name)?.[1] ?? null;
}

/** A marker, the file beside it, or what the browser kept beside either while it was written. */
export function isOfMarker(name: string): boolean {
  return markedRun(name.replace(swapPattern, '$1')) !== null;
}

/** Nothing in it but what runs have marked it with: to the user that is empty. */
export async function isEmptyFolder(folder: FileSystemDirectoryHandle): Promise<boolean> {
  for await (const name of folder.keys()) {
    if (!isOfMarker(name)) return false;
    if (markedRun(name) !== null && (await contentOf(folder, name)) === 'foreign') return false;
  }
  return true;
}

/** From the least to the most that it can tell. */
const contents = ['nothing', 'torn', 'signature', 'foreign', 'journal'] as const;

/**
 * What is in a marker: nothing before the run has begun a file, then its signature or its journal. A power cut may leave
 * nothing of these, or what is `torn`. `foreign` where it was not written by this program, or cannot be read.
 */
export type MarkerContent = (typeof contents)[number];

/** Null where it is not there. */
async function contentOf(folder: FileSystemDirectoryHandle, name: string): Promise<MarkerContent | null> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile();
    if (file.size === 0) return 'nothing';
    const start = await file.slice(0, markerHeading.length).text();
    if (start !== markerHeading) return isTorn(start) ? 'torn' : 'foreign';
    if (file.size === markerHeading.length) return 'signature';
    return summedLine(await file.text()) === null ? 'torn' : 'journal';
  } catch (error) {
    return exceptionName(error) === 'NotFoundError' ? null : 'foreign';
  }
}

async function writtenMs(folder: FileSystemDirectoryHandle, name: string): Promise<number> {
  try {
    return (await (await folder.getFileHandle(name)).getFile()).lastModified;
  } catch {
    return 0;
  }
}

/** Cut short, or as much of it zeros as had not come to the disk. */
function isTorn(start: string): boolean {
  return markerHeading.startsWith(start.replace(/\0+$/, ''));
}

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
   * kept elsewhere may be lost. Where that cannot be written, the run goes on without.
   */
  async sign(): Promise<void> {
    const content = await this.content();
    if (content !== 'nothing' && content !== 'torn') return;
    try {
      await this.#writeHeading(this.#name);
    } catch {
      // It stays empty.
    }
  }

  /** Of a journal in it, and beside it, nothing stays but its heading. A file that is not there is not made anew. */
  async unsay(): Promise<void> {
    await Promise.all([this.#name, secondName(this.#id)].map((name) => this.#unsay(name)));
  }

  async #unsay(name: string): Promise<void> {
    try {
      await this.#writeHeading(name);
    } catch (error) {
      if (exceptionName(error) !== 'NotFoundError') throw error;
    }
  }

  async #writeHeading(name: string): Promise<void> {
    const stream = await (await this.#folder.getFileHandle(name)).createWritable();
    await stream.write(markerHeading);
    await stream.close();
  }

  /** The most that it or the file beside it can tell. */
  async content(): Promise<MarkerContent> {
    const names = [this.#name, secondName(this.#id)];
    const found = await Promise.all(names.map((name) => contentOf(this.#folder, name)));
    // Without its marker nobody can go on with a run.
    if (found[0] === null && found[1] === 'journal') return 'torn';
    return contents.findLast((content) => found.includes(content)) ?? 'nothing';
  }

  /** When it or the file beside it was written last, since 1970: 0 where neither can be read. */
  async writtenMs(): Promise<number> {
    const times = [this.#name, secondName(this.#id)].map((name) => writtenMs(this.#folder, name));
    return Math.max(...(await Promise.all(times)));
  }

  /** With the file beside it. What cannot be removed stays, and is taken for what it is by the next run. */
  async remove(): Promise<void> {
    const names: string[] = [];
    try {
      for await (const name of this.#folder.keys())
        if (markedRun(name.replace(swapPattern, '$1')) === this.#id) names.push(name);
    } catch {
      return;
    }
    // The marker goes last: without it nobody can go on with what is beside it.
    names.sort((a, b) => Number(a === this.#name) - Number(b === this.#name));
    for (const name of names) await removeMade(this.#folder, name);
  }
}
