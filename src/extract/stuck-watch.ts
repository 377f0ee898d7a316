// A browser that owes an answer and never gives it. Where nothing moves for want of it, the user says how long that is waited
// for: from before the first step of a run to its end, or to its being undone. Where nobody can be asked, it is given up.
import type { ExtractError } from '../problems/extract-error.ts';
import { owedFor, type BrowserCalls, type Owed } from '../sink/browser-calls.ts';
import type { Job } from './job.ts';
import { questionAbout } from './questions.ts';
import type { Question } from './run-control.ts';

/** A browser that checks new files with a service out of reach takes five seconds over each; this is another matter. */
const stuckMs = 120_000;
/** As long as other files come through, nobody is asked. */
const stillMs = 30_000;
/** Whether the browser owes an answer is looked at so often. */
const lookEveryMs = 2_000;

export interface Watched extends Pick<Job, 'control' | 'report'> {
  readonly owed: Owed;
  /** What it is asked as. */
  readonly stuck: () => ExtractError;
}

/** Does the work, which is all for which these answers may be owed. */
export async function watchStuck<T>(watched: Watched, work: () => Promise<T>): Promise<T> {
  const { control, owed, stuck } = watched;
  let patienceMs = stuckMs;
  let asked: Question | null = null;
  const takeBack = (): void => {
    if (asked !== null) control.takeBack(asked);
  };
  const look = async (): Promise<void> => {
    if (owed.longestWaitMs < stuckMs) {
      patienceMs = stuckMs;
      // It has answered after all: there is nothing to be asked any more.
      takeBack();
    } else if (asked === null && isToBeAsked(watched, patienceMs)) {
      asked = questionAbout(stuck(), 0);
      const isWaitedFor = asked !== null && (await control.ask(asked)) === 'retry';
      asked = null;
      if (isWaitedFor) patienceMs += stuckMs;
      else owed.giveUp(stuckMs);
    }
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      control.stop(error);
    });
  }, lookEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    takeBack();
  }
}

/** A run that is ending asks nobody, and waits for nothing else. */
function isToBeAsked({ control, report, owed }: Watched, patienceMs: number): boolean {
  const isMoving = !control.signal.aborted && (report.idleMs < stillMs || control.held !== null);
  return !isMoving && owed.longestWaitMs >= patienceMs;
}

/** Does work of which nobody is asked anything: what the browser does not answer in time is given up. */
export async function giveUpStuck<T>(calls: BrowserCalls, work: () => Promise<T>): Promise<T> {
  const owed = owedFor(calls);
  const timer = setInterval(() => {
    owed.giveUp(stuckMs);
  }, lookEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
