// The user's hand on a run under way: pause, resume, cancel, and the answers to what holds it.
import type { HoldAnswer } from '../extract/hold.ts';
import { resumeReading } from './progress-meter.ts';
import { issuesOf } from './run-state.ts';
import type { RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

export class RunSteering {
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #now: () => number;

  constructor(steps: RunSteps, worker: WorkerLine, now: () => number) {
    this.#steps = steps;
    this.#worker = worker;
    this.#now = now;
  }

  async pause(): Promise<void> {
    const before = this.#steps.state;
    if (before.name !== 'running') return;
    await this.#steps.join(() => this.#worker.client.pause());
    // Snapshots went on coming in the meantime, and the run may even be over.
    const { state } = this.#steps;
    if (state.name === 'running' && state.cancelledMs === null) this.#steps.state = { ...state, name: 'paused' };
  }

  async resume(): Promise<void> {
    const before = this.#steps.state;
    if (before.name !== 'paused') return;
    await this.#steps.join(() => this.#worker.client.resume());
    const { state } = this.#steps;
    if (state.name !== 'paused') return;
    this.#steps.state = { ...state, name: 'running', reading: resumeReading(state.reading, this.#now()) };
  }

  /** Answers what holds the run. */
  async answer(answer: HoldAnswer): Promise<void> {
    const { state } = this.#steps;
    if (!('reading' in state) || state.cancelledMs !== null) return;
    const code = state.update?.held?.problem.code;
    if (code === undefined) return;
    this.#steps.note([`answered ${code}: ${answer}`]);
    if (answer === 'stop') this.#steps.state = { ...state, cancelledMs: this.#now() };
    await this.#steps.join(() => this.#worker.client.answer(answer));
  }

  /** Gives a part again that could not be read. False where it is not the same file. */
  async replacePart(file: File): Promise<boolean> {
    if (!('reading' in this.#steps.state)) return false;
    const answers: boolean[] = [];
    await this.#steps.join(async () => {
      answers.push(await this.#worker.client.replacePart(file));
    });
    const isTaken = answers.includes(true);
    this.#steps.note([isTaken ? 'a part was chosen again' : 'a file was chosen that is no part of this backup']);
    return isTaken;
  }

  /** Stops the run; the state changes when the worker has tidied up. */
  async cancel(): Promise<void> {
    const { state } = this.#steps;
    if (!('reading' in state)) return;
    this.#steps.state = { ...state, cancelledMs: this.#now() };
    await this.#steps.join(() => this.#worker.client.cancel());
  }

  /** Where the browser never settles what a cancelled run had begun: ends the worker as it is. What it was writing may stay, empty. */
  stopWaiting(): void {
    const { state } = this.#steps;
    if (!('reading' in state) || state.cancelledMs === null) return;
    this.#steps.begin();
    this.#worker.letGo();
    this.#steps.note(['the cancelled run was not waited for']);
    this.#steps.state = { name: 'cancelled', backup: state.backup, outcome: null, run: state, issues: issuesOf(state) };
  }
}
