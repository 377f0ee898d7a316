// How large a JPA must be by what its header says, where it breaks off before that. Its packed total leaves out the headers of
// entries: each takes up a few bytes at least.
import type { Totals } from '../check-totals.ts';
import { shortestEntity, type ArchiveHeader } from './header.ts';

export interface ReadSoFar {
  /** Where the entries counted here end. */
  readonly offset: number;
  readonly totals: Pick<Totals, 'packedSize'>;
  readonly entryCount: number;
}

/** An entry that is not all there, by its header. */
export interface CutEntry {
  readonly dataStart: number;
  readonly packedSize: number;
}

/** Bytes; a lower bound, 0 where nothing can be told. */
export function leastSize(header: ArchiveHeader, { offset, totals, entryCount }: ReadSoFar): number {
  const seen = totals.packedSize;
  // What is stated modulo 2^32 cannot be less than what was seen. Below that size it is a header that lies.
  if (seen > header.packedSize && (header.isWide || seen < 2 ** 32)) return 0;
  const wraps = Math.max(0, Math.ceil((seen - header.packedSize) / 2 ** 32));
  const left = header.packedSize + wraps * 2 ** 32 - seen;
  return offset + left + Math.max(0, header.entryCount - entryCount) * shortestEntity;
}

/** The same, and by an entry whose data is cut. 0 where its size and the total contradict each other. */
export function leastSizeWith(header: ArchiveHeader, before: ReadSoFar, { dataStart, packedSize }: CutEntry): number {
  const totals = { packedSize: before.totals.packedSize + packedSize };
  // A total modulo 2^32 has nothing to say against a size that is damaged: then that one does not count.
  if (!header.isWide && totals.packedSize >= 2 ** 32) return leastSize(header, before);
  return leastSize(header, { offset: dataStart + packedSize, totals, entryCount: before.entryCount + 1 });
}
