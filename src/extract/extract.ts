// The run on one page: the steps of the plan into the sink, what it refuses into an archive beside it, the links, and the end
// that makes the output whole.
import { longWindow, ReadAhead } from '../bytes/read-ahead.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { extractLinks } from './extract-links.ts';
import type { Job } from './job.ts';
import { PatientSource } from './patient-source.ts';
import { Recovery } from './recovery.ts';
import { startAhead } from './start-ahead.ts';
import { StepRun } from './step-run.ts';
import { watchStuck } from './stuck-watch.ts';

/**
 * Runs the plan to its end. Everything under way has settled when this returns or throws.
 * @returns a file to download, where the sink has made one
 * @throws ExtractError where the run cannot go on; an AbortError when it was cancelled
 */
export function extract(job: Job): Promise<Blob | null> {
  const { sink } = job;
  // Of many files, some can be given up; of one that everything goes into, all is lost with it.
  const stuck = (): ExtractError => new ExtractError(sink.canRetry ? 'write-stuck' : 'output-stuck');
  return watchStuck({ ...job, owed: sink, stuck }, () => run(job));
}

async function run(job: Job): Promise<Blob | null> {
  const { plan, index, control, report, sink, choices } = job;
  const window = new ReadAhead(job.source, { window: longWindow, prefetch: true });
  const place = new Recovery(job, sink);
  const beforeRetry = (): Promise<void> => place.look();
  const source = new PatientSource(window, control, { beforeRetry, mayGiveUp: true });
  // What one output has begun with cannot be left out of it any more.
  const again = new PatientSource(window, control, { beforeRetry, mayGiveUp: false });
  for (const issue of [...index.issues, ...plan.issues]) report.issue(issue);
  const ahead = startAhead(job);
  try {
    const { steps } = plan;
    await new StepRun(job, { steps, sink, source, again, journal: job.journal, ledger: null, ahead }).run();
    await job.beside?.deliver(job, source);
    await extractLinks(job, source);
    // Whatever stopped the run, on the way or while the last files closed.
    control.signal.throwIfAborted();
    // Of files that went into another folder without an error, no outcome may be told.
    await place.verify();
    // One file is copied or looked at by the browser now, which may take as long as its making.
    if (!sink.canRetry) report.step('closing');
    const download = await sink.end();
    // Such an archive is compared as a whole, when it is closed.
    if (choices.comparesAfterWriting && !sink.canRetry) report.compared(report.facts.filesWritten);
    report.step('checks');
    return download;
  } catch (error) {
    // What is being undone asks nobody any more. A run that was stopped may have met other errors on its way out.
    control.stop(error);
    const leftBehind = await sink.abandon();
    if (leftBehind !== null) report.issue(leftBehind);
    control.signal.throwIfAborted();
    throw error;
  } finally {
    ahead?.end();
  }
}
