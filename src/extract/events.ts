// What the run tells the page, twice a second: one flat snapshot and what is new since the last.
import type { Issue } from '../problems/issue.ts';
import type { Hold } from './hold.ts';

/** The steps of a run, in order, as the Running face lists them. */
export type StepName = 'parts' | 'password' | 'files' | 'closing' | 'checks';

export interface RunUpdate {
  /** By which the run can be gone on with, should it be broken off; null for one that cannot be. */
  readonly runId: string | null;
  readonly step: StepName;
  /** Files that are complete at their names, or settled otherwise. */
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Plain bytes of settled files, written or not, plus what a file in the making has handed over. Never falls. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Path of the entry just finished. */
  readonly path: string;
  /** The part its data begins in, and that part's number of all. */
  readonly part: { readonly name: string; readonly number: number; readonly count: number };
  /** Plain bytes of files that are complete in the folder. */
  readonly bytesWritten: number;
  /** Files handed to the browser that it has not closed yet. */
  readonly closing: number;
  /** How far the copying is of an output to where the user wants it, in bytes; null while none is copied. */
  readonly copied: { readonly done: number; readonly total: number } | null;
  /** Milliseconds since anything was settled or handed over; while it grows, the run waits for the browser or the disk. */
  readonly idleMs: number;
  readonly isPaused: boolean;
  /** What the run waits for an answer to; null while it goes on. */
  readonly held: Hold | null;
  /** Gentle mode: between two steps. */
  readonly isResting: boolean;
  readonly newIssues: readonly Issue[];
  readonly newLog: readonly string[];
}

/** A check that ran over the whole run and held. The Done face's words are made from this list alone. */
export type RunCheck =
  | 'entry-count'
  | 'total-size'
  | 'packed-size'
  | 'part-count'
  | 'end-mark'
  | 'every-size'
  | 'every-stream-end'
  | 'every-checksum'
  /** Files, at least one, were read back after writing and found equal: `filesCompared` says how many. */
  | 'read-back';

/** Where a run delivers, as the page names it. A test delivers nowhere. */
export interface Destination {
  readonly kind: 'folder' | 'zip' | 'tar' | 'tar.gz' | 'test';
  /** Of the chosen folder, or of the file; of the backup that is tested. */
  readonly name: string;
}

/** An archive beside the extracted files. */
export interface Aside {
  readonly name: string;
  /** Files and folders in it. */
  readonly count: number;
}

export interface Outcome {
  readonly isCancelled: boolean;
  /** It was stopped, and can be gone on with at another time. */
  readonly isKept: boolean;
  readonly format: 'jpa' | 'jps' | 'zip';
  readonly destination: Destination;
  /** A whole output file that is still to be downloaded; null where everything lies where the user wants it. */
  readonly download: Blob | null;
  /** Those in `aside` too. In a test: read to their ends. */
  readonly filesWritten: number;
  /** Read back after writing, in this visit, and equal. */
  readonly filesCompared: number;
  /** Files whose SHA-256 is known, so that lists can be made. */
  readonly filesHashed: number;
  /**
   * The archives in the folder that hold what it does not take itself, the first made first. Mostly one at the most; a run that
   * was gone on with may have made another.
   */
  readonly aside: readonly Aside[];
  /** Files left as they were, because the user chose so. */
  readonly filesKept: number;
  /** Only some of the entries were to be extracted. What is checked of an archive as a whole was checked all the same. */
  readonly isSelection: boolean;
  /** Files that were to be extracted: of everything, as many as there are. */
  readonly filesChosen: number;
  /** Files in the archive. */
  readonly filesTotal: number;
  readonly bytesWritten: number;
  readonly partsCount: number;
  readonly entriesTotal: number;
  readonly elapsedMs: number;
  /**
   * Every file that was to be extracted was written, no issue of the run is a loss, and nothing was cancelled. Of a test: all
   * was read, and the archive is what it says it is; what an extraction would leave out for its name does not matter.
   */
  readonly isComplete: boolean;
  readonly checks: readonly RunCheck[];
  /** The vendor's restoration script (`installation/index.php`) is in the folder now. */
  readonly hasInstaller: boolean;
}
