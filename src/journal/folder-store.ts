// Keeps a run in the folder that it writes into, in its marker. A file is replaced as a whole when it is closed, and a
// checksum says whether it is one: of a torn journal nothing is believed.
import { crc32 } from '../bytes/crc32.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import { exceptionName } from '../sink/write-error.ts';
import { parseRun } from './parse-run.ts';
import { markerHeading, markerName, RunMarker } from './run-marker.ts';
import type { KeptRun, RunHandles, RunStore } from './run-store.ts';
import { isFileRun, type RunProgress, type RunStart, type SavedRun } from './saved-run.ts';

const encoder = new TextEncoder();

/** A run that is over does not wait longer for a folder that does not answer. */
const graceMs = 2000;

export function toJournalText(run: { readonly start: RunStart; readonly progress: RunProgress }): string {
  const json = JSON.stringify(run);
  return `${markerHeading}${json}\n${sumOf(json)}\n`;
}

/** Null for anything but a whole journal. */
export function parseJournalText(text: string): SavedRun | null {
  const [sum, json, ...rest] = text.split('\n').toReversed().slice(1);
  if (!text.endsWith('\n') || json === undefined || rest.length === 0 || sum !== sumOf(json)) return null;
  try {
    return parseRun(JSON.parse(json));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function sumOf(json: string): string {
  return crc32(encoder.encode(json)).toString(16).padStart(8, '0');
}

interface BegunRun {
  readonly start: RunStart;
  readonly folder: FileSystemDirectoryHandle;
  /** A save that was under way by then may still arrive: it is forgotten once more then. */
  readonly isForgotten: boolean;
}

export class FolderStore implements RunStore {
  #run: BegunRun | null = null;

  async begin(run: SavedRun, { folder }: Pick<RunHandles, 'folder'>): Promise<void> {
    if (folder === null || isFileRun(run)) throw new Error('only runs into a folder are kept in one');
    this.#run = { start: run.start, folder, isForgotten: false };
    await this.save(run.start.id, run.progress);
  }

  async save(id: string, progress: RunProgress): Promise<void> {
    if (this.#run?.start.id !== id || this.#run.isForgotten) throw new Error('this run was not begun here');
    const { start, folder } = this.#run;
    // Not made anew where it is gone: it would vouch for a folder that may be another by now.
    const file = await folder.getFileHandle(markerName(id));
    const stream = await file.createWritable();
    await stream.write(toJournalText({ start, progress }));
    await stream.close();
  }

  async find(id: string, folder: FileSystemDirectoryHandle | null): Promise<SavedRun | null> {
    if (folder === null) return null;
    try {
      const file = await folder.getFileHandle(markerName(id));
      const run = parseJournalText(await (await file.getFile()).text());
      return run?.start.id === id ? run : null;
    } catch (error) {
      if (exceptionName(error) === 'NotFoundError' || exceptionName(error) === 'TypeMismatchError') return null;
      throw error;
    }
  }

  /** Only runs into a folder are kept in one. */
  outputOf(): Promise<null> {
    return Promise.resolve(null);
  }

  /** Nobody knows in which folders there are some. */
  all(): Promise<readonly KeptRun[]> {
    return Promise.resolve([]);
  }

  /**
   * Of a run that was begun here: it may go on without, and what its marker says would be believed at a later visit. That of
   * any other run goes with its marker.
   * @throws what the browser throws where the marker cannot be written
   */
  async forget(id: string): Promise<void> {
    if (this.#run?.start.id !== id) return;
    this.#run = { ...this.#run, isForgotten: true };
    await isOverWithin(graceMs, new RunMarker(this.#run.folder, id).unsay());
  }
}
