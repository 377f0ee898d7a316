// Whether something is done of the files of a run before their turn comes, and what.
import type { Entry } from '../archive/entry.ts';
import type { Proven } from '../decode/prove-entry.ts';
import { shortSpan } from '../decode/short-file.ts';
import { ChunksAhead, chunksSpan } from './chunks-ahead.ts';
import type { Job } from './job.ts';
import { ProofAhead } from './proof-ahead.ts';

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

/** Null where it would be of no use, or there are no threads to be had. To be ended with the run. */
export function startAhead(job: Job): Ahead | null {
  // In gentle mode nothing is to work while the run rests.
  if (job.choices.pace !== null) return null;
  if (job.sink.takes === 'packed') return startProofs(job);
  return job.sink.takes === 'unproved' ? startOpening(job) : null;
}

function startProofs(job: Job): Ahead | null {
  const { plan, control, source } = job;
  const from = firstOf(job, shortSpan);
  const threads = from === null ? null : job.startSumThreads();
  if (from === null || threads === null) return null;
  const proofs = new ProofAhead({ steps: plan.steps, source, threads, signal: control.signal, from });
  return {
    take: async (number) => {
      const proven = await proofs.take(number);
      return proven && { is: 'proven', proven };
    },
    end: proofs.end,
  };
}

function startOpening(job: Job): Ahead | null {
  const { plan, control, source } = job;
  const from = firstOf(job, chunksSpan);
  if (from === null) return null;
  const opening = new ChunksAhead({ steps: plan.steps, source, signal: control.signal, from });
  return {
    take: async (number) => {
      const chunks = await opening.take(number);
      return chunks && { is: 'opened', chunks };
    },
    end: opening.end,
  };
}

/** The first step that is still to be done; null where no file of that kind is. */
function firstOf({ plan: { steps }, journal }: Job, spanOf: (entry: Entry) => object | null): number | null {
  const from = steps.findIndex((_, number) => journal?.isDone(number) !== true);
  const hasAny = steps.some(
    ({ kind, entry }, number) => from !== -1 && number >= from && kind === 'file' && spanOf(entry) !== null,
  );
  return hasAny ? from : null;
}
