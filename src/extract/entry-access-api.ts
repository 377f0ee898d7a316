// What the page may ask of the worker about one entry of the open backup. An entry is named by its ordinal: its position in
// the index.
import type { Preview } from '../listing/preview.ts';

/** How long what was made for a download stays there, as nobody knows when that is over. Milliseconds. */
export const downloadMs = 600_000;

/** Where a single entry is saved to. */
export interface SaveTarget {
  /** The file that the user chose; null to make one that is downloaded. */
  readonly handle: FileSystemFileHandle | null;
  /** Name of the page, as for a run into one file. */
  readonly page: string;
}

export interface EntryAccessApi {
  /** What the entry looks like. Ends one that is still being read. @throws ExtractError where a part cannot be read */
  preview(ordinal: number): Promise<Preview>;
  /**
   * Writes the entry's true bytes: nothing in them is masked. Nothing is left of one that fails or is stopped.
   * @returns what there is to download; null where it lies where the user wants it
   * @throws ExtractError `entry-damaged`, and what the output's place throws; AbortError where it was stopped
   */
  saveEntry(ordinal: number, target: SaveTarget, onProgress: (bytesWritten: number) => void): Promise<Blob | null>;
  /** Stops the saving that is under way. */
  stopSaving(): Promise<void>;
}
