// Reads the short files of a run that are next to be written and has them proved (sum-threads.ts) while the ones before are
// being written. What it says of a file can be relied on; of what it cannot prove it says nothing, be it damaged or not to be
// read: the run proves that by itself, asks about it, and tells what is wrong.
import type { Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { longWindow, ReadAhead } from '../bytes/read-ahead.ts';
import { proven, type Proven } from '../decode/prove-entry.ts';
import { readShortFile, shortSpan, type ShortFile } from '../decode/short-file.ts';
import type { Step } from '../plan/make-plan.ts';

/** Packed bytes of a group, unless the last of its files has more. */
export const groupSize = 256 * 1024;
/** Files of a group: the smallest would fill it by the thousand. */
const mostFiles = 256;
/** What its files lie in, as they keep in memory what they were read with. Bytes. */
const longestStretch = 1024 * 1024;
/** What its files give: as much as a thread inflates in moments. Bytes. */
const mostPlain = 8 * 1024 * 1024;

/** Sums of the plain bytes; null for data that is not what it ought to be, and for all where nobody could say. */
export type Sums = readonly (number | null)[];

export interface SumThreads {
  /** How many groups can be worked on at once; 0 once nobody is left to say anything. */
  readonly count: number;
  /** Of at most `groupSize` bytes before the last file. Never rejects. */
  sum(group: readonly ShortFile[]): Promise<Sums>;
  /** Settles all sums that are still to come: nobody could say. */
  end(): void;
}

/** Groups that are read beforehand: what the threads work on, and what waits for them while this one writes. */
function mostGroups({ count }: SumThreads): number {
  return 2 * count + 4;
}

/** Files that were read together. */
interface Group {
  /** By their places in the plan: the data of each, and the place of its sum. */
  readonly files: ReadonlyMap<number, { readonly data: ShortFile; readonly place: number }>;
  readonly sums: Promise<Sums>;
  /** Behind the last step that was looked at. */
  readonly end: number;
}

export interface ProofAheadNeeds {
  readonly steps: readonly Step[];
  readonly source: ByteSource;
  readonly threads: SumThreads;
  /** Of the run: once it is over, nothing more is read. */
  readonly signal: AbortSignal;
  /** The first step that is still to be done. */
  readonly from?: number;
}

/** Owns the threads that it is given. */
export class ProofAhead {
  readonly #needs: ProofAheadNeeds;
  readonly #source: ByteSource;
  readonly #groups: Group[] = [];
  #next: number;
  #gathering: Promise<void> | null = null;
  #isOver = false;

  constructor(needs: ProofAheadNeeds) {
    this.#needs = needs;
    this.#next = needs.from ?? 0;
    this.#source = new ReadAhead(needs.source, { window: longWindow, prefetch: true });
    needs.signal.addEventListener('abort', this.end);
  }

  /**
   * The proof of a file, to be asked for once and in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where it is to be proved by itself
   */
  async take(number: number): Promise<Proven | null> {
    for (;;) {
      while ((this.#groups[0]?.end ?? Infinity) <= number) this.#groups.shift();
      const [group] = this.#groups;
      if (group !== undefined) {
        void this.#fill();
        return proofIn(group, number);
      }
      if (this.#isDone || this.#next > number) return null;
      await this.#more();
    }
  }

  /** Nothing is proved any more. What is being read may still come, and nobody waits for it. */
  readonly end = (): void => {
    this.#needs.signal.removeEventListener('abort', this.end);
    this.#isOver = true;
    this.#needs.threads.end();
  };

  get #isDone(): boolean {
    const { steps, threads } = this.#needs;
    // What nobody can prove any more is read once, by the run.
    return this.#isOver || threads.count === 0 || this.#next >= steps.length;
  }

  async #fill(): Promise<void> {
    // Whoever waits for the group that is being read sees to the rest.
    if (this.#gathering !== null) return;
    while (!this.#isDone && this.#groups.length < mostGroups(this.#needs.threads)) await this.#more();
  }

  /** One group more; the one that is being read, where that is so. */
  #more(): Promise<void> {
    this.#gathering ??= this.#gather().finally(() => {
      this.#gathering = null;
    });
    return this.#gathering;
  }

  async #gather(): Promise<void> {
    const { steps, threads } = this.#needs;
    const files = new Map<number, { data: ShortFile; place: number }>();
    const group: ShortFile[] = [];
    const room = new GroupRoom();
    let next = this.#next;
    for (; next < steps.length && !this.#isOver; next += 1) {
      const step = steps[next];
      const span = step?.kind === 'file' ? shortSpan(step.entry) : null;
      if (step === undefined || span === null) continue;
      if (!room.takes(span, step.entry.size)) break;
      // What is wrong is met again, and told, by who proves this file by itself.
      const data = await readShortFile(step.entry, this.#source).catch(() => null);
      if (data === null) continue;
      files.set(next, { data, place: group.length });
      group.push(data);
    }
    this.#groups.push({ files, end: next, sums: group.length === 0 ? noSums : threads.sum(group) });
    this.#next = next;
  }
}

/** What a group has room for: any one file, and more as long as they are few, small and close together. */
class GroupRoom {
  #start = 0;
  #count = 0;
  #packed = 0;
  #plain = 0;

  takes({ offset, length }: Span, size: number): boolean {
    if (this.#count === 0) this.#start = offset;
    const isClose = offset >= this.#start && offset + length <= this.#start + longestStretch;
    const isSmall = this.#packed < groupSize && this.#plain + size <= mostPlain;
    if (this.#count > 0 && !(isClose && isSmall && this.#count < mostFiles)) return false;
    this.#count += 1;
    this.#packed += length;
    this.#plain += size;
    return true;
  }
}

const noSums: Promise<Sums> = Promise.resolve([]);

async function proofIn({ files, sums }: Group, number: number): Promise<Proven | null> {
  const found = files.get(number);
  if (found === undefined) return null;
  const { data, place } = found;
  const sum = (await sums)[place] ?? null;
  const isRight = sum !== null && (data.crc32 === undefined || data.crc32 === sum);
  return isRight ? proven(data, sum) : null;
}
