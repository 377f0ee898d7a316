// Which steps of a plan are done, as runs of numbers. Files close in nearly the order they were begun in, so all but the last
// few thousand are one run: small enough to be saved whole, every second.

/** From the first step up to, but not with, the second. */
export type StepRange = readonly [from: number, until: number];

export class StepRanges {
  /** All steps before it are in. */
  #until = 0;
  /** Those in beyond it. */
  readonly #beyond = new Set<number>();

  /** @param ranges in any order */
  constructor(ranges: readonly StepRange[] = []) {
    const [first, ...others] = ranges.toSorted(([a], [b]) => a - b);
    if (first === undefined) return;
    if (first[0] === 0) this.#until = first[1];
    for (const [from, until] of first[0] === 0 ? others : ranges)
      for (let step = from; step < until; step += 1) this.add(step);
  }

  has(step: number): boolean {
    return step < this.#until || this.#beyond.has(step);
  }

  add(step: number): void {
    if (step > this.#until) this.#beyond.add(step);
    if (step !== this.#until) return;
    this.#until += 1;
    while (this.#beyond.delete(this.#until)) this.#until += 1;
  }

  /** Those below `until` that are not in. */
  *missing(until: number): Generator<number> {
    for (let step = this.#until; step < until; step += 1) if (!this.#beyond.has(step)) yield step;
  }

  /** In order, none touching the next. */
  get ranges(): readonly StepRange[] {
    const ranges: [number, number][] = this.#until > 0 ? [[0, this.#until]] : [];
    for (const step of [...this.#beyond].sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      if (last?.[1] === step) last[1] = step + 1;
      else ranges.push([step, step + 1]);
    }
    return ranges;
  }
}
