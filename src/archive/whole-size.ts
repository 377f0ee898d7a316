// What an archive that breaks off says of its whole size. Users can hold that against what the server shows, so it must never be
// more than the truth: a bound that cannot be relied on is not told.
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Where } from '../problems/extract-error.ts';

type WholeSize = Pick<Where, 'size' | 'leastSize' | 'partCount'>;

/** @param least bytes that all parts must have together; what is not more than is there tells nothing */
export function wholeSize(source: JoinedSource, least: number): WholeSize {
  const { size, parts } = source;
  if (!Number.isSafeInteger(least) || least <= size) return {};
  return { size, leastSize: least, partCount: parts.length };
}
