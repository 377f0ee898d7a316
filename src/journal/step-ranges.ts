// Which steps of a plan are done, as runs of numbers. Files close in nearly the order they were begun in, so all but the last
// few thousand are one run: small enough to be saved whole, every second. Kept as runs here too: what was saved may come from
// anybody, and say that more steps are done than any plan has.

/** From the first step up to, but not with, the second. */
export type StepRange = readonly [from: number, until: number];

export class StepRanges {
  /** In order, none touching the next. */
  readonly #ranges: [from: number, until: number][] = [];

  /** @param ranges in any order */
  constructor(ranges: readonly StepRange[] = []) {
    for (const [from, until] of ranges.toSorted(([a], [b]) => a - b)) {
      const last = this.#ranges.at(-1);
      if (last === undefined || last[1] < from) this.#ranges.push([from, until]);
      else last[1] = Math.max(last[1], until);
    }
  }

  has(step: number): boolean {
    return (this.#ranges[this.#after(step) - 1]?.[1] ?? 0) > step;
  }

  add(step: number): void {
    const at = this.#after(step);
    const before = this.#ranges[at - 1];
    const behind = this.#ranges[at];
    if (before !== undefined && before[1] > step) return;
    const touchesBehind = behind?.[0] === step + 1;
    if (before?.[1] !== step) {
      if (touchesBehind) behind[0] = step;
      else this.#ranges.splice(at, 0, [step, step + 1]);
    } else if (touchesBehind) {
      before[1] = behind[1];
      this.#ranges.splice(at, 1);
    } else before[1] = step + 1;
  }

  /** Those below `until` that are not in. */
  *missing(until: number): Generator<number> {
    let next = 0;
    const end: StepRange = [until, until];
    for (const [from, behind] of [...this.#ranges, end]) {
      for (; next < Math.min(from, until); next += 1) yield next;
      next = behind;
    }
  }

  /** In order, none touching the next. */
  get ranges(): readonly StepRange[] {
    return this.#ranges.map(([from, until]) => [from, until]);
  }

  /** How many ranges begin at or before this step. */
  #after(step: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#ranges[middle]?.[0] ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
