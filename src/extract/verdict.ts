import type { Issue } from '../problems/issue.ts';

/** Of an entry that is left out: what to say of it. */
export interface Verdict {
  readonly issue: Issue;
  /** What can be read of it is to be had all the same. */
  readonly isKept: boolean;
}
