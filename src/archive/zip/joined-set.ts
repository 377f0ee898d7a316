// A split ZIP whose parts were joined by hand into one file. Its directory counts offsets from the beginnings of parts
// (APPNOTE 4.4.11, 4.4.16), and where those were nothing states any more: it must be found.
import type { JoinedPart, JoinedSource } from '../../parts/joined-source.ts';
import { errorAt } from '../malformed.ts';
import { countDiffers } from '../part-count.ts';
import type { Directory } from './directory.ts';
import type { EndRecord } from './end-record.ts';
import { findStarts } from './place-parts.ts';
import { outermostRecords } from './placed-records.ts';

/** More than any program writes. A hostile count must not cost its own number of parts. */
const mostParts = 10_000;

/** The archive as the parts it was joined from, and what its end states of these. */
export interface JoinedSet {
  readonly source: JoinedSource;
  readonly end: EndRecord;
}

export interface TakeApartOptions {
  readonly directory: Directory;
  readonly signal: AbortSignal;
  /** What is not where the directory says fails alone. Else a part of which nothing is there ends the reading. */
  readonly salvages: boolean;
}

/**
 * The same bytes as the parts they were. A part in which no entry begins has no bytes here: they count for the part before, as
 * nothing is found by them. Places of errors stay those in the one file.
 * @throws ExtractError `part-count-differs` where the directory does not lie in the last part, or names other parts;
 *   `archive-damaged` where no entry begins that should be the first of its part; the reason of a stop
 */
export async function takeApart(
  source: JoinedSource,
  end: EndRecord,
  { directory, signal, salvages }: TakeApartOptions,
): Promise<JoinedSet> {
  const { partCount, directoryPart, directoryOffset } = end;
  const all = outermostRecords(directory);
  const edges = all.filter(([number]) => number < partCount);
  const isBeyond = edges.length < all.length && !(salvages && edges.length > 0);
  if (partCount > mostParts || directoryPart !== partCount - 1 || isBeyond) throw countDiffers(source, partCount);
  const stated = directory.start - directoryOffset;
  const last = salvages ? ([partCount - 1, stated] as const) : null;
  const starts = await findStarts(source, { directory, edges, signal, last });
  const earliest = Math.max(...starts.values());
  const lastStart = starts.get(partCount - 1) ?? (salvages && stated < earliest ? directory.start : stated);
  if (lastStart < earliest) throw errorAt('archive-damaged', source, directory.start);

  const parts: JoinedPart[] = [];
  let next = source.size;
  for (let number = partCount - 1; number >= 0; number -= 1) {
    const offset = number === partCount - 1 ? lastStart : (starts.get(number) ?? next);
    parts.unshift({ name: source.parts[0]?.name ?? '', offset, size: next - offset, isMissing: false });
    next = offset;
  }
  return { source: { ...source, parts }, end: { ...end, statedStart: lastStart + directoryOffset } };
}
