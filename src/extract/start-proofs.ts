// Whether a run has its short files proved ahead.
import { shortSpan } from '../decode/short-file.ts';
import type { Job } from './job.ts';
import { ProofAhead } from './proof-ahead.ts';

/** Null where it would be of no use, or there are no threads to be had. To be ended with the run. */
export function startProofs({
  sink,
  plan,
  choices,
  control,
  source,
  startSumThreads,
  journal,
}: Job): ProofAhead | null {
  const { steps } = plan;
  // In gentle mode nothing is to work while the run rests.
  if (sink.takes !== 'packed' || choices.pace !== null) return null;
  const from = steps.findIndex((_, number) => journal?.isDone(number) !== true);
  const hasShort = steps.some(
    ({ kind, entry }, number) => from !== -1 && number >= from && kind === 'file' && shortSpan(entry) !== null,
  );
  const threads = hasShort ? startSumThreads() : null;
  return threads && new ProofAhead({ steps, source, threads, signal: control.signal, from });
}
