// Has the short files of a run that are next to be written proved (sum-threads.ts) while the ones before are being written. What
// it says of a file can be relied on; of what it cannot prove it says nothing, and the run proves that by itself.
import type { ByteSource } from '../bytes/byte-source.ts';
import { longWindow, ReadAhead } from '../bytes/read-ahead.ts';
import { proven, type Proven } from '../decode/prove-entry.ts';
import { readShortFile, shortSpan, type ShortFile } from '../decode/short-file.ts';
import type { Step } from '../plan/make-plan.ts';
import { GroupsAhead } from './groups-ahead.ts';

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
  // What nobody can prove any more is read once, by the run.
  return count === 0 ? 0 : 2 * count + 4;
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
  readonly #threads: SumThreads;
  readonly #signal: AbortSignal;
  readonly #groups: GroupsAhead<() => Promise<ShortFile>, Proven>;

  constructor({ steps, source, threads, signal, from = 0 }: ProofAheadNeeds) {
    this.#threads = threads;
    this.#signal = signal;
    const ahead = new ReadAhead(source, { window: longWindow, prefetch: true });
    this.#groups = new GroupsAhead({
      steps,
      from,
      spanOf: shortSpan,
      read: (entry) => readShortFile(entry, ahead),
      make: (group) => prove(group, threads),
      mostGroups: () => mostGroups(threads),
      signal,
    });
    signal.addEventListener('abort', this.end);
  }

  /**
   * The proof of a file, to be asked for once and in the order of the plan.
   * @param number the place of its step in the plan
   * @returns null where it is to be proved by itself
   * @throws the reason of a stop
   */
  take(number: number): Promise<Proven | null> {
    return this.#groups.take(number);
  }

  /** Nothing is proved any more. What is being read may still come, and nobody waits for it. */
  readonly end = (): void => {
    this.#signal.removeEventListener('abort', this.end);
    this.#groups.end();
    this.#threads.end();
  };
}

async function prove(
  group: readonly (() => Promise<ShortFile>)[],
  threads: SumThreads,
): Promise<readonly (Proven | null)[]> {
  const files = await Promise.all(group.map((open) => open().catch(() => null)));
  const sums = (await threads.sum(files.filter((file) => file !== null))).values();
  return files.map((file) => {
    const sum = file && (sums.next().value ?? null);
    const isRight = sum !== null && (file?.crc32 === undefined || file.crc32 === sum);
    return file !== null && isRight ? proven(file, sum) : null;
  });
}
