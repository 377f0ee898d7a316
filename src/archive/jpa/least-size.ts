// How large a JPA must be by what its header says, where it breaks off before that. Its packed total leaves out the headers of
// entries: each takes up a few bytes at least.
import type { Totals } from '../check-totals.ts';
import { shortestEntity, type ArchiveHeader } from './header.ts';

export interface ReadSoFar {
  /** Where the entry begins that is not all there. */
  readonly offset: number;
  /** Of the entries before it. */
  readonly totals: Totals;
  readonly entryCount: number;
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
