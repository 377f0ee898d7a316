// Reads the entries of a run that come next, in groups, and has something made of each group while the entries before are being
// written. That saves time and changes nothing: what it makes nothing of, be it damaged or not to be read, the run reads by
// itself, asks about it, and tells what is wrong.
import type { Entry, Span } from '../archive/entry.ts';
import type { Step } from '../plan/make-plan.ts';
import { unlessStopped } from './unless-stopped.ts';

/** Bytes in the archive of a group, unless the last of its entries has more. */
export const groupSize = 256 * 1024;
/** Files of a group: the smallest would fill it by the thousand. */
const mostFiles = 256;
/** What its files lie in, as they keep in memory what they were read with. Bytes. */
const longestStretch = 1024 * 1024;
/** What its files give: as much as a thread inflates in moments. Bytes. */
const mostPlain = 8 * 1024 * 1024;

export interface GroupsAheadNeeds<Read, Made> {
  readonly steps: readonly Step[];
  /** The first step that is still to be done. */
  readonly from: number;
  /** Where the data lies of an entry that may be in a group; null for all others. */
  readonly spanOf: (entry: Entry) => Span | null;
  /** Called for one entry at a time. Null, as an error, leaves it to the run. */
  readonly read: (entry: Entry) => Promise<Read | null>;
  /** Of each entry of a group, in its order. Never rejects. */
  readonly make: (group: readonly Read[]) => Promise<readonly (Made | null)[]>;
  /** Groups that are there beforehand; 0 once nothing is to be made any more. */
  readonly mostGroups: () => number;
  /** Of the run: once it is over, nothing more is read, and nobody waits for what is being read. */
  readonly signal: AbortSignal;
}

/** Entries that were read together. */
interface Group<Made> {
  /** By their places in the plan: the place of what is made of each. */
  readonly places: ReadonlyMap<number, number>;
  readonly made: Promise<readonly (Made | null)[]>;
  /** Behind the last step that was looked at. */
  readonly end: number;
}

export class GroupsAhead<Read, Made> {
  readonly #needs: GroupsAheadNeeds<Read, Made>;
  readonly #groups: Group<Made>[] = [];
  #next: number;
  #gathering: Promise<void> | null = null;
  #isOver = false;

  constructor(needs: GroupsAheadNeeds<Read, Made>) {
    this.#needs = needs;
    this.#next = needs.from;
  }

  /**
   * What was made of a file, to be asked for once and in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where the run is to see to it by itself
   * @throws the reason of a stop
   */
  async take(number: number): Promise<Made | null> {
    for (;;) {
      while ((this.#groups[0]?.end ?? Infinity) <= number) this.#groups.shift();
      const [group] = this.#groups;
      if (group !== undefined) {
        void this.#fill();
        return madeIn(group, number);
      }
      if (this.#isDone || this.#next > number) return null;
      // A disk may never answer.
      await unlessStopped(this.#needs.signal, this.#more());
    }
  }

  /** Nothing more is read. What is being read may still come, and nobody waits for it. */
  end(): void {
    this.#isOver = true;
  }

  get #isDone(): boolean {
    const { steps, mostGroups } = this.#needs;
    return this.#isOver || mostGroups() === 0 || this.#next >= steps.length;
  }

  async #fill(): Promise<void> {
    // Whoever waits for the group that is being read sees to the rest.
    if (this.#gathering !== null) return;
    while (!this.#isDone && this.#groups.length < this.#needs.mostGroups()) await this.#more();
  }

  /** One group more; the one that is being read, where that is so. */
  #more(): Promise<void> {
    this.#gathering ??= this.#gather().finally(() => {
      this.#gathering = null;
    });
    return this.#gathering;
  }

  async #gather(): Promise<void> {
    const { steps, spanOf, read, make } = this.#needs;
    const places = new Map<number, number>();
    const group: Read[] = [];
    const room = new GroupRoom();
    let next = this.#next;
    for (; next < steps.length && !this.#isOver; next += 1) {
      const step = steps[next];
      const span = step?.kind === 'file' ? spanOf(step.entry) : null;
      if (step === undefined || span === null) continue;
      if (!room.takes(span, step.entry.size)) break;
      // What is wrong is met again, and told, by the run.
      const found = await read(step.entry).catch(() => null);
      if (found === null) continue;
      places.set(next, group.length);
      group.push(found);
    }
    this.#groups.push({ places, end: next, made: group.length === 0 ? Promise.resolve([]) : make(group) });
    this.#next = next;
  }
}

async function madeIn<Made>({ places, made }: Group<Made>, number: number): Promise<Made | null> {
  const place = places.get(number);
  return place === undefined ? null : ((await made)[place] ?? null);
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
