// The run: the verbs that take it from one state to the next. Talks to the worker and to nothing else; opens no picker and
// shows nothing.
import type { WorkerClient } from '../extract/worker-client.ts';
import type { ListKind } from '../extract/lists-api.ts';
import type { Issue } from '../problems/issue.ts';
import { BackupContent } from './backup-content.svelte.ts';
import { BackupOpening } from './backup-opening.ts';
import { CardReading } from './card-reading.svelte.ts';
import { EntryPreview } from './entry-preview.svelte.ts';
import { DatabaseSaving } from './database-saving.svelte.ts';
import type { Log } from './log-lines.ts';
import { errorLines } from './log-words.ts';
import { PartSums } from './part-sums.svelte.ts';
import { RunFollower } from './run-follower.ts';
import { issuesBeyond, issuesOf, nothingPicked, readyWith, type OpenBackup, type RunState } from './run-state.ts';
import { RunSteering } from './run-steering.ts';
import { RunSteps } from './run-steps.svelte.ts';
import { TargetChoice } from './target-choice.svelte.ts';
import { UnfinishedRuns } from './unfinished-runs.svelte.ts';
import { WorkerLine } from './worker-line.ts';
import { WorkerRevival } from './worker-revival.ts';

export class Extraction {
  #lastTry = $state.raw<readonly Issue[]>([]);
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  /** From picked files to an open backup. */
  readonly opening: BackupOpening;
  /** What is in the open backup, and what of it is ticked. */
  readonly content: BackupContent;
  /** What the open backup says of itself. */
  readonly card: CardReading;
  /** One entry of it, looked at. */
  readonly entry: EntryPreview;
  /** From an open backup to the file of one of its databases. */
  readonly databases: DatabaseSaving;
  /** From an open backup to a run. */
  readonly target: TargetChoice;
  /** Pause, resume, and the answers to what holds a run. */
  readonly steering: RunSteering;
  /** SHA-256 of the open backup's parts. */
  readonly partSums: PartSums;
  /** Runs that were broken off, in this visit or an earlier one. */
  readonly unfinished: UnfinishedRuns;

  /** @param connect starts a worker: at the first need, and anew after one has died or was let go. */
  constructor(connect: () => WorkerClient, now: () => number = () => performance.now()) {
    const worker = new WorkerLine(connect, (error) => {
      revival.onDeath(error);
    });
    const steps = new RunSteps(worker);
    const content = new BackupContent(steps, worker);
    const onFailure = (error: unknown) => {
      steps.note(errorLines(error));
    };
    this.card = new CardReading({ worker, onFailure });
    this.entry = new EntryPreview({ worker, onFailure });
    const onOpen = (backup: OpenBackup) => {
      this.entry.close();
      void content.load(backup);
      void this.card.read();
    };
    const opening = new BackupOpening({ steps, worker, now, onOpen });
    const follower = new RunFollower(steps, worker, now);
    const unfinished = new UnfinishedRuns({ steps, worker, opening, follower });
    const steering = new RunSteering(steps, worker, now);
    const revival = new WorkerRevival({ steps, worker, opening, unfinished, steering });
    this.steering = steering;
    this.partSums = new PartSums(steps, worker);
    this.unfinished = unfinished;
    this.#worker = worker;
    this.#steps = steps;
    this.opening = opening;
    this.content = content;
    this.target = new TargetChoice({ steps, worker, follower, content });
    this.databases = new DatabaseSaving(() => worker.client);
  }

  get state(): RunState {
    return this.#steps.state;
  }

  get log(): Log {
    return this.#steps.log;
  }

  /** What failed runs on this backup found amiss, beyond what was known before: kept until the user leaves. */
  get lastTry(): readonly Issue[] {
    return this.#lastTry;
  }

  /** May files be added now? While choosing, and where opening failed, as a part may have been missing. */
  get takesFiles(): boolean {
    return this.state.name === 'idle' || (this.state.name === 'failed' && this.state.backup === null);
  }

