// The page's end of the worker: started at the first need, let go between backups, replaced after it has died.
import type { WorkerClient } from '../extract/worker-client.ts';
import type { ExtractError } from '../problems/extract-error.ts';

export class WorkerLine {
  readonly #connect: () => WorkerClient;
  readonly #onDeath: (error: ExtractError) => void;
  #client: WorkerClient | null = null;

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
      this.letGo();
      this.#onDeath(error);
    });
    return client;
  }

  /** Ends the worker, and with it all keys and open files. */
  letGo(): void {
    this.#client?.dispose();
    this.#client = null;
  }

  /** Ends the worker once the run under way has been cancelled and has removed what is partial. */
  letGoAfter(run: Promise<unknown>): void {
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    const end = () => {
      client.dispose();
    };
    void Promise.allSettled([client.cancel(), run]).then(end);
  }
}
