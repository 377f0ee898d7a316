// Bounds the decoded bytes that wait to be written, whatever the archive.

export class ByteBudget {
  readonly #limit: number;
  #taken = 0;
  #waiting: (() => void)[] = [];

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves when there is room. A piece larger than the whole budget goes alone. */
  async take(size: number): Promise<void> {
    while (this.#taken > 0 && this.#taken + size > this.#limit)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken += size;
  }

  release(size: number): void {
    this.#taken -= size;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
