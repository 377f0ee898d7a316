// Runs that were broken off, and the way back into them: folder or file are asked whether they are still there, the backup is
// opened again and known by its bytes, and the run goes on. Opens no picker and asks for no permission; the page has done that.
import type { Destination } from '../extract/events.ts';
import type { UnfinishedRun } from '../extract/worker-api.ts';
import type { WorkerClient } from '../extract/worker-client.ts';
import { ExtractError, type Problem } from '../problems/extract-error.ts';
import type { BackupOpening, Errand } from './backup-opening.ts';
import { targetProblem } from './failure.ts';
import { errorLines } from './log-words.ts';
import type { RunFollower } from './run-follower.ts';
import { hasBegun, readyWith, type Failed, type OpenBackup, type Running } from './run-state.ts';
import type { IsSuperseded, RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

/** What of a run leads back into it. */
export interface BrokenRun {
  readonly id: string;
  /** Name of the backup. */
  readonly backup: string;
  readonly destination: Destination;
  /** Null for a run into one file. */
  readonly folder: FileSystemDirectoryHandle | null;
}

export interface UnfinishedRunsParts {
  readonly steps: RunSteps;
  readonly worker: WorkerLine;
  readonly opening: BackupOpening;
  readonly follower: RunFollower;
}

/** Why a run cannot be gone on with just now. */
export interface RunRefusal {
  readonly id: string;
  readonly problem: Problem;
}

export class UnfinishedRuns {
  #runs = $state.raw<readonly UnfinishedRun[]>([]);
  #awaited = $state.raw<UnfinishedRun | null>(null);
  #refusal = $state.raw<RunRefusal | null>(null);
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #opening: BackupOpening;
  readonly #follower: RunFollower;

  constructor({ steps, worker, opening, follower }: UnfinishedRunsParts) {
    this.#steps = steps;
    this.#worker = worker;
    this.#opening = opening;
    this.#follower = follower;
  }

  /** What can be gone on with, the latest first. */
  get runs(): readonly UnfinishedRun[] {
    return this.#runs;
  }

  /** The run whose backup is to be picked again, until it is there and open. */
  get awaited(): UnfinishedRun | null {
    return this.#awaited;
  }

  get refusal(): RunRefusal | null {
    return this.#refusal;
  }

  /** Asks what there is, in the browser's storage. */
  async look(): Promise<void> {
    try {
      this.#runs = await this.#worker.client.unfinishedRuns();
    } catch (error) {
      // Without an offer the page is as good as ever; and nobody waits for one.
      this.#steps.note(errorLines(error));
    }
  }

  /** @param files the parts, where they could be had again; null where the user is to pick them */
  async continue(run: UnfinishedRun, files: readonly File[] | null): Promise<void> {
    if (this.#steps.state.name !== 'idle') return;
    this.leave();
    const isSuperseded = this.#steps.current();
    await this.#steps.join(async () => {
      const problem = await this.#worker.client.verifyRun(run.id, folderOf(run)).then(() => null, targetProblem);
      // Whoever has turned to another backup meanwhile has left this run: two at once would be in each other's way.
      if (isSuperseded()) return;
      if (problem === null) this.#awaited = run;
      else this.#refuse(run.id, problem);
    });
    if (this.#awaited !== run) return;
    await this.#opening.begin(this.#errand(broken(run)), files ?? []);
  }

  /** Goes on with the run that the folder chosen for the open backup has told of. */
  async continueHere(): Promise<void> {
    const { state } = this.#steps;
    const unfinished = state.name === 'ready' ? state.chosen?.survey.unfinished : null;
    if (state.name !== 'ready' || !unfinished) return;
    await this.#steps.take((isSuperseded) => this.goOn(state.backup, broken(unfinished), isSuperseded));
  }

  /** After a failure, with what the run has left. @returns false where it cannot be gone on with */
  async tryAgain({ run, backup }: Failed): Promise<boolean> {
    const failed = run === null ? null : brokenOff(run);
    if (failed === null) return false;
    if (backup !== null) await this.#steps.take((isSuperseded) => this.goOn(backup, failed, isSuperseded));
    else if (this.#opening.hasFiles) await this.#opening.begin(this.#errand(failed), this.#opening.files);
    else return false;
    return true;
  }

  /** @param folder null where it cannot be reached: the file that marks it stays there */
  async forget(run: UnfinishedRun, folder: FileSystemDirectoryHandle | null): Promise<void> {
    await this.#steps.join(async () => {
      await this.#worker.client.forgetRun(run.id, folder);
      this.#steps.note([`forgot the run of ${run.backup} into ${run.target.name}`]);
    });
    this.leave();
    await this.look();
  }

  /** Nothing is to be gone on with just now. */
  leave(): void {
    this.#awaited = null;
    this.#refusal = null;
  }

  /** Goes on with a run on its open backup. Where it does not even begin, something else can be chosen. */
  async goOn(backup: OpenBackup, { id, destination, folder }: BrokenRun, isSuperseded: IsSuperseded): Promise<void> {
    this.leave();
    // Whatever becomes of it: the next look tells.
    this.#runs = this.#runs.filter((run) => run.id !== id);
    this.#steps.note([`going on with run ${id} into ${destination.name}`]);
    const start = (client: WorkerClient, onUpdate: Parameters<WorkerClient['continueRun']>[2]) =>
      client.continueRun(id, folder, onUpdate);
    try {
      await this.#follower.follow({ backup, destination, folder, start }, isSuperseded);
    } catch (error) {
      const { state } = this.#steps;
      const isBeginning = state.name === 'running' && !hasBegun(state);
      if (isSuperseded() || !isBeginning || !(error instanceof ExtractError)) throw error;
      this.#steps.note(errorLines(error));
      this.#steps.state = { ...readyWith(backup), refusal: { code: error.code, where: error.where } };
    }
  }

  #errand(run: BrokenRun): Errand {
    return {
      title: run.backup,
      recognise: async (found) => {
        const known = await this.#worker.client.recognise(run.id, run.folder);
        const isWhole = found.every(({ problem }) => problem === null);
        if (known === null && isWhole) this.#refuse(run.id, { code: 'not-this-backup', where: { text: run.backup } });
        else this.#refusal = null;
        return known;
      },
      onOpen: (backup, isSuperseded) => this.goOn(backup, run, isSuperseded),
    };
  }

  #refuse(id: string, { code, where }: Problem): void {
    this.#refusal = { id, problem: { code, where } };
  }
}

/** What leads back into a run that is under way, or has failed; null where nothing is kept of it. */
export function brokenOff({ update, backup, destination, folder }: Running): BrokenRun | null {
  const id = update?.runId ?? null;
  return id === null ? null : { id, backup: backup.name, destination, folder };
}

function broken(run: UnfinishedRun): BrokenRun {
  const { id, backup, target } = run;
  return { id, backup, destination: { kind: target.kind, name: target.name }, folder: folderOf(run) };
}

function folderOf({ target }: UnfinishedRun): FileSystemDirectoryHandle | null {
  return target.kind === 'folder' ? target.folder : null;
}
