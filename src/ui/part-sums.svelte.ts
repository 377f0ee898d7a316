// SHA-256 of the parts of the open backup: asked for, on their way, known. They belong to that backup and go with it.
import type { HashProgress, PartSum } from '../extract/part-hashing-api.ts';
import type { Problem } from '../problems/extract-error.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { OpenBackup } from './run-state.ts';
import type { RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

export type PartSumsState =
  | { readonly name: 'unknown' }
  | { readonly name: 'reading'; readonly progress: HashProgress | null }
  | { readonly name: 'known'; readonly sums: readonly PartSum[] }
  | { readonly name: 'failed'; readonly problem: Problem };

const unknown: PartSumsState = { name: 'unknown' };

export class PartSums {
  #state = $state.raw<PartSumsState>(unknown);
  #backup = $state.raw<OpenBackup | null>(null);
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;

  constructor(steps: RunSteps, worker: WorkerLine) {
    this.#steps = steps;
    this.#worker = worker;
  }

  of(backup: OpenBackup): PartSumsState {
    return this.#backup === backup ? this.#state : unknown;
  }

  /** Reads all parts, unless that is done or under way. */
  async read(backup: OpenBackup): Promise<void> {
    const { name } = this.of(backup);
    if (name === 'reading' || name === 'known') return;
    this.#backup = backup;
    this.#state = { name: 'reading', progress: null };
    const isOver = () => this.of(backup).name !== 'reading';
    try {
      const sums = await this.#worker.client.hashParts((progress) => {
        if (!isOver()) this.#state = { name: 'reading', progress };
      });
      if (!isOver()) this.#state = sums === null ? unknown : { name: 'known', sums };
    } catch (error) {
      if (isOver()) return;
      this.#state = unknown;
      if (!(error instanceof ExtractError)) this.#steps.fail(error);
      // A worker that has died says so itself.
      else if (error.code !== 'worker-died')
        this.#state = { name: 'failed', problem: { code: error.code, where: error.where } };
    }
  }

  async cancel(): Promise<void> {
    this.#state = unknown;
    await this.#worker.client.cancelHashing();
  }
}
