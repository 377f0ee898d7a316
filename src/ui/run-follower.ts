// A run from its start to its end, as the page sees it: begun anew or gone on with, every update of it makes the next state.
import type { Destination } from '../extract/events.ts';
import { outcomeLine } from './log-words.ts';
import { startReading } from './progress-meter.ts';
import { issuesOf, withUpdate, type OpenBackup } from './run-state.ts';
import type { IsSuperseded, RunSteps } from './run-steps.svelte.ts';
import type { RunCall, WorkerLine } from './worker-line.ts';

export interface RunOrder {
  readonly backup: OpenBackup;
  readonly destination: Destination;
  /** Null for a run into one file. */
  readonly folder: FileSystemDirectoryHandle | null;
  readonly start: RunCall['start'];
}

export class RunFollower {
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #now: () => number;

  constructor(steps: RunSteps, worker: WorkerLine, now: () => number) {
    this.#steps = steps;
    this.#worker = worker;
    this.#now = now;
  }

  /** @throws what ended the run, but for its being cancelled */
  async follow({ backup, destination, folder, start }: RunOrder, isSuperseded: IsSuperseded): Promise<void> {
    const begun = { backup, destination, folder, update: null, issues: [], cancelledMs: null };
    this.#steps.state = { name: 'running', ...begun, reading: startReading(this.#now()) };
    const outcome = await this.#worker.run({ start, isKept: folder !== null }, (update) => {
      if (isSuperseded()) return;
      this.#steps.note(update.newLog);
      this.#steps.state = withUpdate(this.#steps.state, update, this.#now());
    });
    if (isSuperseded()) return;
    this.#steps.note([outcomeLine(outcome)]);
    const over = { backup, outcome, issues: issuesOf(this.#steps.state) };
    this.#steps.state = outcome.isCancelled
      ? { name: 'cancelled', ...over }
      : { name: 'done', ...over, isSaved: outcome.download === null };
  }
}
