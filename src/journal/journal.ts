// The journal of a run under way: which steps are done, kept as it goes. Two rules make a later visit able to go on. A step
// is not begun before it is on record that it may have been; and it is done only when its file is complete at its name, or
// settled otherwise.
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { RunHandles, RunStore } from './run-store.ts';
import { folderRests, patienceMs, restAfter } from './save-pace.ts';
import type { SaidOfAll } from './said-of-all.ts';
import type { FolderProgress, SavedFolderRun } from './saved-run.ts';
import type { StepJournal, StepResult } from './step-journal.ts';
import { StepTally } from './step-tally.ts';

/** Steps that are put on record at once, so that the run need not wait for each. */
const window = 1024;

export interface JournalOptions {
  readonly store: RunStore;
  readonly run: SavedFolderRun;
  readonly steps: readonly Step[];
  /** It is on record already, as an earlier visit has left it. */
  readonly isOnRecord: boolean;
  /** Nothing can be kept: the run goes on without. */
  readonly onLost: (error: unknown) => void;
}

export class Journal implements StepJournal {
  /** It saves by its own clock. */
  readonly isSaveDue = false;
  readonly isLongFileDue = false;
  readonly #options: JournalOptions;
  readonly #tally: StepTally;
  #archive: string | null;
  /** On record, and on its way there. */
  #begunUntil: number;
  #askedUntil: number;
  #isLost = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the last write came to: null, or the error. */
  #writing: Promise<unknown> = Promise.resolve(null);
  /** The write that follows it, if one was asked for. */
  #next: Promise<unknown> | null = null;
  /** What the last one took. */
  #savingMs = 0;

  private constructor(options: JournalOptions) {
    const { progress } = options.run;
    this.#options = options;
    this.#tally = new StepTally(options.steps, progress);
    this.#archive = progress.archive;
    this.#begunUntil = progress.begunUntil;
    this.#askedUntil = progress.begunUntil;
  }

  /** Puts the run on record, with the first steps it will begin. Never rejects: a run without a journal is a run. */
  static async open(options: JournalOptions, handles: RunHandles): Promise<Journal> {
    const journal = new Journal(options);
    const { store, run } = options;
    journal.#ask(0);
    try {
      const progress = journal.#progress();
      await store.begin({ start: run.start, progress }, handles);
      journal.#begunUntil = progress.begunUntil;
    } catch (error) {
      // What is on record of an earlier visit still holds, up to where that had begun steps.
      if (!options.isOnRecord) await journal.#lose(error);
    }
    journal.#rest();
    return journal;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** In this visit or an earlier one. */
  /** A file in a folder is whole or not there. */
  soFarOf(): null {
    return null;
  }

  isDone(step: number): boolean {
    return this.#tally.done.has(step);
  }

  /** To be awaited before a step leaves anything in the folder. Mostly there is nothing to wait for. */
  async begin(step: number): Promise<void> {
    if (this.#isLost) return;
    if (step >= this.#askedUntil - window / 2 && this.#ask(step)) void this.save();
    if (step < this.#begunUntil) return;
    const writing = this.#write();
    const error = (await isOverWithin(patienceMs, writing)) ? await writing : new DOMException('', 'TimeoutError');
    // What is on record would be wrong from now on: it is kept up, or it goes.
    if (step >= this.#begunUntil) await this.#lose(error);
  }

  /** The step is settled: its file stands complete at its name, or the issues say what became of it. */
  done(step: number, result: StepResult): void {
    this.#tally.add(step, result);
  }

  /** Of the archive as a whole, not of a step: told once, in whichever visit that is. */
  told(issue: Issue): void {
    this.#tally.tell(issue);
  }

  said(said: SaidOfAll): void {
    this.#tally.said(said);
  }

  /** Name of the one that this visit or an earlier one was making. */
  get archive(): string | null {
    return this.#archive;
  }

  /**
   * An archive of steps that are not done is about to be made, of this name; null: it is whole, and they are done. To be
   * awaited, with `save`, before anything of that name is in the folder.
   */
  making(archive: string | null): void {
    this.#archive = archive;
  }

  /** Resolves when everything up to this call is on record, or could not be put there: what was before still holds. */
  async save(): Promise<void> {
    if (!this.#isLost) await this.#write();
  }

  /** The run is over. What it was kept for decides: one that can be gone on with stays on record. */
  async end({ isKept }: { readonly isKept: boolean }): Promise<void> {
    clearTimeout(this.#timer);
    if (isKept) await this.save();
    this.#isLost = true;
    await this.#next;
    await this.#writing;
    clearTimeout(this.#timer);
    if (!isKept) await this.#forget();
  }

  /** @returns whether there is anything more to put on record */
  #ask(step: number): boolean {
    const { length } = this.#options.steps;
    const before = this.#askedUntil;
    this.#askedUntil = Math.max(before, Math.min(length, step + window));
    return this.#askedUntil > before;
  }

  /** One at a time: whoever asks during a write gets the next. @returns null, or the error */
  #write(): Promise<unknown> {
    this.#next ??= this.#writing.then(() => {
      this.#next = null;
      this.#writing = this.#writeNow();
      return this.#writing;
    });
    return this.#next;
  }

  async #writeNow(): Promise<unknown> {
    if (this.#isLost) return null;
    const startedMs = performance.now();
    const progress = this.#progress();
    try {
      await this.#options.store.save(this.#options.run.start.id, progress);
      this.#begunUntil = Math.max(this.#begunUntil, progress.begunUntil);
      return null;
    } catch (error) {
      return error;
    } finally {
      this.#savingMs = performance.now() - startedMs;
      this.#rest();
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    if (this.#isLost) return;
    const restMs = restAfter(this.#savingMs, folderRests);
    this.#timer = setTimeout(() => void this.save(), restMs);
  }

  #progress(): FolderProgress {
    return {
      begunUntil: this.#askedUntil,
      done: this.#tally.done.ranges,
      undone: this.#undone(),
      savedMs: Date.now(),
      ...this.#tally.soFar,
      archive: this.#archive,
    };
  }

  #undone(): readonly string[] {
    const { steps } = this.#options;
    const missing = [...this.#tally.done.missing(this.#askedUntil)];
    return missing.flatMap((number) => {
      const step = steps[number];
      return step?.kind === 'file' ? [step.path.join('/')] : [];
    });
  }

  async #lose(error: unknown): Promise<void> {
    if (this.#isLost) return;
    this.#isLost = true;
    clearTimeout(this.#timer);
    // What is still being put on record must not be found there either.
    const forgotten = this.#forget();
    void this.#writing.then(() => this.#forget());
    await isOverWithin(patienceMs, forgotten);
    this.#options.onLost(error);
  }

  async #forget(): Promise<void> {
    // What cannot be forgotten now is offered at the next visit, and can be then.
    await this.#options.store.forget(this.#options.run.start.id).catch(() => undefined);
  }
}
