// A run that is held: it has met something that it must not decide by itself, and waits for an answer. Nothing is lost
// meanwhile; what failed is done again from its start.
import type { Problem } from '../problems/extract-error.ts';

/**
 * Try again; leave this one out; leave out whatever fails like this from now on; leave it out and keep what can be read of it, or
 * of whatever is damaged from now on; end the run and keep what is complete.
 */
export type HoldAnswer = 'retry' | 'skip' | 'skip-all' | 'keep' | 'keep-all' | 'stop';

export interface Hold {
  readonly problem: Problem;
  /** What may be answered, the safest first. */
  readonly answers: readonly HoldAnswer[];
  /** When the run tries again by itself, in milliseconds from now; null where it waits for an answer. */
  readonly retryInMs: number | null;
  /** Which of its own tries that is, or was, from 1; 0 where there were none. */
  readonly attempt: number;
}
