// Keeps a run in the folder that it writes into, in its marker. A file is replaced as a whole when it is closed, and a
// checksum says whether it is one: of a torn journal nothing is believed, and a copy of it takes its place.
import { isOverWithin } from '../sink/is-over-within.ts';
import { exceptionName } from '../sink/write-error.ts';
import { JournalCopies } from './journal-copies.ts';
import { markerHeading, parseJournalText, toJournalText } from './journal-text.ts';
import { markerName, RunMarker } from './run-marker.ts';
import type { KeptRun, RunHandles, RunStore } from './run-store.ts';
import { isFileRun, type RunProgress, type RunStart, type SavedRun } from './saved-run.ts';

/** A run that is over does not wait longer for a folder that does not answer. */
const graceMs = 2000;

interface BegunRun {
  readonly start: RunStart;
  readonly folder: FileSystemDirectoryHandle;
  readonly copies: JournalCopies;
  /** A save that was under way by then may still arrive: it is forgotten once more then. */
  readonly isForgotten: boolean;
}

export class FolderStore implements RunStore {
  #run: BegunRun | null = null;

  async begin(run: SavedRun, { folder }: Pick<RunHandles, 'folder'>): Promise<void> {
    if (folder === null || isFileRun(run)) throw new Error('only runs into a folder are kept in one');
    const copies = new JournalCopies(folder, run.start.id);
    this.#run = { start: run.start, folder, copies, isForgotten: false };
    await this.save(run.start.id, run.progress);
  }

  async save(id: string, progress: RunProgress): Promise<void> {
    if (this.#run?.start.id !== id || this.#run.isForgotten) throw new Error('this run was not begun here');
    const { start, folder, copies } = this.#run;
    const text = toJournalText({ start, progress });
    // Not made anew where it is gone: it would vouch for a folder that may be another by now.
    const file = await folder.getFileHandle(markerName(id));
    const stream = await file.createWritable();
    await stream.write(text);
    await stream.close();
    await copies.keep(text);
  }

  async find(id: string, folder: FileSystemDirectoryHandle | null): Promise<SavedRun | null> {
    if (folder === null) return null;
    try {
      const found = await (await folder.getFileHandle(markerName(id))).getFile();
      const text = await found.text();
      const run = parseJournalText(text);
      if (run !== null) return run.start.id === id ? run : null;
      // The run has said itself that it is not to be gone on with.
      if (text === markerHeading) return null;
      return await new JournalCopies(folder, id).latest(found.lastModified);
    } catch (error) {
      if (exceptionName(error) === 'NotFoundError' || exceptionName(error) === 'TypeMismatchError') return null;
      throw error;
    }
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
