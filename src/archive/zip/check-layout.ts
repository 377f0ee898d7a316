// Does every byte of a ZIP belong to one entry at most? Entries that share data are how a small archive is made to hold
// petabytes (Fifield's overlap); no program writes them by accident.
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { errorAt } from '../malformed.ts';

/** What an entry takes up, in the joined archive. */
export interface Extent {
  /** Which of the entries it is. */
  readonly index: number;
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** @throws ExtractError `archive-damaged` at the first entry that begins inside another */
export function checkOverlap(source: JoinedSource, extents: readonly Extent[]): void {
  const sorted = extents.toSorted((a, b) => a.start - b.start);
  let end = 0;
  for (const extent of sorted) {
    if (extent.start < end) throw errorAt('archive-damaged', source, extent.start, { entry: extent.path });
    end = extent.end;
  }
}

/** Which of them share bytes with another: each of those, whichever came first. */
export function findOverlaps(extents: readonly Extent[]): ReadonlySet<Extent> {
  const sharing = new Set<Extent>();
  let longest: Extent | null = null;
  for (const extent of extents.toSorted((a, b) => a.start - b.start)) {
    if (longest !== null && extent.start < longest.end) sharing.add(longest).add(extent);
    if (longest === null || extent.end > longest.end) longest = extent;
  }
  return sharing;
}

const localSignature = 'PK\x03\x04';
/** What a split set begins with, and one that came out as a single part. */
export const splitSignatures = ['PK\x07\x08', 'PK\x30\x30'];

export interface Beginning {
  /** Bytes before the first entry that are not part of the archive. */
  readonly bytesBefore: number;
  /** They begin with an entry of their own. */
  readonly isArchive: boolean;
}

/** @param first where the first entry begins, or the directory of an empty archive */
export async function readBeginning(source: JoinedSource, first: number): Promise<Beginning> {
  if (first < 4) return { bytesBefore: first, isArchive: false };
  const bytes = await source.read(0, 4);
  const isSplit = splitSignatures.some((signature) => hasAscii(bytes, signature));
  return { bytesBefore: isSplit && first === 4 ? 0 : first, isArchive: isSplit || hasAscii(bytes, localSignature) };
}
