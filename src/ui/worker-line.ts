// The page's end of the worker: started at the first need, let go between backups, replaced after it has died. A worker
// that is let go during a run tidies up first, so that nothing partial stays in the folder.
import type { Outcome, RunUpdate } from '../extract/events.ts';
import type { RunChoices, Target } from '../extract/worker-api.ts';
import type { WorkerClient } from '../extract/worker-client.ts';
import type { ExtractError } from '../problems/extract-error.ts';

/** A worker with a run reports several times a second, also while it tidies up: after so long a silence there is nothing to wait for. */
const silenceMs = 2_000;

export class WorkerLine {
  readonly #connect: () => WorkerClient;
  readonly #onDeath: (error: ExtractError) => void;
  #client: WorkerClient | null = null;
  /** The extraction under way, until the worker has tidied up after it. */
  #run: Promise<unknown> | null = null;
  /** Counts what a run has told, so that silence can be noticed. */
  #heard = 0;
  /** Workers that are tidying up. */
  readonly #leaving = new Set<WorkerClient>();

  constructor(connect: () => WorkerClient, onDeath: (error: ExtractError) => void) {
    this.#connect = connect;
    this.#onDeath = onDeath;
  }

  /** The worker at hand, or a new one that knows of no files yet. */
  get client(): WorkerClient {
    if (this.#client !== null) return this.#client;
    const client = this.#connect();
    this.#client = client;
    client.onDeath((error) => {
      if (this.#client !== client) return;
      const hadRun = this.#run !== null;
      this.#forget();
      if (hadRun) this.#endWhenSilent(client);
      else client.dispose();
      this.#onDeath(error);
    });
    return client;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** Like `extract` of the worker, and remembers that a run is under way. */
  extract(target: Target, choices: RunChoices, onUpdate: (update: RunUpdate) => void): Promise<Outcome> {
    // One that is still tidying up must not take away what this run writes.
    for (const client of this.#leaving) this.#end(client);
    const run = this.client.extract(target, choices, (update) => {
      this.#heard += 1;
      onUpdate(update);
    });
    const over = () => {
      if (this.#run === run) this.#run = null;
    };
    this.#run = run;
    run.then(over, over);
    return run;
  }

  /** Ends the worker at once, and with it all keys and open files. What a run was writing may stay, empty. */
  letGo(): void {
    this.#client?.dispose();
    this.#forget();
  }

  /** Ends the worker; a run under way is cancelled first, and has removed what is partial. */
  letGoTidily(): void {
    const client = this.#client;
    const run = this.#run;
    if (client === null || run === null) {
      this.letGo();
      return;
    }
    this.#forget();
    this.#leaving.add(client);
    void Promise.allSettled([client.cancel(), run]).then(() => {
      this.#end(client);
    });
  }

  /**
   * An error that nobody caught settles all calls to a worker, but need not end the worker itself: its run is cancelled, and
   * as no call tells any more when it has tidied up, its silence does.
   */
  #endWhenSilent(client: WorkerClient): void {
    this.#leaving.add(client);
    // Rejected at once, as every call now; the worker gets it all the same, if it lives.
    client.cancel().catch(() => undefined);
    let heardBefore = this.#heard;
    const timer = setInterval(() => {
      if (this.#heard !== heardBefore && this.#leaving.has(client)) {
        heardBefore = this.#heard;
        return;
      }
      clearInterval(timer);
      this.#end(client);
    }, silenceMs);
  }

  #forget(): void {
    this.#client = null;
    this.#run = null;
  }

  #end(client: WorkerClient): void {
    this.#leaving.delete(client);
    client.dispose();
  }
}
