// Where runs are kept. In the browser's own storage, with the handles that lead back to the folder and the parts; on file://,
// where every local page would see those, in the folder itself.
import type { RunProgress, SavedRun } from './saved-run.ts';

/** What leads back to where a run reads and writes. */
export interface RunHandles {
  readonly folder: FileSystemDirectoryHandle;
  /** In order. Null where the parts were picked in a way that gives none. */
  readonly parts: readonly FileSystemFileHandle[] | null;
}

export interface KeptRun {
  readonly run: SavedRun;
  readonly handles: RunHandles;
}

/** Every call may fail, as a browser may have no storage to give. */
export interface RunStore {
  begin(run: SavedRun, handles: RunHandles): Promise<void>;
  save(id: string, progress: RunProgress): Promise<void>;
  /** Null where it is not kept here, or is none that this program could go on with. */
  find(id: string, folder: FileSystemDirectoryHandle): Promise<SavedRun | null>;
  /** Every run that can be found without its folder. */
  all(): Promise<readonly KeptRun[]>;
  forget(id: string): Promise<void>;
}
