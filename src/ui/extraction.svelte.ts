// The run: its state, and the verbs that take it from one state to the next. Talks to the worker and to nothing else; opens
// no picker and shows nothing. What comes back from the worker after the state has moved on is dropped.
import type { ExistingPolicy, OpenProgress, Problem } from '../extract/worker-api.ts';
import type { WorkerClient } from '../extract/worker-client.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { addToLog, emptyLog, errorLines, type Log } from './log-lines.ts';
import { addToPicked } from './picked-files.ts';
import { resumeReading, startReading } from './progress-meter.ts';
import { isOpen, issuesOf, withUpdate, type OpenBackup, type RunState } from './run-state.ts';
import { WorkerLine } from './worker-line.ts';

const nothingPicked: RunState = { name: 'idle', survey: null, isSurveying: false };

export class Extraction {
  #state = $state.raw<RunState>(nothingPicked);
  #log = $state.raw<Log>(emptyLog);
  readonly #worker: WorkerLine;
  readonly #now: () => number;
  #picked: readonly File[] = [];
  /** The extraction under way, until the worker has tidied up after it. */
  #run: Promise<unknown> | null = null;
  /** Counts the steps from state to state: an answer to an earlier step is stale. */
  #turn = 0;

  /** @param connect starts a worker: at the first need, and anew after one has died or was let go. */
  constructor(connect: () => WorkerClient, now: () => number = () => performance.now()) {
    this.#worker = new WorkerLine(connect, (error) => {
      this.#lose(error);
    });
    this.#now = now;
  }

  get state(): RunState {
    return this.#state;
  }

  get log(): Log {
    return this.#log;
  }

  /** May files be added now? While choosing, and where opening failed, as a part may have been missing. */
  get takesFiles(): boolean {
    return this.#state.name === 'idle' || (this.#state.name === 'failed' && this.#state.backup === null);
  }

  /** Adds to the files picked so far, so that a missing part can be supplied. A single sound backup opens by itself. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0 || !this.takesFiles) return;
    this.#picked = addToPicked(this.#picked, files);
    await this.#survey(true);
  }

  /** Opens one of the backups found. */
  async openBackup(id: number): Promise<void> {
    if (this.#state.name !== 'idle') return;
    const title = this.#state.survey?.backups.find((backup) => backup.id === id)?.name ?? '';
    await this.#step(async (isCurrent) => {
      this.#state = { name: 'opening', title, progress: null };
      const onProgress = (progress: OpenProgress) => {
        if (isCurrent()) this.#state = { name: 'opening', title, progress };
      };
      const backup = await this.#worker.client.open(id, onProgress);
      if (!isCurrent()) return;
      if (isOpen(backup)) this.#ready(backup);
      else this.#state = { name: 'needs-password', backup, isChecking: false, progress: null, failures: 0 };
    });
  }

  /** Tries a password; blank is one too. A wrong one changes nothing but the count of failures. */
  async unlock(password: string): Promise<void> {
    const state = this.#state;
    if (state.name !== 'needs-password' || state.isChecking) return;
    await this.#step(async (isCurrent) => {
      this.#state = { ...state, isChecking: true };
      const onProgress = (progress: OpenProgress) => {
        if (isCurrent()) this.#state = { ...state, isChecking: true, progress };
      };
      try {
        const backup = await this.#worker.client.unlock(password, onProgress);
        if (!isCurrent()) return;
        if (!isOpen(backup)) throw new TypeError('an unlocked backup has a content');
        this.#ready(backup);
      } catch (error) {
        if (!(error instanceof ExtractError) || error.code !== 'wrong-password') throw error;
        if (isCurrent()) this.#state = { ...state, failures: state.failures + 1 };
      }
    });
  }

  /** Takes a folder: extracts into an empty one, and asks first where there are files in it. */
  async extractInto(folder: FileSystemDirectoryHandle): Promise<void> {
    const state = this.#state;
    if (state.name !== 'ready') return;
    await this.#step(async (isCurrent) => {
      const found = await this.#worker.client.isEmpty(folder).catch(folderProblem);
      if (!isCurrent()) return;
      if (found instanceof ExtractError) this.refuseFolder(found);
      else if (found) await this.#extract(state.backup, folder, 'keep-both');
      else this.#state = { ...state, occupied: folder, refusal: null };
    });
  }

  /** The folder chosen just now cannot be taken; the backup stays open for another. */
  refuseFolder(problem: Problem): void {
    if (this.#state.name !== 'ready') return;
    this.#state = { ...this.#state, occupied: null, refusal: { code: problem.code, where: problem.where } };
  }

  /** Answers what to do with the files in the chosen folder. */
  async extractOver(existing: ExistingPolicy): Promise<void> {
    const state = this.#state;
    if (state.name !== 'ready' || state.occupied === null) return;
    const folder = state.occupied;
    await this.#step(() => this.#extract(state.backup, folder, existing));
  }

  /** The chosen folder is not to be used after all. */
  leaveFolder(): void {
    if (this.#state.name === 'ready') this.#state = { ...this.#state, occupied: null };
  }

  async pause(): Promise<void> {
    const before = this.#state;
    if (before.name !== 'running') return;
    await this.#steer((worker) => worker.pause());
    // Snapshots went on coming in the meantime, and the run may even be over.
    const state = this.#state;
    if (state.name === 'running') this.#state = { ...state, name: 'paused' };
  }

  async resume(): Promise<void> {
    const before = this.#state;
    if (before.name !== 'paused') return;
    await this.#steer((worker) => worker.resume());
    const state = this.#state;
    if (state.name !== 'paused') return;
    this.#state = { ...state, name: 'running', reading: resumeReading(state.reading, this.#now()) };
  }

  /** Stops the run; the state changes when the worker has tidied up. While opening, goes back to the picked files. */
  async cancel(): Promise<void> {
    const state = this.#state;
    if (state.name === 'opening') {
      this.#worker.letGo();
      await this.#survey(false);
    } else if (state.name === 'running' || state.name === 'paused') {
      this.#state = { ...state, isCancelling: true };
      await this.#steer((worker) => worker.cancel());
    }
  }

  /** After a failure: back to the open backup, or opens the picked files again where it is no longer open. */
  async tryAgain(): Promise<void> {
    if (this.#state.name !== 'failed') return;
    if (this.#state.backup !== null) this.#ready(this.#state.backup);
    else if (this.#picked.length === 0) this.startOver();
    else await this.#survey(true);
  }

  /** Forgets everything that was picked and opened. */
  startOver(): void {
    this.#turn += 1;
    this.#worker.letGo();
    this.#picked = [];
    this.#state = nothingPicked;
  }

  /** The run cannot go on, whoever found out. A run under way is cancelled first, so that it leaves nothing partial. */
  fail(error: unknown): void {
    this.#log = addToLog(this.#log, errorLines(error));
    const state = this.#state;
    // What is finished stays on the page, with its warnings.
    if (state.name === 'done' || state.name === 'cancelled') return;
    const run = state.name === 'running' || state.name === 'paused' ? state : null;
    const isExpected = error instanceof ExtractError;
    // After a fault of the program nobody knows what state the worker is in: the backup is opened anew.
    const isStillOpen = isExpected && error.code !== 'worker-died' && this.#run === null;
    const backup = isStillOpen ? (run?.backup ?? (state.name === 'ready' ? state.backup : null)) : null;
    if (this.#run !== null) this.#worker.letGoAfter(this.#run);
    else if (backup === null) this.#worker.letGo();
    this.#turn += 1;
    this.#state = {
      name: 'failed',
      problem: isExpected ? { code: error.code, where: error.where } : null,
      run,
      backup,
    };
  }

  async #survey(opensAlone: boolean): Promise<void> {
    await this.#step(async (isCurrent) => {
      const before = this.#state.name === 'idle' ? this.#state.survey : null;
      this.#state = { name: 'idle', survey: before, isSurveying: true };
      const survey = await this.#worker.client.survey(this.#picked);
      if (!isCurrent()) return;
      this.#state = { name: 'idle', survey, isSurveying: false };
      const [only, ...others] = survey.backups;
      if (opensAlone && only?.problem === null && others.length === 0) await this.openBackup(only.id);
    });
  }

  async #extract(backup: OpenBackup, folder: FileSystemDirectoryHandle, existing: ExistingPolicy): Promise<void> {
    const turn = this.#turn;
    const start = { backup, folder: folder.name, update: null, issues: [], isCancelling: false };
    this.#state = { name: 'running', ...start, reading: startReading(this.#now()) };
    const run = this.#worker.client.extract(folder, existing, (update) => {
      if (turn !== this.#turn) return;
      this.#log = addToLog(this.#log, update.newLog);
      this.#state = withUpdate(this.#state, update, this.#now());
    });
    this.#run = run;
    try {
      const outcome = await run;
      if (turn !== this.#turn) return;
      this.#state = {
        name: outcome.isCancelled ? 'cancelled' : 'done',
        backup,
        outcome,
        issues: issuesOf(this.#state),
      };
    } finally {
      if (this.#run === run) this.#run = null;
    }
  }

  #ready(backup: OpenBackup): void {
    this.#state = { name: 'ready', backup, occupied: null, refusal: null };
  }

  /** The worker is gone: that ends whatever needed it. What is finished stays finished. */
  #lose(error: ExtractError): void {
    const state = this.#state;
    this.#run = null;
    if (state.name === 'failed') this.#state = { ...state, backup: null };
    else this.fail(error);
  }

  async #step(take: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      await take(() => turn === this.#turn);
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
    }
  }

  async #steer(ask: (worker: WorkerClient) => Promise<void>): Promise<void> {
    const turn = this.#turn;
    try {
      await ask(this.#worker.client);
    } catch (error) {
      if (turn === this.#turn) this.fail(error);
    }
  }
}

/** What is wrong with a folder is told on the spot; anything else is thrown on. */
function folderProblem(error: unknown): ExtractError {
  if (error instanceof ExtractError && error.code.startsWith('folder-')) return error;
  // The browser's own exceptions come through the worker as they are.
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError') return new ExtractError('folder-gone', {}, error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return new ExtractError('folder-refused', {}, error);
  throw error;
}
