// Where runs are kept. In the browser's own storage, with the handles that lead back to the folder and the parts; on file://,
// where every local page would see those, in the folder itself, and only runs into one.
import type { RunProgress, SavedRun } from './saved-run.ts';

/** What leads back to where a run reads and writes. */
export interface RunHandles {
  /** Null for a run into one file, which is found by its name. */
  readonly folder: FileSystemDirectoryHandle | null;
  /** In order. Null where the parts were picked in a way that gives none. */
  readonly parts: readonly FileSystemFileHandle[] | null;
  /** The file that the user chose for the output; null for a run into a folder, and for what is downloaded. */
  readonly output: FileSystemFileHandle | null;
}

/** Of a run into a folder. */
export interface FolderHandles extends RunHandles {
  readonly folder: FileSystemDirectoryHandle;
}

export interface KeptRun {
  readonly run: SavedRun;
  readonly handles: RunHandles;
}

/** Every call may fail, as a browser may have no storage to give. */
export interface RunStore {
  begin(run: SavedRun, handles: RunHandles): Promise<void>;
  save(id: string, progress: RunProgress): Promise<void>;
  /**
   * Null where it is not kept here, or is none that this program could go on with.
   * @param folder that it writes into; null for a run into one file, or where it cannot be reached
   */
  find(id: string, folder: FileSystemDirectoryHandle | null): Promise<SavedRun | null>;
  /** The file that the user chose for the output of a run that is kept here; null where that is none, or not known. */
  outputOf(id: string): Promise<FileSystemFileHandle | null>;
  /** Every run that can be found without its folder. */
  all(): Promise<readonly KeptRun[]>;
  forget(id: string): Promise<void>;
}
