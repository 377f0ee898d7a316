// Reads the short files of a run that are next to be written and has them proved (sum-threads.ts) while the ones before are
// being written. What it says of a file can be relied on; of what it cannot prove it says nothing, be it damaged or not to be
// read: the run proves that by itself, asks about it, and tells what is wrong.
import type { ByteSource } from '../bytes/byte-source.ts';
import { proven, type Proven } from '../decode/prove-entry.ts';
import { isShort, readShortData, type ShortData } from '../decode/short-data.ts';
import type { Step } from '../plan/make-plan.ts';

/** Packed bytes of a group, unless the last of its files has more. */
export const groupSize = 256 * 1024;
/** Files of a group: the smallest would fill it by the thousand. */
const mostFiles = 256;

/** Sums of the plain bytes; null for data that is not what it ought to be, and for all where nobody could say. */
export type Sums = readonly (number | null)[];

export interface SumThreads {
  /** How many groups can be worked on at once. */
  readonly count: number;
  /** Of at most `groupSize` bytes before the last file. Never rejects. */
  sum(group: readonly ShortData[]): Promise<Sums>;
  end(): void;
}

/** Groups that are read beforehand: what the threads work on, and what waits for them while this one writes. */
function mostGroups({ count }: SumThreads): number {
  return 2 * count + 4;
}

/** Files that were read together. */
interface Group {
  /** By their places in the plan: the data of each, and the place of its sum. */
  readonly files: ReadonlyMap<number, { readonly data: ShortData; readonly place: number }>;
  /** Behind the last step that was looked at. */
  readonly end: number;
  readonly sums: Promise<Sums>;
}

export interface ProofAheadNeeds {
  readonly steps: readonly Step[];
  /** Nobody else reads from it. */
  readonly source: ByteSource;
  readonly threads: SumThreads;
}

export class ProofAhead {
  readonly #needs: ProofAheadNeeds;
  readonly #groups: Group[] = [];
  #next = 0;
  #filling: Promise<void> | null = null;

  constructor(needs: ProofAheadNeeds) {
    this.#needs = needs;
  }

  /**
   * The proof of a file, to be asked for once and in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where it is to be proved by itself
   */
  async take(number: number): Promise<Proven | null> {
    for (;;) {
      while ((this.#groups[0]?.end ?? Infinity) <= number) this.#groups.shift();
      const filling = this.#fill();
      const group = this.#groups[0];
      if (group === undefined) {
        if (this.#next > number) return null;
        await filling;
      } else return proofIn(group, number);
    }
  }

  #fill(): Promise<void> {
    this.#filling ??= this.#gatherAll().finally(() => {
      this.#filling = null;
    });
    return this.#filling;
  }

  async #gatherAll(): Promise<void> {
    const { steps, threads } = this.#needs;
    while (this.#groups.length < mostGroups(threads) && this.#next < steps.length) {
      const group = await this.#gather();
      this.#groups.push(group);
      this.#next = group.end;
    }
  }

  async #gather(): Promise<Group> {
    const { steps, source, threads } = this.#needs;
    const files = new Map<number, { data: ShortData; place: number }>();
    const group: ShortData[] = [];
    let size = 0;
    let next = this.#next;
    for (; next < steps.length && size < groupSize && group.length < mostFiles; next += 1) {
      const step = steps[next];
      if (step?.kind !== 'file' || !isShort(step.entry)) continue;
      const data = await readShortData(step.entry, source).catch(() => null);
      if (data === null) continue;
      files.set(next, { data, place: group.length });
      group.push(data);
      size += data.length;
    }
    return { files, end: next, sums: threads.sum(group) };
  }
}

async function proofIn({ files, sums }: Group, number: number): Promise<Proven | null> {
  const found = files.get(number);
  if (found === undefined) return null;
  const { data, place } = found;
  const sum = (await sums)[place] ?? null;
  const isRight = sum !== null && (data.crc32 === undefined || data.crc32 === sum);
  return isRight ? proven(data, sum) : null;
}
