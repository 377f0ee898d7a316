// Keeps a run in the folder that it writes into. A file there is replaced as a whole when it is closed, and a checksum says
// whether it is one.
import { isOverWithin } from '../sink/is-over-within.ts';
import { JournalFiles } from './journal-files.ts';
import { RunMarker } from './run-marker.ts';
import type { KeptRun, RunHandles, RunStore } from './run-store.ts';
import { isFileRun, type FolderStart, type RunProgress, type SavedRun } from './saved-run.ts';

/** A run that is over does not wait longer for a folder that does not answer. */
const graceMs = 2000;

interface BegunRun {
  readonly start: FolderStart;
  readonly folder: FileSystemDirectoryHandle;
  readonly files: JournalFiles;
  /** A save that was under way by then may still arrive: it is forgotten once more then. */
  readonly isForgotten: boolean;
}

export class FolderStore implements RunStore {
  #run: BegunRun | null = null;

  async begin(run: SavedRun, { folder }: Pick<RunHandles, 'folder'>): Promise<void> {
    if (folder === null || isFileRun(run)) throw new Error('only runs into a folder are kept in one');
    const files = new JournalFiles(folder, run.start.id);
    this.#run = { start: run.start, folder, files, isForgotten: false };
    // An earlier visit may have left some: the older of them is replaced.
    await files.read();
    await files.write(run);
  }

  async save(id: string, progress: RunProgress): Promise<void> {
    if (this.#run?.start.id !== id || this.#run.isForgotten) throw new Error('this run was not begun here');
    const { start, files } = this.#run;
    if (!('begunUntil' in progress)) throw new Error('only runs into a folder are kept in one');
    await files.write({ start, progress });
  }

  async find(id: string, folder: FileSystemDirectoryHandle | null): Promise<SavedRun | null> {
    return folder === null ? null : new JournalFiles(folder, id).read();
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
   * Of a run that was begun here: it may go on without, and what its files say would be believed at a later visit. Those of
   * any other run go with its marker.
   * @throws what the browser throws where they cannot be written
   */
  async forget(id: string): Promise<void> {
    if (this.#run?.start.id !== id) return;
    this.#run = { ...this.#run, isForgotten: true };
    await isOverWithin(graceMs, new RunMarker(this.#run.folder, id).unsay());
  }
}