  /** Adds to the files picked so far, so that a missing part can be supplied. A single sound backup opens by itself. */
  async addFiles(files: readonly File[]): Promise<void> {
    if (files.length === 0 || !this.takesFiles) return;
    this.#keepWarnings();
    await this.opening.addFiles(files);
  }

  /** Tries a password; blank is one too. A wrong one changes nothing but the count of failures. */
  unlock(password: string): Promise<void> {
    return this.opening.unlock(password);
  }

  /** What there was to download has been handed to the browser. */
  saved(): void {
    if (this.state.name === 'done') this.#steps.state = { ...this.state, isSaved: true };
  }

  /** Removes the browser's copy of what was made for a download. */
  async forgetOutput(): Promise<void> {
    await this.#steps.join(() => this.#worker.client.forgetOutput());
    const { state } = this;
    if (state.name === 'done')
      this.#steps.state = { ...state, isSaved: true, outcome: { ...state.outcome, download: null } };
  }

  /** Removes what earlier visits have left in the page's own storage. */
  async tidyUp(): Promise<void> {
    try {
      await this.#worker.client.tidy();
    } catch (error) {
      // Nobody waits for it, and it is tried again at the next visit.
      this.#steps.note(errorLines(error));
    }
  }

  /** A shell script for what the run into a folder could not set. Null where the worker is gone. */
  async restoreScript(): Promise<Blob | null> {
    let script: Blob | null = null;
    await this.#steps.join(async () => {
      script = await this.#worker.client.restoreScript();
    });
    return script;
  }

  /** A list of the last run that knows the sums of files. Null where the worker is gone. */
  async list(kind: ListKind): Promise<Blob | null> {
    let list: Blob | null = null;
    await this.#steps.join(async () => {
      list = await this.#worker.client.list(kind);
    });
    return list;
  }

  /** After a test: to the backup, which is still open. What the test has found stays with it. */
  backToBackup(): void {
    const { state } = this;
    if ((state.name !== 'done' && state.name !== 'cancelled') || state.outcome?.destination.kind !== 'test') return;
    this.#lastTry = [
      ...this.#lastTry,
      ...issuesBeyond(state.issues, [...state.backup.content.issues, ...this.#lastTry]),
    ];
    this.#steps.state = readyWith(state.backup);
  }

  /** Stops the run; the state changes when the worker has tidied up. While opening, goes back to the picked files. */
  async cancel(): Promise<void> {
    const { state } = this;
    if (state.name === 'opening') {
      this.unfinished.leave();
      this.#worker.letGo();
      await this.opening.survey({ opensAlone: false });
    } else await this.steering.cancel();
  }

  /** After a failure: back to the open backup, or opens the picked files again where it is no longer open. */
  async tryAgain(): Promise<void> {
    const { state } = this;
    if (state.name !== 'failed' || (await this.unfinished.tryAgain(state))) return;
    this.#keepWarnings();
    if (state.backup !== null) this.#steps.state = readyWith(state.backup);
    else if (this.opening.hasFiles) await this.opening.survey({ opensAlone: true });
    else this.startOver();
  }

  /** Forgets everything that was picked and opened. */
  startOver(): void {
    this.#steps.begin();
    this.#worker.letGoTidily();
    this.opening.forgetFiles();
    this.content.forget();
    this.unfinished.leave();
    this.#lastTry = [];
    this.#steps.state = nothingPicked;
    void this.unfinished.look();
  }

  /** The run cannot go on, whoever found out. A run under way is stopped first, so that it leaves nothing partial. */
  fail(error: unknown): void {
    this.#steps.fail(error);
  }

  /** A failed run is left for another try: its warnings stay with the backup. */
  #keepWarnings(): void {
    const { state } = this;
    if (state.name !== 'failed' || state.run === null) return;
    const known = [...state.run.backup.content.issues, ...this.#lastTry];
    this.#lastTry = [...this.#lastTry, ...issuesBeyond(issuesOf(state), known)];
  }
}
