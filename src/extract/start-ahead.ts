// Whether something is done of the files of a run before their turn comes, and what.
import type { Entry } from '../archive/entry.ts';
import type { Proven } from '../decode/prove-entry.ts';
import { shortSpan } from '../decode/short-file.ts';
import { chunksSpan, openAhead } from './chunks-ahead.ts';
import type { AheadOf, GroupsAhead } from './groups-ahead.ts';
import type { Job } from './job.ts';
import { proveAhead } from './proof-ahead.ts';

/** What was done of a file. */
export type Prepared =
  | { readonly is: 'proven'; readonly proven: Proven }
  /** The chunks of one that has such. */
  | { readonly is: 'opened'; readonly chunks: readonly Uint8Array[] };

/** Of the files of a run, in the order of the plan. */
export interface Ahead {
  /**
   * @param number the place of its step in the plan
   * @returns null where the run is to do everything by itself
   * @throws the reason of a stop
   */
  take(number: number): Promise<Prepared | null>;
  /** Nothing is done any more. */
  end(): void;
}

/** Null where nothing can be done, or there are no threads to be had. To be ended with the run. */
export function startAhead(job: Job): Ahead | null {
  const { plan, source, control, choices, sink } = job;
  const isDone = (number: number): boolean => job.journal?.isDone(number) === true;
  const run: AheadOf = { steps: plan.steps, source, signal: control.signal, isDone };
  // In gentle mode nothing is to work while the run rests.
  if (choices.pace !== null) return null;
  if (sink.takes === 'packed' && hasAny(run, shortSpan)) {
    const threads = job.startSumThreads();
    return threads && preparing(proveAhead({ ...run, threads }), (proven) => ({ is: 'proven', proven }));
  }
  if (sink.takes === 'unproved' && hasAny(run, chunksSpan))
    return preparing(openAhead(run), (chunks) => ({ is: 'opened', chunks }));
  return null;
}

/** Is a file of that kind still to be done? */
function hasAny({ steps, isDone }: AheadOf, spanOf: (entry: Entry) => object | null): boolean {
  return steps.some(
    ({ kind, entry }, number) => kind === 'file' && spanOf(entry) !== null && isDone?.(number) !== true,
  );
}

function preparing<Opened, Made>(ahead: GroupsAhead<Opened, Made>, prepared: (made: Made) => Prepared): Ahead {
  return {
    take: async (number) => {
      const made = await ahead.take(number);
      return made === null ? null : prepared(made);
    },
    end: ahead.end,
  };
}
