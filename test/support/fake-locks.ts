// Web Locks in memory, as far as this program uses them: each is held by one at a time, and whoever asks waits for it as long
// as he likes, or not at all.

export interface FakeLockOptions {
  readonly signal?: AbortSignal;
  /** Whoever cannot have it at once goes on without it. */
  readonly ifAvailable?: boolean;
}

export class FakeLocks {
  readonly #held = new Map<string, Promise<unknown>>();
  #onQuery: () => void = () => undefined;

  async request(
    name: string,
    { signal, ifAvailable = false }: FakeLockOptions,
    callback: (lock: object | null) => unknown,
  ): Promise<unknown> {
    if (ifAvailable && this.#held.has(name)) return callback(null);
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
    aborted.catch(() => undefined);
    for (let held = this.#held.get(name); held !== undefined; held = this.#held.get(name))
      await Promise.race([held, aborted]);
    const holding = Promise.resolve().then(() => callback({ name }));
    this.#held.set(name, holding);
    try {
      return await holding;
    } finally {
      this.#held.delete(name);
    }
  }

  query(): Promise<{ readonly held: readonly { readonly name: string }[] }> {
    const held = [...this.#held.keys()].map((name) => ({ name }));
    this.#onQuery();
    this.#onQuery = () => undefined;
    return Promise.resolve({ held });
  }

  /** Somebody else takes this one right after the next who asks has been told what is held, and holds it until the work is done. */
  takeAfterQuery(name: string, work: () => Promise<unknown>): void {
    this.#onQuery = () => void this.request(name, {}, work);
  }

  /** Whoever holds one is gone. */
  releaseAll(): void {
    this.#held.clear();
  }
}
