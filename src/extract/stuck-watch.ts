// A browser that owes an answer and never gives it. Where nothing moves for want of it, the user says how long that is waited
// for: as long as anything is done with a sink, from its first file to its end, or to its being undone.
import { ExtractError } from '../problems/extract-error.ts';
import type { Sink } from '../sink/sink.ts';
import type { Job } from './job.ts';
import { questionAbout } from './questions.ts';

/** A browser that checks new files with a service out of reach takes five seconds over each; this is another matter. */
const stuckMs = 120_000;
/** As long as other files come through, nobody is asked. */
const stillMs = 30_000;
/** Whether the browser owes an answer is looked at so often. */
const lookEveryMs = 10_000;

export interface Watched extends Pick<Job, 'control' | 'report'> {
  readonly sink: Sink;
  /** Of the one file that is made; null where it has none of its own, and of many files. */
  readonly name: string | null;
}

/** Does the work, which is all that is done with the sink. */
export async function watchStuck<T>(watched: Watched, work: () => Promise<T>): Promise<T> {
  let patienceMs = stuckMs;
  const look = async (): Promise<void> => {
    try {
      if (watched.sink.longestWaitMs < stuckMs) patienceMs = stuckMs;
      else if (await isWaitedFor(watched, patienceMs)) patienceMs += stuckMs;
    } catch (error) {
      watched.control.stop(error);
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Asks where it is time to. Is to be waited longer? */
async function isWaitedFor({ control, report, sink, name }: Watched, patienceMs: number): Promise<boolean> {
  // A run that is ending asks nobody, and waits for nothing else.
  const isMoving = !control.signal.aborted && (report.idleMs < stillMs || control.held !== null);
  if (isMoving || sink.longestWaitMs < patienceMs) return false;
  const question = questionAbout(toError(sink, name), 0);
  if (question !== null && (await control.ask(question)) === 'retry') return true;
  sink.giveUp(stuckMs);
  return false;
}

/** Of many files, some can be given up; of one that everything goes into, all is lost with it. */
function toError({ canRetry }: Sink, name: string | null): ExtractError {
  if (canRetry) return new ExtractError('write-stuck');
  return new ExtractError('output-stuck', name === null ? {} : { text: name });
}
