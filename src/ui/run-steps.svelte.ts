// The state of the run and its log, and the one way to change the state over a wait: as a step. Whoever begins a step makes
// the ones before it stale, so that their late answers are dropped; what a step throws becomes the failed state.
import { afterError } from './failure.ts';
import { addToLog, emptyLog, type Log } from './log-lines.ts';
import { errorLines } from './log-words.ts';
import { nothingPicked, type RunState } from './run-state.ts';
import type { WorkerLine } from './worker-line.ts';

/** Has a later step begun? Then the state is no longer this step's to change. */
export type IsSuperseded = () => boolean;

export class RunSteps {
  #state = $state.raw<RunState>(nothingPicked);
  #log = $state.raw<Log>(emptyLog);
  readonly #worker: Pick<WorkerLine, 'isRunning' | 'letGoTidily'>;
  #begun = 0;

  constructor(worker: Pick<WorkerLine, 'isRunning' | 'letGoTidily'>) {
    this.#worker = worker;
  }

  get state(): RunState {
    return this.#state;
  }

  set state(state: RunState) {
    this.#state = state;
  }

  get log(): Log {
    return this.#log;
  }

  note(lines: readonly string[]): void {
    this.#log = addToLog(this.#log, lines);
  }

  /** Makes all answers stale that are still to come. */
  begin(): IsSuperseded {
    this.#begun += 1;
    return this.current();
  }

  /** The step under way, for what goes along with it and does not end it. */
  current(): IsSuperseded {
    const step = this.#begun;
    return () => step !== this.#begun;
  }

  async take(step: (isSuperseded: IsSuperseded) => Promise<void>): Promise<void> {
    await this.#failing(step, this.begin());
  }

  /** Like `take`, within the step under way. */
  async join(act: () => Promise<void>): Promise<void> {
    await this.#failing(act, this.current());
  }

  /** The run cannot go on, whoever found out. A run under way is stopped first, so that it leaves nothing partial. */
  fail(error: unknown): void {
    this.note(errorLines(error));
    const before = this.#state;
    this.#state = afterError(before, error, this.#worker.isRunning);
    if (this.#state === before || this.#state.name !== 'failed') return;
    this.begin();
    if (this.#state.backup === null) this.#worker.letGoTidily();
  }

  async #failing(act: (isSuperseded: IsSuperseded) => Promise<void>, isSuperseded: IsSuperseded): Promise<void> {
    try {
      await act(isSuperseded);
    } catch (error) {
      if (!isSuperseded()) this.fail(error);
    }
  }
}
