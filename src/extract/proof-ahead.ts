// Has the short files of a run that are next to be written proved (sum-threads.ts) while the ones before are being written. What
// it says of a file can be relied on; of what it cannot prove it says nothing, and the run proves that by itself.
import { proven, type Proven } from '../decode/prove-entry.ts';
import { readShortFile, shortSpan, type ShortFile } from '../decode/short-file.ts';
import { GroupsAhead, type AheadOf } from './groups-ahead.ts';

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

/** @param threads are this one's from now on */
export function proveAhead({ threads, ...run }: AheadOf & { readonly threads: SumThreads }) {
  return new GroupsAhead<ShortFile, Proven>({
    ...run,
    spanOf: shortSpan,
    read: readShortFile,
    make: (group) => prove(group, threads),
    mostGroups: () => mostGroups(threads),
    onEnd: () => {
      threads.end();
    },
  });
}

/** Groups that are read beforehand: what the threads work on, and what waits for them while this one writes. */
function mostGroups({ count }: SumThreads): number {
  // What nobody can prove any more is read once, by the run.
  return count === 0 ? 0 : 2 * count + 4;
}

async function prove(group: readonly (ShortFile | null)[], threads: SumThreads): Promise<readonly (Proven | null)[]> {
  const sums = (await threads.sum(group.filter((file) => file !== null))).values();
  return group.map((file) => {
    if (file === null) return null;
    const sum = sums.next().value ?? null;
    return sum !== null && (file.crc32 === undefined || file.crc32 === sum) ? proven(file, sum) : null;
  });
}
