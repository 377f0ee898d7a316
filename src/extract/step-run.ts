// Steps of the plan into one sink: every step is decoded, handed over, and settled. Decoding goes on while the sink opens and
// closes files behind it. What fails is asked about (recovery.ts) and, if it is to be tried again, done again from its start.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { StepJournal, StepResult } from '../journal/step-journal.ts';
import type { FileStep, Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { FileResult, FileWriter, Sink } from '../sink/sink.ts';
import { Attempts, type Attempt } from './attempts.ts';
import { feedFile, PassedBytes } from './feed-file.ts';
import { holdBack } from './hold-back.ts';
import type { Job } from './job.ts';
import { DeliveredSteps } from './delivered-steps.ts';
import type { ProofAhead } from './proof-ahead.ts';
import { keepDamaged } from './keep-damaged.ts';
import { issuesOf, Recovery, type Verdict } from './recovery.ts';
import { unlessStopped } from './unless-stopped.ts';

/** Directories made at once: an archive may hold a hundred thousand, and a pause must find an end. */
const mostDirectories = 64;

/** Files that are closing are waited for so long before the place is looked at again. */
const closingMs = 200;
/** Of a run that was stopped, its place is waited for so long. */
const graceMs = 1000;

type DirectoryStep = Extract<Step, { readonly kind: 'directory' }>;

/** Steps that come to one whole: what stands of them, over all tries, is known there alone. */
export interface StepLedger {
  /** Bytes of a step that the report has counted already. */
  countedOf(step: Step): number;
  /** Tells the issues too. */
  settled(step: Step, result: StepResult): void;
  /** What was said of its damage in an earlier try, and stands; null where nothing was. */
  verdictOf(step: Step): Verdict | null;
}

export class StepRun {
  readonly #job: Job;
  readonly #sink: Sink;
  readonly #source: ByteSource;
  readonly #proofs: ProofAhead | null;
  #journal: StepJournal | null = null;
  #ledger: StepLedger | null = null;
  #attempts = new Attempts([], null, () => 0);
  /** Everything handed over that the sink has not settled yet. */
  readonly #settling = new Set<Promise<void>>();
  /** Those of them that are directories, since they were last waited for. */
  readonly #directories: Promise<void>[] = [];
  readonly #recovery: Recovery;
  /** Settled by the sink, and not yet by a look at its place. */
  readonly #delivered: DeliveredSteps;

  /**
   * @param source where data is read, in the order of the steps
   * @param proofs of these steps, for a sink that takes data packed
   */
  constructor(job: Job, sink: Sink, source: ByteSource, proofs: ProofAhead | null = null) {
    this.#job = job;
    this.#sink = sink;
    this.#source = source;
    this.#proofs = proofs;
    this.#recovery = new Recovery(job, sink);
    this.#delivered = new DeliveredSteps(sink.lookout);
  }

  /**
   * Runs the steps to their end. Everything under way has settled when this returns or throws.
   * @param journal where these steps are kept; null for steps that are run as a whole
   * @param ledger of such steps
   * @throws ExtractError where the run cannot go on; an AbortError when it was cancelled
   */
  async run(steps: readonly Step[], journal: StepJournal | null, ledger: StepLedger | null = null): Promise<void> {
    this.#journal = journal;
    this.#ledger = ledger;
    this.#attempts = new Attempts(steps, journal, (step) => ledger?.countedOf(step) ?? 0);
    await this.#delivered.during(async () => {
      try {
        await this.#runAll();
      } catch (error) {
        // What is under way need not ask any more.
        this.#job.control.stop(error);
        throw error;
      } finally {
        await this.#settled();
        await this.#confirmAtOnce();
      }
    });
  }

  async #runAll(): Promise<void> {
    const { control, report } = this.#job;
    for (;;) {
      await control.gate();
      await this.#keepPace();
      const attempt = this.#attempts.next();
      if (attempt !== null) {
        report.step('files');
        await this.#journal?.begin(attempt.number);
        await this.#start({ ...attempt, changes: this.#delivered.changes });
      } else if (this.#settling.size > 0) {
        report.step('closing');
        await isOverWithin(closingMs, this.#settled());
      } else if (this.#delivered.hasAny) await this.#confirm();
      else return;
    }
  }

  async #start(attempt: Attempt): Promise<void> {
    const { step } = attempt;
    if (step.kind === 'file') await this.#startFile({ ...attempt, step });
    else {
      this.#directories.push(this.#settle(this.#makeDirectory({ ...attempt, step })));
      if (this.#directories.length >= mostDirectories) await Promise.all(this.#directories.splice(0));
    }
  }

  /** Saves where it must stand still for that, rests in gentle mode, and now and then makes sure that the folder is still the same. */
  async #keepPace(): Promise<void> {
    const { pacer, control } = this.#job;
    const { signal } = control;
    const { isStepOver } = pacer;
    if (isStepOver || this.#journal?.isSaveDue === true) {
      await this.#settled();
      await this.#confirm();
      // What has failed meanwhile may stand half in the output.
      signal.throwIfAborted();
      await unlessStopped(signal, this.#journal?.save() ?? Promise.resolve());
    }
    if (isStepOver) await pacer.rest();
    if (this.#delivered.isDue) await this.#confirm();
    await this.#recovery.watch();
  }

  /** Looks at the place: what it has taken is done, or is to be done again. */
  #confirm(): Promise<void> {
    return this.#delivered.confirm(() => this.#recovery.look());
  }

  /** At the end of a run that was stopped, whose files stay: nobody waits long for it, and nobody is asked. */
  async #confirmAtOnce(): Promise<void> {
    const { lookout } = this.#sink;
    if (lookout === null || !this.#delivered.hasAny) return;
    // Where it fails, they are not called done.
    const confirming = this.#delivered.confirm(() => lookout.look()).catch(() => undefined);
    await isOverWithin(graceMs, confirming);
  }

  /** Resolves when the file is handed over; what became of it is settled in the sink's own time. */
  async #startFile(attempt: Attempt<FileStep>): Promise<void> {
    const { control, report, pool } = this.#job;
    const { step } = attempt;
    const bytes = new PassedBytes(step.entry, attempt.counted, (entry, size) => {
      report.passed(entry, size);
    });
    const fed = await feedFile(step, {
      source: this.#source,
      sink: this.#sink,
      pool,
      signal: control.signal,
      proven:
        attempt.before === 0 && this.#proofs !== null
          ? await unlessStopped(control.signal, this.#proofs.take(attempt.number))
          : null,
      onPassed: bytes.pass,
      holdBack: () => this.#holdBack(),
    });
    const { counted } = bytes;
    if (fed.file === null) await this.#failed({ ...attempt, counted }, fed.error, fed.leftBehind);
    else void this.#settle(this.#finish({ ...attempt, counted }, fed.file));
  }

  /** In the middle of a file: also what was delivered before it may be due. */
  async #holdBack(): Promise<void> {
    await holdBack(this.#job);
    if (this.#delivered.isDue) await this.#confirm();
  }

  async #finish(attempt: Attempt<FileStep>, file: FileWriter): Promise<void> {
    let result: FileResult;
    try {
      result = await file.finish();
    } catch (error) {
      await this.#failed(attempt, error, await file.discard());
      return;
    }
    this.#over(attempt, result, file);
  }

  async #makeDirectory(attempt: Attempt<DirectoryStep>): Promise<void> {
    let result: FileResult;
    try {
      result = await this.#sink.makeDirectory(attempt.step.path, attempt.step.entry);
    } catch (error) {
      await this.#failed(attempt, error, null);
      return;
    }
    this.#over(attempt, result, null);
  }

  #over(attempt: Attempt, { delivered, issue }: FileResult, file: FileWriter | null): void {
    const { beside } = this.#job;
    this.#delivered.add({
      changes: attempt.changes,
      settle: () => {
        // Not done, for the journal too: it is delivered with all that lies beside, or not at all.
        if (issue !== undefined && beside?.takes(issue) === true) beside.add(attempt);
        else this.#settleWith(attempt, delivered, issue === undefined ? [] : [issue]);
      },
      repeat: () => {
        file?.release?.();
        this.#attempts.repeat(attempt);
      },
    });
  }

  /** To the report and the journal in one breath: neither knows what the other does not. */
  #settleWith({ step, number, counted }: Attempt, delivered: boolean, issues: readonly Issue[]): void {
    const { report } = this.#job;
    if (this.#ledger === null) for (const issue of issues) report.issue(issue);
    else this.#ledger.settled(step, { delivered, issues });
    if (step.kind === 'file') report.settled(step.entry, counted, delivered);
    this.#journal?.done(number, { delivered, issues });
  }

  /**
   * A step has failed: it is left out and told, or will be tried again.
   * @param leftBehind what could not be removed of it
   * @param said of its damage, where it is what was to be kept of it that has failed
   * @throws what ends the run
   */
  async #failed(
    attempt: Attempt,
    error: unknown,
    leftBehind: Issue | null,
    said: readonly Issue[] = [],
  ): Promise<void> {
    const { entry } = attempt.step;
    let verdict: Verdict | null;
    try {
      const earlier = this.#ledger?.verdictOf(attempt.step) ?? null;
      verdict = await this.#recovery.judge(error, entry, { attempts: attempt.before, earlier });
    } catch (end) {
      if (leftBehind !== null) this.#job.report.issue(leftBehind);
      throw end;
    }
    if (this.#job.control.signal.aborted) {
      // The run ends here, and this is why, perhaps. A later visit that goes on with it tries this step once more.
      for (const issue of issuesOf(verdict, leftBehind)) this.#job.report.issue(issue);
      return;
    }
    if (verdict === null) {
      this.#attempts.repeat({ ...attempt, before: attempt.before + 1 });
      return;
    }
    const told = [...said, ...issuesOf(verdict, leftBehind)];
    if (verdict.isKept) await this.#keep(attempt, told);
    else this.#settleWith(attempt, false, told);
  }

  /** What can be read of a damaged file goes under a name of its own. */
  async #keep(attempt: Attempt, said: readonly Issue[]): Promise<void> {
    const { step, changes } = attempt;
    if (step.kind !== 'file') return;
    const kept = await keepDamaged(step, this.#job, { sink: this.#sink, source: this.#source, said });
    if ('error' in kept) {
      await this.#failed(attempt, kept.error, kept.leftBehind, said);
      return;
    }
    const { issues, file } = kept;
    this.#delivered.add({
      changes,
      settle: () => {
        this.#settleWith(attempt, false, issues);
      },
      repeat: () => {
        file?.release?.();
        this.#attempts.repeat(attempt);
      },
    });
  }

  /** Never rejects: what cannot be survived stops the run. */
  #settle(work: Promise<void>): Promise<void> {
    const settled = work.catch((error: unknown) => {
      this.#job.control.stop(error);
    });
    this.#settling.add(settled);
    void settled.finally(() => this.#settling.delete(settled));
    return settled;
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#settling]);
  }
}
