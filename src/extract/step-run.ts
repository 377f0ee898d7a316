// Steps of the plan into one sink: every step is decoded, handed over, and settled. Decoding goes on while the sink opens and
// closes files behind it. What fails is asked about (recovery.ts) and, if it is to be tried again, done again from its start; a
// long file that an earlier visit was at is gone on with where that can be.
import type { ByteSource } from '../bytes/byte-source.ts';
import type { TakenSoFar } from '../decode/transfer.ts';
import type { StepJournal } from '../journal/step-journal.ts';
import type { FileStep, Step } from '../plan/make-plan.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { FileResult, FileWriter, Sink } from '../sink/sink.ts';
import { Attempts, type Attempt } from './attempts.ts';
import { feedFile, PassedBytes } from './feed-file.ts';
import { holdBack } from './hold-back.ts';
import type { Job } from './job.ts';
import { DeliveredSteps } from './delivered-steps.ts';
import { Recovery } from './recovery.ts';
import type { Ahead } from './start-ahead.ts';
import type { StepLedger } from './step-ledger.ts';
import { StepSettler } from './step-settler.ts';
import { unlessStopped } from './unless-stopped.ts';

/** Directories made at once: an archive may hold a hundred thousand, and a pause must find an end. */
const mostDirectories = 64;

/** Files that are closing are waited for so long before the place is looked at again. */
const closingMs = 200;
/** Of a run that was stopped, its place is waited for so long. */
const graceMs = 1000;

type DirectoryStep = Extract<Step, { readonly kind: 'directory' }>;

export interface RunSteps {
  readonly steps: readonly Step[];
  readonly sink: Sink;
  /** Where data is read, in the order of the steps. */
  readonly source: ByteSource;
  /** Where that is read a second time which the sink wants proved before. */
  readonly again: ByteSource;
  /** Where these steps are kept; null for steps that are run as a whole. */
  readonly journal: StepJournal | null;
  /** Of such steps. */
  readonly ledger: StepLedger | null;
  /** What is done of these steps before their turn. */
  readonly ahead: Ahead | null;
}

export class StepRun {
  readonly #job: Job;
  readonly #sink: Sink;
  readonly #source: ByteSource;
  readonly #again: ByteSource;
  readonly #ahead: Ahead | null;
  readonly #journal: StepJournal | null;
  readonly #attempts: Attempts;
  readonly #settler: StepSettler;
  /** Everything handed over that the sink has not settled yet. */
  readonly #settling = new Set<Promise<void>>();
  /** Those of them that are directories, since they were last waited for. */
  readonly #directories: Promise<void>[] = [];
  readonly #recovery: Recovery;
  /** Settled by the sink, and not yet by a look at its place. */
  readonly #delivered: DeliveredSteps;

  constructor(job: Job, { steps, sink, source, again, journal, ledger, ahead }: RunSteps) {
    this.#job = job;
    this.#sink = sink;
    this.#source = source;
    this.#again = again;
    this.#ahead = ahead;
    this.#journal = journal;
    const recovery = (this.#recovery = new Recovery(job, sink));
    const delivered = (this.#delivered = new DeliveredSteps(sink.lookout));
    const attempts = (this.#attempts = new Attempts(steps, journal, ledger));
    this.#settler = new StepSettler({ job, sink, source, again, recovery, attempts, delivered, journal, ledger });
  }

  /**
   * Runs the steps to their end, once. Everything under way has settled when this returns or throws.
   * @throws ExtractError where the run cannot go on; an AbortError when it was cancelled
   */
  async run(): Promise<void> {
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
    const { pacer } = this.#job;
    const { isStepOver } = pacer;
    await this.#saveIfDue(null);
    if (isStepOver) await pacer.rest();
    if (this.#delivered.isDue) await this.#confirm();
    await this.#recovery.watch();
  }

  /** @param soFar of the file that is under way; null where none is in the output in part */
  async #saveIfDue(soFar: TakenSoFar | null): Promise<void> {
    if (this.#job.pacer.isStepOver || this.#journal?.isSaveDue === true) await this.#save(soFar);
  }

  async #save(soFar: TakenSoFar | null): Promise<void> {
    const { signal } = this.#job.control;
    await this.#settled();
    await this.#confirm();
    // What has failed meanwhile may stand half in the output.
    signal.throwIfAborted();
    await unlessStopped(signal, this.#journal?.save(soFar) ?? Promise.resolve());
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
    const from = attempt.before === 0 ? (this.#journal?.soFarOf(attempt.number) ?? null) : null;
    const fed = await feedFile(step, {
      source: this.#source,
      again: this.#again,
      sink: this.#sink,
      pool,
      signal: control.signal,
      prepared: attempt.before === 0 ? ((await this.#ahead?.take(attempt.number)) ?? null) : null,
      from,
      onPassed: bytes.pass,
      beforeLong: async () => {
        if (this.#journal?.isLongFileDue === true) await this.#save(null);
      },
      holdBack: (soFar) => this.#holdBack(soFar),
    });
    const { counted } = bytes;
    if (fed.file === null) await this.#settler.failed({ ...attempt, counted }, fed);
    else void this.#settle(this.#finish({ ...attempt, counted }, fed.file));
  }

  /**
   * In the middle of a file: also what was delivered before it may be due, and what was done of it.
   * @param soFar undefined where the output has a part of it, and cannot be gone on with from there
   */
  async #holdBack(soFar: TakenSoFar | null | undefined): Promise<void> {
    if (soFar !== undefined) await this.#saveIfDue(soFar);
    await holdBack(this.#job);
    if (this.#delivered.isDue) await this.#confirm();
  }

  async #finish(attempt: Attempt<FileStep>, file: FileWriter): Promise<void> {
    let result: FileResult;
    try {
      result = await file.finish();
    } catch (error) {
      await this.#settler.failed(attempt, { error, leftBehind: await file.discard() });
      return;
    }
    this.#settler.over(attempt, result, file);
  }

  async #makeDirectory(attempt: Attempt<DirectoryStep>): Promise<void> {
    let result: FileResult;
    try {
      result = await this.#sink.makeDirectory(attempt.step.path, attempt.step.entry);
    } catch (error) {
      await this.#settler.failed(attempt, { error, leftBehind: null });
      return;
    }
    this.#settler.over(attempt, result, null);
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
