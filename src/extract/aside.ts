// The archive beside the files: what the browser refuses to write under its name goes into a ZIP in the root of the folder,
// where it keeps its name and its path. Made after all else, as some refusals show only when a file is written.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import type { Plan } from '../plan/make-plan.ts';
import { foldedName } from '../plan/name-key.ts';
import { numberedName } from '../plan/taken-paths.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import { FilePlace } from '../sink/place/file-place.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import type { Sink } from '../sink/sink.ts';
import { branchOf } from './branch-control.ts';
import type { Beside, Job, RefusedStep } from './job.ts';
import { packInto } from './open-sink.ts';
import { questionAboutArchive } from './questions.ts';
import type { RunReport } from './run-report.ts';
import { StepRun } from './step-run.ts';

const archiveName = 'unstow-refused-names.zip';

export interface AsideNeeds {
  readonly folder: FileSystemDirectoryHandle;
  readonly refused: RefusedPolicy;
  /** Of the backup that is being read: nothing may be written over them. */
  readonly parts: readonly JoinedPart[];
  readonly pool: BufferPool;
}

export class Aside implements Beside {
  readonly #needs: AsideNeeds;
  /** Refused by the browser in the run. */
  readonly #refused: RefusedStep[] = [];

  constructor(needs: AsideNeeds) {
    this.#needs = needs;
  }

  /**
   * Names that the browser refuses, unless the user leaves them out; and always what something else stands in the way of, which
   * is neither removed nor a reason to lose anything.
   */
  takes({ kind }: Issue): boolean {
    return kind === 'in-the-way' || (kind === 'name-refused' && this.#needs.refused !== 'skip');
  }

  add(refused: RefusedStep): void {
    this.#refused.push(refused);
  }

  /** Where the archive cannot be made, the run is held, and it is begun anew. */
  async deliver(job: Job, source: ByteSource): Promise<void> {
    const { report, control } = job;
    let steps = this.#stepsOf(job);
    while (steps.length > 0) {
      const before = report.mark();
      const known = report.facts.issues.length;
      try {
        await this.#pack(job, source, steps);
        return;
      } catch (error) {
        control.signal.throwIfAborted();
        report.backTo(before);
        const question = error instanceof ExtractError ? questionAboutArchive(error) : null;
        if (question === null) throw error;
        await control.ask(question);
        control.signal.throwIfAborted();
        // What could not be had is told already, and would not be had the next time.
        const lost = lostSince(report, known);
        for (const { step, counted } of steps.filter(({ step }) => lost.has(step.entry.path)))
          report.settled(step.entry, counted, false);
        steps = steps.filter(({ step }) => !lost.has(step.entry.path));
      }
    }
  }

  /** Nothing of the archive stays where it fails or is cancelled. */
  async #pack(job: Job, source: ByteSource, all: readonly RefusedStep[]): Promise<void> {
    const { report, pacer, control } = job;
    const before = report.mark();
    const known = report.facts.issues.length;
    const archive = await this.#open(job.plan);
    let isWanted = false;
    try {
      const counted = new Map(all.map((refused) => [refused.step, refused.counted]));
      const steps = all.map(({ step }) => step);
      const work = { ...job, control: branchOf(control) };
      await new StepRun(work, archive.sink, source, pacer).run(steps, null, (step) => counted.get(step) ?? 0);
      const lost = lostSince(report, known);
      const paths = steps.flatMap(({ entry }) => (lost.has(entry.path) ? [] : [entry.path]));
      if (paths.length === 0) return;
      await archive.sink.end();
      isWanted = true;
      report.issue({ kind: 'put-aside', archive: archive.name, paths });
      await note(job, all, { lost, issues: report.facts.issues.slice(known) });
    } finally {
      if (!isWanted) {
        await archive.sink.abandon();
        const { filesWritten, bytesWritten } = before;
        report.backTo({ ...report.mark(), filesWritten, bytesWritten });
        await this.#remove(archive.name, report);
      }
    }
  }

  /** What is still to be delivered. In the journal, what the plan puts aside stands behind its other steps. */
  #stepsOf({ plan, journal }: Job): readonly RefusedStep[] {
    const planned = plan.aside.map((step, index) => ({ step, number: plan.steps.length + index, counted: 0 }));
    return [...planned.filter(({ number }) => journal?.isDone(number) !== true), ...this.#refused];
  }

  async #open(plan: Plan): Promise<{ readonly name: string; readonly sink: Sink }> {
    const { folder, parts, pool } = this.#needs;
    let name: string | null = null;
    try {
      const planned = plannedAtRoot(plan);
      const free = await freeName(folder, planned);
      // Where the browser keeps its bytes: left there by one that was killed.
      const swap = `${free}.crswap`;
      if (!planned.has(foldedName(swap))) await removeMade(folder, swap);
      const handle = await folder.getFileHandle(free, { create: true });
      name = free;
      return { name, sink: packInto(await FilePlace.open(handle, parts), 'zip', pool) };
    } catch (error) {
      if (name !== null) await removeMade(folder, name);
      throw toPlaceError(error);
    }
  }

  async #remove(name: string, report: RunReport): Promise<void> {
    const reason = await removeMade(this.#needs.folder, name);
    if (reason !== null) report.issue({ kind: 'left-behind', path: name, reason });
  }
}

/** The archive is whole: a visit that goes on with this run makes no second one. */
async function note(
  { journal }: Job,
  all: readonly RefusedStep[],
  { lost, issues }: { readonly lost: ReadonlySet<string | null>; readonly issues: readonly Issue[] },
): Promise<void> {
  for (const [index, { number, step }] of all.entries())
    journal?.done(number, { delivered: !lost.has(step.entry.path), issues: index === 0 ? issues : [] });
  await journal?.save();
}

/**
 * Under which nothing is in the folder, neither from before nor out of the backup. An empty file of that name that no entry
 * accounts for is what a run has left that was broken off in here.
 */
async function freeName(folder: FileSystemDirectoryHandle, planned: ReadonlySet<string>): Promise<string> {
  const taken = new Set<string>();
  for await (const [name, handle] of folder.entries()) {
    const isLeftOver = name === archiveName && !planned.has(foldedName(name)) && (await isEmptyFile(handle));
    if (!isLeftOver) taken.add(foldedName(name));
  }
  let free = archiveName;
  for (let number = 2; taken.has(foldedName(free)); number += 1) free = numberedName(archiveName, number);
  return free;
}

async function isEmptyFile(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Promise<boolean> {
  return handle.kind === 'file' && (await handle.getFile()).size === 0;
}

/** Paths of the entries of which the report has told since that they are lost. */
function lostSince(report: RunReport, known: number): ReadonlySet<string | null> {
  return new Set(report.facts.issues.slice(known).filter(isLoss).map(pathOf));
}

function plannedAtRoot({ steps }: Plan): ReadonlySet<string> {
  return new Set(steps.flatMap(({ path }) => (path.length === 1 ? path.map(foldedName) : [])));
}

function pathOf(issue: Issue): string | null {
  return 'path' in issue ? issue.path : null;
}
