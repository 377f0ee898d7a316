// Web Locks in memory, as far as this program uses them: each is held by one at a time, and whoever asks waits for it as long
// as he likes.

export class FakeLocks {
  readonly #held = new Map<string, Promise<unknown>>();

  async request(name: string, { signal }: { readonly signal: AbortSignal }, callback: () => unknown): Promise<unknown> {
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
    aborted.catch(() => undefined);
    for (let held = this.#held.get(name); held !== undefined; held = this.#held.get(name))
      await Promise.race([held, aborted]);
    const holding = Promise.resolve(callback());
    this.#held.set(name, holding);
    try {
      return await holding;
    } finally {
      this.#held.delete(name);
    }
  }

  query(): Promise<{ readonly held: readonly { readonly name: string }[] }> {
    return Promise.resolve({ held: [...this.#held.keys()].map((name) => ({ name })) });
  }

  /** Whoever holds one is gone. */
  releaseAll(): void {
    this.#held.clear();
  }
}
