// A worker that dies in the middle of a run is replaced, and the run goes on from its journal: the same files are opened again,
// which may ask for the password once more, as nobody has kept it.
import type { WorkerClient } from '../extract/worker-client.ts';
import type { ExtractError } from '../problems/extract-error.ts';
import type { BackupOpening, Errand } from './backup-opening.ts';
import { errorLines } from './log-words.ts';
import type { Running } from './run-state.ts';
import type { RunSteering } from './run-steering.ts';
import type { RunSteps } from './run-steps.svelte.ts';
import { brokenOff, type BrokenRun, type UnfinishedRuns } from './unfinished-runs.svelte.ts';

/** In a row, that is, without a file that was finished in between: what kills every worker must not go on for ever. */
const mostDeaths = 3;

export interface WorkerRevivalParts {
  readonly steps: RunSteps;
  readonly worker: { readonly client: WorkerClient };
  readonly opening: BackupOpening;
  readonly unfinished: UnfinishedRuns;
  readonly steering: RunSteering;
}

export class WorkerRevival {
  readonly #parts: WorkerRevivalParts;
  #deaths = 0;
  /** At the last death. */
  #filesDone = -1;
  /** The run that is being taken up again. */
  #reviving: { readonly run: Running; readonly errand: Errand } | null = null;

  constructor(parts: WorkerRevivalParts) {
    this.#parts = parts;
  }

  /** The worker has died. Takes its run up again where there is one, or says that it is over. */
  onDeath(error: ExtractError): void {
    const { steps, opening } = this.#parts;
    const run = this.#runUnderWay();
    // What the user has ended is over.
    const broken = run?.cancelledMs === null ? brokenOff(run) : null;
    if (run === null || broken === null || !opening.hasFiles || !this.#mayTryAgain(run)) {
      if (run !== null) steps.state = run;
      steps.fail(error);
      return;
    }
    steps.note([...errorLines(error), `the worker is started again (${this.#deaths} of ${mostDeaths})`]);
    const errand = this.#errand(broken, run, error);
    this.#reviving = { run, errand };
    void opening.begin(errand, opening.files);
  }

  #runUnderWay(): Running | null {
    const { steps, opening } = this.#parts;
    if ('reading' in steps.state) return steps.state;
    // It has died once more on the way back.
    return this.#reviving !== null && opening.errand === this.#reviving.errand ? this.#reviving.run : null;
  }

  #mayTryAgain({ update }: Running): boolean {
    const filesDone = update?.filesDone ?? 0;
    this.#deaths = filesDone > this.#filesDone ? 1 : this.#deaths + 1;
    this.#filesDone = filesDone;
    if (this.#deaths <= mostDeaths) return true;
    this.#deaths = 0;
    this.#filesDone = -1;
    return false;
  }

  #errand(broken: BrokenRun, run: Running, death: ExtractError): Errand {
    const { steps, worker, unfinished, steering } = this.#parts;
    return {
      title: broken.backup,
      recognise: async () => {
        const known = await worker.client.recognise(broken.id, broken.folder).catch((error: unknown) => {
          steps.note(errorLines(error));
          return null;
        });
        if (known !== null) return known;
        // Nothing was kept, or the files have changed: this is where the run ends.
        steps.state = run;
        throw death;
      },
      onOpen: async (backup, isSuperseded) => {
        const going = unfinished.goOn(backup, broken, isSuperseded);
        // What the user has stopped does not start by itself.
        if (run.name === 'paused') await steering.pause();
        await going;
      },
    };
  }
}
