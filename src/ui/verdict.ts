// What a run came to, as it goes in; and the result in words, as it comes out (outcome-words.ts).
import type { Outcome } from '../extract/events.ts';
import type { Issue } from '../problems/issue.ts';
import type { Label } from './outcome-labels.ts';

/** What a run came to, and all it found amiss. */
export interface Result {
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

export interface Verdict {
  readonly title: 'Complete' | 'All you chose' | 'Readable' | 'As you chose' | 'No files' | 'Not complete' | 'Stopped';
  readonly tone: 'good' | 'plain' | 'warn';
  /** What the title means here; null where it says all. */
  readonly meaning: string | null;
  /** What the result may be called, each with what that means. */
  readonly labels: readonly Label[];
  /** One sentence each for the checks that held. */
  readonly held: readonly string[];
  /** What these checks cannot see in this format; null where no file was written. */
  readonly limits: string | null;
}

export type Judgement = Pick<Verdict, 'title' | 'tone' | 'meaning'>;
