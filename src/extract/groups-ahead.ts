// Reads the entries of a run that come next, in groups, and has something made of each group while the entries before are being
// written. That saves time and changes nothing: what it makes nothing of, be it damaged or not to be read, the run reads by
// itself, asks about it, and tells what is wrong.
import type { Entry, Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { longWindow, ReadAhead } from '../bytes/read-ahead.ts';
import type { Step } from '../plan/make-plan.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { unlessStopped } from './unless-stopped.ts';

/** Bytes in the archive of a group, unless the last of its entries has more. */
export const groupSize = 256 * 1024;
/** Files of a group: the smallest would fill it by the thousand. */
const mostFiles = 256;
/** What its files lie in, as they keep in memory what they were read with. Bytes. */
const longestStretch = 1024 * 1024;
/** What its files give: as much as is inflated in moments. Bytes. */
const mostPlain = 8 * 1024 * 1024;
/** So many files are opened at once: enough for the cipher to open them together, and few where each has a key to be derived. */
const openedAtOnce = 16;

/** What was read of a file: called, it gives what is in it. */
export type Opening<Opened> = () => Promise<Opened>;

/** The run whose files are read ahead. */
export interface AheadOf {
  readonly steps: readonly Step[];
  readonly source: ByteSource;
  /** Once the run is over, nothing more is read or opened, and nobody waits for what is. */
  readonly signal: AbortSignal;
  /** Steps that an earlier visit has done. */
  readonly isDone?: (number: number) => boolean;
}

export interface GroupsAheadNeeds<Opened, Made> extends AheadOf {
  /** Where the data lies of an entry that may be in a group; null for all others. */
  readonly spanOf: (entry: Entry) => Span | null;
  /** Called for one entry at a time. Null, as an error, leaves it to the run. */
  readonly read: (entry: Entry, source: ByteSource) => Promise<Opening<Opened> | null>;
  /** Of each file of a group, in its order; null for one that could not be opened. Never rejects. */
  readonly make: (group: readonly (Opened | null)[]) => Promise<readonly (Made | null)[]>;
  /** Groups that are there beforehand; 0 once nothing is to be made any more. */
  readonly mostGroups: () => number;
  /** Called once nothing more is to be made. */
  readonly onEnd?: () => void;
}

/** Files that were read together. */
class Group<Made> {
  /** Behind the last step that was looked at. */
  readonly end: number;
  /** By their places in the plan: the place of what is made of each. */
  readonly #places: Map<number, number>;
  readonly #making: Promise<readonly (Made | null)[]>;
  #made: readonly (Made | null)[] | null = null;

  constructor(end: number, places: Map<number, number>, making: Promise<readonly (Made | null)[]>) {
    this.end = end;
    this.#places = places;
    this.#making = making;
  }

  /** Of one file, once. @throws the reason of a stop */
  async take(number: number, signal: AbortSignal): Promise<Made | null> {
    const place = this.#places.get(number);
    if (place === undefined) return null;
    this.#places.delete(number);
    this.#made ??= await unlessStopped(signal, this.#making);
    return this.#made[place] ?? null;
  }
}

/** What is made of the files of a run before their turn comes. */
export class GroupsAhead<Opened, Made> {
  readonly #needs: GroupsAheadNeeds<Opened, Made>;
  readonly #source: ByteSource;
  readonly #groups: Group<Made>[] = [];
  #next = 0;
  #gathering: Promise<void> | null = null;
  /** The last group ends where something could not be read: first the run is to find out what becomes of that. */
  #isHeld = false;
  #isOver = false;

  constructor(needs: GroupsAheadNeeds<Opened, Made>) {
    this.#needs = needs;
    this.#source = new ReadAhead(needs.source, { window: longWindow, prefetch: true });
    needs.signal.addEventListener('abort', this.end);
  }

  /**
   * What was made of a file, to be asked for in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where the run is to see to it by itself
   * @throws the reason of a stop
   */
  async take(number: number): Promise<Made | null> {
    const { signal } = this.#needs;
    for (;;) {
      signal.throwIfAborted();
      while ((this.#groups[0]?.end ?? Infinity) <= number) this.#groups.shift();
      const [group] = this.#groups;
      if (group !== undefined || this.#spanAt(number) === null) {
        void this.#fill();
        return group === undefined ? null : group.take(number, signal);
      }
      if (this.#isDone || this.#next > number) return null;
      // What lies between was done otherwise. Whoever is reading there goes on behind it.
      if (this.#gathering === null) this.#next = number;
      this.#isHeld = false;
      // A disk may never answer.
      await unlessStopped(signal, this.#more());
    }
  }

  /** Nothing more is made. What is being read may still come, and nobody waits for it. */
  readonly end = (): void => {
    this.#needs.signal.removeEventListener('abort', this.end);
    this.#isOver = true;
    this.#needs.onEnd?.();
  };

  get #isDone(): boolean {
    const { steps, mostGroups } = this.#needs;
    return this.#isOver || mostGroups() === 0 || this.#next >= steps.length;
  }

  #spanAt(number: number): Span | null {
    const { steps, isDone, spanOf } = this.#needs;
    const step = steps[number];
    return step?.kind === 'file' && isDone?.(number) !== true ? spanOf(step.entry) : null;
  }

  async #fill(): Promise<void> {
    // Whoever waits for the group that is being read sees to the rest.
    if (this.#gathering !== null) return;
    while (!this.#isDone && !this.#isHeld && this.#groups.length < this.#needs.mostGroups()) await this.#more();
  }

  /** One group more; the one that is being read, where that is so. */
  #more(): Promise<void> {
    this.#gathering ??= this.#gather().finally(() => {
      this.#gathering = null;
    });
    return this.#gathering;
  }

  async #gather(): Promise<void> {
    const { steps } = this.#needs;
    const places = new Map<number, number>();
    const group: Opening<Opened>[] = [];
    const room = new GroupRoom();
    let next = this.#next;
    for (; next < steps.length && !this.#isOver && !this.#isHeld; next += 1) {
      const entry = steps[next]?.entry;
      const span = this.#spanAt(next);
      if (entry === undefined || span === null) continue;
      if (!room.takes(span, entry.size)) break;
      const opening = await this.#read(entry);
      if (opening === null) continue;
      places.set(next, group.length);
      group.push(opening);
    }
    this.#groups.push(new Group(next, places, this.#make(group)));
    this.#next = next;
  }

  /** Null where the run is to read it: what is wrong is met again there, and told. */
  async #read(entry: Entry): Promise<Opening<Opened> | null> {
    try {
      return await this.#needs.read(entry, this.#source);
    } catch (error) {
      this.#isHeld = !(error instanceof DamagedEntry);
      return null;
    }
  }

  async #make(group: readonly Opening<Opened>[]): Promise<readonly (Made | null)[]> {
    const opened: (Opened | null)[] = [];
    while (opened.length < group.length && !this.#isOver) {
      const next = group.slice(opened.length, opened.length + openedAtOnce);
      opened.push(...(await Promise.all(next.map((open) => open().catch(() => null)))));
    }
    return this.#isOver || opened.length === 0 ? [] : this.#needs.make(opened);
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
