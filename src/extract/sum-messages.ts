// What goes between the thread of a run and those that sum short files for it (sum-threads.ts, sum.worker.ts). Types only.
import type { ShortFiles } from '../decode/short-file.ts';
import type { Sums } from './proof-ahead.ts';

/** Files to sum, and which of the groups that a thread is given they are. */
export interface SumOrder extends ShortFiles {
  readonly number: number;
}

export interface SumAnswer {
  /** Of the order. */
  readonly number: number;
  readonly sums: Sums;
  /** The buffer of the order, to be filled again. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}
