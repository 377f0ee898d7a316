// The archive beside the files: what the browser refuses to write under its name goes into a ZIP in the root of the folder,
// where it keeps its name and its path. Made after all else, as some refusals show only when a file is written.
import type { ByteSource } from '../bytes/byte-source.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { BrowserCalls, owedFor } from '../sink/browser-calls.ts';
import { AsideFile, type AsideNeeds, type OpenArchive } from './aside-file.ts';
import { AsideLedger } from './aside-ledger.ts';
import { branchOf } from './branch-control.ts';
import type { Beside, Job, RefusedStep } from './job.ts';
import { GivenUp } from './given-up.ts';
import { questionAboutArchive } from './questions.ts';
import { Recovery } from './recovery.ts';
import type { WorkControl } from './run-control.ts';
import { StepRun } from './step-run.ts';
import { watchStuck } from './stuck-watch.ts';

export class Aside implements Beside {
  readonly #needs: AsideNeeds;
  readonly #file: AsideFile;
  /** Refused by the browser in the run. */
  readonly #refused: RefusedStep[] = [];
  /** What a try that failed could not remove. The next one replaces it. */
  #leftBehind: readonly Issue[] = [];

  constructor(needs: AsideNeeds) {
    this.#needs = needs;
    this.#file = new AsideFile(needs);
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
    const all = this.#stepsOf(job);
    if (all.length === 0) return;
    const ledger = new AsideLedger(job.report, all);
    try {
      await this.#deliver(job, source, { all, ledger });
    } finally {
      for (const issue of this.#leftBehind) job.report.issue(issue);
    }
  }

  async #deliver(job: Job, source: ByteSource, { all, ledger }: Contents): Promise<void> {
    const { report, control, sink } = job;
    const place = new Recovery(job, sink);
    let steps = all;
    while (steps.length > 0) {
      // Whatever has passed since the files: the archive goes where they are, or nowhere.
      await place.verify();
      const before = report.mark();
      try {
        const archive = await this.#pack(job, source, { all: steps, ledger });
        await note(job, { all, ledger }, archive);
        return;
      } catch (error) {
        report.backTo(before);
        control.signal.throwIfAborted();
        if (!(error instanceof ExtractError)) throw error;
        if (error instanceof GivenUp) ledger.giveUp(error.entry);
        else await this.#ask(error, sizeOf(steps), control);
        const lost = steps.filter(({ step }) => ledger.isLost(step));
        for (const { step, counted } of lost) if (step.kind === 'file') report.settled(step.entry, counted, false);
        steps = steps.filter(({ step }) => !ledger.isLost(step));
      }
    }
    await note(job, { all, ledger }, null);
  }

  /** Holds the run until it can be tried again. @throws what ends the run */
  async #ask(error: ExtractError, bytesLeft: number, control: WorkControl): Promise<void> {
    const trouble = this.#file.toFolderTrouble(error, bytesLeft);
    const question = questionAboutArchive(trouble);
    if (question === null) throw trouble;
    await control.ask(question);
    control.signal.throwIfAborted();
  }

  /**
   * Nothing of the archive stays where it fails or is cancelled.
   * @returns what to tell of it; null where nothing could be put into it, and there is none
   */
  async #pack(job: Job, source: ByteSource, contents: Contents): Promise<PutAside | null> {
    const work = { ...job, control: branchOf(job.control) };
    const calls = new BrowserCalls();
    const stuck = (): ExtractError => new ExtractError('output-stuck', { text: this.#file.name });
    this.#leftBehind = [];
    return watchStuck({ ...work, owed: owedFor(calls), stuck }, async () => {
      let archive: OpenArchive | null = null;
      let made: PutAside | null = null;
      try {
        archive = await this.#file.open(job, calls);
        made = await fill(archive, work, { source, ...contents });
        return made;
      } finally {
        if (made === null) this.#leftBehind = await this.#file.remove(job, archive, calls);
      }
    });
  }

  /** What is still to be delivered. In the journal, what the plan puts aside stands behind its other steps. */
  #stepsOf({ plan, journal }: Job): readonly RefusedStep[] {
    const planned = plan.aside.map((step, index) => ({
      step,
      number: plan.steps.length + index,
      counted: 0,
      verdict: null,
    }));
    return [...planned.filter(({ number }) => journal?.isDone(number) !== true), ...this.#refused];
  }
}

type PutAside = Extract<Issue, { readonly kind: 'put-aside' }>;

interface Contents {
  readonly all: readonly RefusedStep[];
  readonly ledger: AsideLedger;
}

interface Filling extends Contents {
  readonly source: ByteSource;
}

/** @returns what to tell of it; null where nothing could be put into it, and it is not wanted */
async function fill({ name, sink }: OpenArchive, job: Job, { source, all, ledger }: Filling): Promise<PutAside | null> {
  const { control, choices, report } = job;
  try {
    const steps = all.map(({ step }) => step);
    await new StepRun(job, { steps, sink, source, again: source, journal: null, ledger, ahead: null }).run();
    const kept = steps.filter((step) => !ledger.isLost(step));
    if (kept.length === 0) return null;
    await sink.end();
    // One that went into another folder is to be made again.
    await sink.recover();
    const files = kept.filter((step) => step.kind === 'file' && ledger.isDelivered(step));
    if (choices.comparesAfterWriting) report.compared(files.length);
    return { kind: 'put-aside', archive: name, paths: kept.map(({ entry }) => entry.path) };
  } catch (error) {
    // What is being undone asks nobody any more.
    control.stop(error);
    throw error;
  }
}

/** The archive is whole, or there is to be none: a visit that goes on with this run makes no second one. */
async function note(
  { plan, journal, report }: Job,
  { all, ledger }: Contents,
  archive: PutAside | null,
): Promise<void> {
  const name = archive?.archive ?? null;
  let untold: readonly Issue[] = archive === null ? [] : [archive];
  for (const issue of untold) report.issue(issue);
  await journal?.begin(plan.steps.length + plan.aside.length - 1);
  for (const { number, step } of all) {
    const { delivered, issues } = ledger.conclude(step, name);
    journal?.done(number, { delivered, issues: [...issues, ...untold] });
    untold = [];
  }
  journal?.making(null);
  await journal?.save(null);
}

/** Plain bytes. */
function sizeOf(steps: readonly RefusedStep[]): number {
  return steps.reduce((sum, { step }) => sum + (step.kind === 'file' ? step.entry.size : 0), 0);
}
