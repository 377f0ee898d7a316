// Web Locks in memory, as far as this program uses them: each is held by one at a time, and whoever asks gets it or not.

type Callback = (lock: { readonly name: string } | null) => unknown;

export class FakeLocks {
  readonly #held = new Set<string>();

  async request(name: string, _options: { readonly ifAvailable: true }, callback: Callback): Promise<unknown> {
    if (this.#held.has(name)) return callback(null);
    this.#held.add(name);
    try {
      return await callback({ name });
    } finally {
      this.#held.delete(name);
    }
  }

  query(): Promise<{ readonly held: readonly { readonly name: string }[] }> {
    return Promise.resolve({ held: [...this.#held].map((name) => ({ name })) });
  }

  /** Whoever holds one is gone. */
  releaseAll(): void {
    this.#held.clear();
  }
}
