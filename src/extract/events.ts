// What the run tells the page, at most ten times a second: one flat snapshot and what is new since the last.
import type { Issue } from '../problems/issue.ts';

/** The steps of a run, in order, as the Running face lists them. */
export type StepName = 'parts' | 'password' | 'files' | 'closing' | 'checks';

export interface RunUpdate {
  readonly step: StepName;
  /** Files that are complete at their names, or settled otherwise. */
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Plain bytes of settled files, plus what a file in the making has handed over. Never falls. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Path of the entry just finished. */
  readonly path: string;
  /** The part its data begins in, and that part's number of all. */
  readonly part: { readonly name: string; readonly number: number; readonly count: number };
  /** Files handed to the browser that it has not closed yet. */
  readonly closing: number;
  readonly isPaused: boolean;
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
  | 'every-checksum';

export interface Outcome {
  readonly isCancelled: boolean;
  readonly format: 'jpa' | 'jps' | 'zip';
  /** Name of the chosen folder. */
  readonly folder: string;
  readonly filesWritten: number;
  readonly filesTotal: number;
  readonly foldersTotal: number;
  readonly bytesWritten: number;
  readonly partsCount: number;
  readonly entriesTotal: number;
  readonly elapsedMs: number;
  /** No issue of the run is a loss, and nothing was cancelled. */
  readonly isComplete: boolean;
  readonly checks: readonly RunCheck[];
  /** The backup brings the vendor's restoration script (`installation/index.php`). */
  readonly hasInstaller: boolean;
}
