// Where each part of a ZIP that was joined by hand begins in the one file. Entries follow each other without a gap: the first one
// of a part begins where the last one of the parts before ends, and its header there, with its name, proves it. So parts may
// be of any size, as the vendor's are, which end early where a header would be cut.
import type { ByteSource } from '../../bytes/byte-source.ts';
import { PagedSource } from '../../bytes/paged-source.ts';
import { utf8OrEscaped } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { errorAt } from '../malformed.ts';
import type { Directory } from './directory.ts';
import { endsOf, isPlacedAt } from './follow-entry.ts';
import { PastFault, type PartToPlace, type PlacedPart, type Trail } from './past-fault.ts';
import type { Outermost } from './placed-records.ts';

/** Of what a split set begins with. */
const markLength = 4;

export interface PartsToPlace {
  readonly directory: Directory;
  /** Of each part in which an entry begins, by its number from 0 on. */
  readonly edges: readonly (readonly [number: number, edge: Outermost])[];
  readonly signal: AbortSignal;
  /**
   * Of the last part by its number, where the directory says that it begins. Null where the first part of which nothing is in its
   * place is to end the reading: else it is passed over.
   */
  readonly last: readonly [number: number, start: number] | null;
}

/** Of each part in which an entry begins, by its number, where it begins itself. */
export async function findStarts(
  source: JoinedSource,
  { directory, edges, signal, last }: PartsToPlace,
): Promise<ReadonlyMap<number, number>> {
  // Where parts are small, their edges lie close together.
  const pages = new PagedSource(source);
  const pastFault = new PastFault(pages, directory);
  const starts = new Map([[0, 0]]);
  let trail: Trail = { path: '', offset: 0, ends: [markLength], lost: [] };
  let earliest = 0;
  for (const [number, edge] of edges) {
    signal.throwIfAborted();
    const exact = number === 0 ? [0] : trail.ends.map((end) => end - edge.first.offset);
    const candidates = number > 0 && number === last?.[0] ? [...exact, last[1]] : exact;
    const part = { number, candidates, earliest, trail };
    const placed =
      (await placeByEdge(pages, part, edge)) ??
      (await pastFault.place(part)) ??
      (last === null ? null : await pastFault.passOver(part, guess(part, directory.start)));
    // Told by where the entry before ends: it is there that bytes are missing, or too many, or others.
    if (placed === null) throw errorAt('archive-damaged', source, trail.ends[0] ?? 0, { entry: trail.path });
    starts.set(number, placed.start);
    trail = placed.trail;
    earliest = Math.max(placed.start, trail.offset);
  }
  return starts;
}

/** By its two outermost entries. Only where both are in place can neither be wrong. */
async function placeByEdge(
  source: ByteSource,
  { candidates, earliest }: PartToPlace,
  { first, last }: Outermost,
): Promise<PlacedPart | null> {
  for (const start of candidates) {
    if (start < earliest) continue;
    const offset = start + last.offset;
    if (!(await isPlacedAt(source, first, start + first.offset)) || !(await isPlacedAt(source, last, offset))) continue;
    const ends = await endsOf(source, last, offset);
    return { start, trail: { path: utf8OrEscaped(last.name).text, offset, ends, lost: [] } };
  }
  return null;
}

/** Where the part begins if its records tell the truth, or the next best place. */
function guess({ candidates, earliest }: PartToPlace, latest: number): number {
  const start = candidates.findLast((candidate) => candidate >= earliest) ?? earliest;
  return Math.max(Math.min(start, latest), earliest);
}
