// The journal of a run into one file. What is in such a file is in it for good, so all is put on record at once, as one: the
// steps that are done, how far the next has come, and how much of the file holds them. What came after is made again.
import type { TakenSoFar } from '../decode/transfer.ts';
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { RunHandles, RunStore } from './run-store.ts';
import { patienceMs, restAfter } from './save-pace.ts';
import type { SaidOfAll } from './said-of-all.ts';
import type { FileCut, FileProgress, SavedFileRun } from './saved-run.ts';
import type { StepJournal, StepResult } from './step-journal.ts';
import { StepTally } from './step-tally.ts';

/** The run stands still for the cut: it may come seldom where it takes its time. */
const rests = { leastMs: 1000, mostMs: 60_000 };

/** A long file waits for a save, unless the last is no longer ago. */
const beforeLongMs = 250;

/** The end of a run waits no longer for what is still under way. */
const lastPatienceMs = 10_000;

export interface FileJournalOptions {
  readonly store: RunStore;
  readonly run: SavedFileRun;
  readonly steps: readonly Step[];
  /** Brings to the file what it was given so far. Null where nothing is kept of it any more. @throws ExtractError */
  readonly cut: () => Promise<FileCut | null>;
  /** It is on record already, as an earlier visit has left it. */
  readonly isOnRecord: boolean;
  /** Nothing can be kept: the run goes on without. */
  readonly onLost: (error: unknown) => void;
}

/** How a run has ended. */
export interface RunEnd {
  readonly isKept: boolean;
  /** Data was not what was proved: of a file that is there in part, nobody knows how much is right. */
  readonly isDoubted?: boolean;
}

export class FileJournal implements StepJournal {
  /** Beside one file there is no archive. */
  readonly archive = null;
  readonly #options: FileJournalOptions;
  readonly #tally: StepTally;
  #isLost = false;
  /** As it is there. */
  #onRecord: FileProgress;
  /** The last cut between two members, and the step that comes behind it. */
  #between: { readonly step: number; readonly cut: FileCut };
  /** On the clock of performance.now(). */
  #savedMs = performance.now();
  /** What the last save took, the cut and the record. */
  #savingMs = 0;
  /** The last save, as long as it is under way. */
  #saving: Promise<void> | null = null;

  private constructor(options: FileJournalOptions) {
    const { progress } = options.run;
    this.#options = options;
    this.#onRecord = progress;
    this.#between = { step: progress.doneUntil, cut: progress.underWay?.begun ?? progress.cut };
    const done = progress.doneUntil === 0 ? [] : ([[0, progress.doneUntil]] as const);
    this.#tally = new StepTally(options.steps, { ...progress, done });
  }

  /** Puts the run on record, as far as earlier visits have come. Never rejects: a run without a journal is a run. */
  static async open(options: FileJournalOptions, handles: RunHandles): Promise<FileJournal> {
    const journal = new FileJournal(options);
    try {
      await options.store.begin(options.run, handles);
    } catch (error) {
      // What is on record still holds, and is kept up as soon as that can be done.
      if (options.isOnRecord) return journal;
      journal.#isLost = true;
      await journal.#forget();
      options.onLost(error);
    }
    return journal;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  isDone(step: number): boolean {
    return this.#tally.done.has(step);
  }

  /** What is not on record may be in the file: it is cut off. */
  begin(): Promise<void> {
    return Promise.resolve();
  }

  done(step: number, result: StepResult): void {
    this.#tally.add(step, result);
  }

  told(issue: Issue): void {
    this.#tally.tell(issue);
  }

  said(said: SaidOfAll): void {
    this.#tally.said(said);
  }

  making(): void {
    throw new Error('beside one file there is no archive');
  }

  get isSaveDue(): boolean {
    return this.#hasRested(restAfter(this.#savingMs, rests));
  }

  get isLongFileDue(): boolean {
    return this.#hasRested(beforeLongMs);
  }

  #hasRested(ms: number): boolean {
    return !this.#isLost && this.#saving === null && performance.now() - this.#savedMs >= ms;
  }

  soFarOf(step: number): TakenSoFar | null {
    const { doneUntil, underWay } = this.#options.run.progress;
    return step === doneUntil && underWay !== null ? underWay.soFar : null;
  }

  /** The run need not wait until it is on record: until then the cut before holds. */
  async save(soFar: TakenSoFar | null): Promise<void> {
    if (this.#isLost) return;
    // Two could change places.
    if (this.#saving !== null && !(await isOverWithin(patienceMs, this.#saving)))
      this.lose(new DOMException('nothing is put on record', 'TimeoutError'));
    else await this.#saveNow(soFar);
  }

  /** Nothing more is kept. The forgetting is not waited for either: until it is done, the cut before holds. */
  lose(reason: DOMException): void {
    if (this.#isLost) return;
    this.#isLost = true;
    void this.#forget();
    // What is still being put on record must not be found there either.
    void this.#saving?.then(() => this.#forget());
    this.#options.onLost(reason);
  }

  /** The run is over. What it was kept for decides: one that can be gone on with stays on record, as it last was there. */
  async end({ isKept, isDoubted = false }: RunEnd): Promise<void> {
    this.#isLost = true;
    await isOverWithin(lastPatienceMs, this.#settle(isKept, isDoubted));
  }

  async #settle(isKept: boolean, isDoubted: boolean): Promise<void> {
    await this.#saving;
    if (!isKept) await this.#forget();
    else if (isDoubted) await this.#setBack();
  }

  /** To where that file was begun. */
  async #setBack(): Promise<void> {
    const progress = this.#onRecord;
    if (progress.underWay === null) return;
    const { store, run } = this.#options;
    const before = { ...progress, underWay: null, cut: progress.underWay.begun };
    // Where that fails, the next visit finds the same, and does this.
    await store.save(run.start.id, before).catch(() => undefined);
  }

  async #saveNow(told: TakenSoFar | null): Promise<void> {
    if (this.#isLost) return;
    const doneUntil = this.#doneUntil;
    // Of a file that is to be gone on with, and is not yet, all that the earlier visit did is there.
    const soFar = told ?? this.soFarOf(doneUntil);
    const isWithin = soFar?.is === 'giving';
    // Nothing would tell where it was begun.
    if (isWithin && this.#between.step !== doneUntil) return;
    const startedMs = performance.now();
    const cut = await this.#options.cut();
    // The run may have ended meanwhile, and be forgotten.
    if (cut === null || this.isLost) return;
    if (!isWithin) this.#between = { step: doneUntil, cut };
    const underWay = soFar && { soFar, begun: this.#between.cut };
    this.#saving = this.#put({ ...this.#tally.soFar, doneUntil, underWay, cut }, startedMs);
  }

  async #put(progress: FileProgress, startedMs: number): Promise<void> {
    const { store, run } = this.#options;
    try {
      await store.save(run.start.id, progress);
      this.#onRecord = progress;
    } catch {
      // What was on record before still holds; the next cut is put there in its place.
    }
    this.#savedMs = performance.now();
    this.#savingMs = this.#savedMs - startedMs;
    this.#saving = null;
  }

  /** The first step that is not done. */
  get #doneUntil(): number {
    const [[, doneUntil] = [0, 0], ...beyond] = this.#tally.done.ranges;
    if (beyond.length > 0) throw new Error('members of an archive come in the order of the plan');
    return doneUntil;
  }

  async #forget(): Promise<void> {
    // What cannot be forgotten now is offered at the next visit, and can be then.
    await this.#options.store.forget(this.#options.run.start.id).catch(() => undefined);
  }
}
