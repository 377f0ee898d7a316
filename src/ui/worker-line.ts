// The page's end of the worker: started at the first need, let go between backups, replaced after it has died. A worker
// that is let go during a run tidies up first, so that nothing partial stays in the folder.
import type { Outcome, RunUpdate } from '../extract/events.ts';
import type { WorkerClient } from '../extract/worker-client.ts';
import type { ExtractError } from '../problems/extract-error.ts';

/** A worker with a run reports several times a second, also while it tidies up: after so long a silence there is nothing to wait for. */
const silenceMs = 2_000;

/** A run that a worker is to begin, or to go on with. */
export interface RunCall {
  readonly start: (client: WorkerClient, onUpdate: (update: RunUpdate) => void) => Promise<Outcome>;
  /**
   * It is kept on record as it goes, as is every run that tells an id. To cancel such a run is to forget it: where its worker
   * dies it is broken off instead.
   */
  readonly isKept: boolean;
}

export class WorkerLine {
  readonly #connect: () => WorkerClient;
  readonly #onDeath: (error: ExtractError) => void;
  #client: WorkerClient | null = null;
  /** The run under way, until the worker has tidied up after it. */
  #run: Promise<unknown> | null = null;
  #isKept = false;
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
      const tidiesUp = this.#run !== null && !this.#isKept;
      this.#forget();
      if (tidiesUp) this.#endWhenSilent(client);
      else client.dispose();
      this.#onDeath(error);
    });
    return client;
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  /** Begins the run, and remembers that it is under way. */
  run({ start, isKept }: RunCall, onUpdate: (update: RunUpdate) => void): Promise<Outcome> {
    // One that is still tidying up must not take away what this run writes.
    for (const client of this.#leaving) this.#end(client);
    const { client } = this;
    const run = start(client, (update) => {
      this.#heard += 1;
      if (this.#client === client && update.runId !== null) this.#isKept = true;
      onUpdate(update);
    });
    const over = () => {
      if (this.#run === run) this.#run = null;
    };
    this.#run = run;
    this.#isKept = isKept;
    run.then(over, over);
    return run;
  }

  /** Ends the worker at once, and with it all keys and open files. What a run was writing may stay, empty. */
  letGo(): void {
    this.#client?.dispose();
    this.#forget();
  }

  /** Ends the worker; a run under way is stopped first, and has removed what is partial. One that is on record stays there. */
  letGoTidily(): void {
    const client = this.#client;
    const run = this.#run;
    if (client === null || run === null) {
      this.letGo();
      return;
    }
    this.#forget();
    this.#leaving.add(client);
    void Promise.allSettled([client.answer('stop'), run]).then(() => {
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
