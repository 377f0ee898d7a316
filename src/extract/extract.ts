// The run on one page: every step of the plan is decoded, handed to the sink, and settled. Decoding goes on while the sink
// opens and closes files behind it; what a single entry suffers is noted and the run goes on.
import type { Entry } from '../archive/entry.ts';
import { ReadAhead } from '../bytes/read-ahead.ts';
import type { Step } from '../plan/make-plan.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import type { FileWriter } from '../sink/sink.ts';
import { extractLinks } from './extract-links.ts';
import { fileContent, type FileContent } from './file-content.ts';
import type { Job } from './job.ts';

const readWindow = 1024 * 1024;
/** Directories made at once: an archive may hold a hundred thousand, and a pause must find an end. */
const mostDirectories = 64;

/**
 * Runs the plan to its end. Everything under way has settled when this returns or throws.
 * @returns a file to download, where the sink has made one
 * @throws ExtractError where the run cannot go on; an AbortError when it was cancelled
 */
export async function extract(job: Job): Promise<Blob | null> {
  const { plan, index, control, report, source } = job;
  const ahead = new ReadAhead(source, { window: readWindow, prefetch: true });
  for (const issue of [...index.issues, ...plan.issues]) report.issue(issue);
  report.step('files');
  const directories: Promise<void>[] = [];
  const closing = new Set<Promise<void>>();
  try {
    for (const step of plan.steps) {
      await control.gate();
      if (step.kind === 'directory') {
        if (directories.push(makeDirectory(job, step)) === mostDirectories) await Promise.all(directories.splice(0));
      } else await extractFile(job, step, ahead, closing);
    }
    await extractLinks(job);
  } catch (error) {
    control.stop(error);
  }
  report.step('closing');
  await Promise.all([...directories, ...closing]);
  try {
    // Whatever stopped the run, on the way or while the last files closed.
    control.signal.throwIfAborted();
    const download = await job.sink.end();
    report.step('checks');
    return download;
  } catch (error) {
    await job.sink.abandon();
    throw error;
  }
}

/** Never rejects: what cannot be survived stops the run. */
function makeDirectory({ sink, control, report }: Job, { path, entry }: Step): Promise<void> {
  return sink.makeDirectory(path, entry).then(
    ({ issue }) => {
      if (issue !== undefined) report.issue(issue);
    },
    (error: unknown) => {
      control.stop(error);
    },
  );
}

type FileStep = Extract<Step, { readonly kind: 'file' }>;

/** Resolves when the file is handed over. It is in `closing` until the sink, in its own time, has said what became of it. */
async function extractFile(job: Job, step: FileStep, ahead: ReadAhead, closing: Set<Promise<void>>): Promise<void> {
  const { sink, control, report, pool } = job;
  const { entry } = step;
  let content: FileContent | null = null;
  let file: FileWriter | null = null;
  let passedSize = 0;
  const pass = (size: number): void => {
    passedSize += size;
    report.passed(entry, size);
  };
  const onProved = async (size: number): Promise<void> => {
    pass(size);
    await control.gate();
  };
  try {
    content = await fileContent(entry, ahead, { takes: sink.takes, signal: control.signal, pool, onProved });
    const { pieces, proof } = content;
    // Before the file is begun: a small file that is damaged is found out here, and never appears at all.
    let piece = await pieces.next();
    file = await sink.startFile({ ...step, proof });
    while (piece.done !== true) {
      const { length } = piece.value;
      const wantsMore = await file.write(piece.value);
      // What was proved is counted already.
      pass(proof === null ? length : 0);
      if (!wantsMore) break;
      piece = await pieces.next();
      // A long file is paused and cancelled in its middle; one that is whole is not held back.
      if (piece.done !== true) await control.gate();
    }
    // Lets go of a decompressor that was stopped in its middle.
    await pieces.return();
  } catch (error) {
    await content?.pieces.return();
    const leftBehind = (await file?.discard()) ?? null;
    if (leftBehind !== null) report.issue(leftBehind);
    if (!(error instanceof DamagedEntry)) throw error;
    report.issue({ kind: 'damaged', path: entry.path, damage: error.damage });
    report.settled(entry, passedSize, false);
    return;
  }
  const settled = settle(job, entry, file, passedSize);
  closing.add(settled);
  void settled.finally(() => closing.delete(settled));
}

/** Never rejects: what cannot be survived stops the run. */
function settle({ control, report }: Job, entry: Entry, file: FileWriter, passedSize: number): Promise<void> {
  return file.finish().then(
    ({ delivered, issue }) => {
      if (issue !== undefined) report.issue(issue);
      report.settled(entry, passedSize, delivered);
    },
    (error: unknown) => {
      control.stop(error);
    },
  );
}
