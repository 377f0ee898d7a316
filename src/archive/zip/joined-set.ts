// A split ZIP whose parts were joined by hand into one file. Its directory counts offsets from the beginnings of parts
// (APPNOTE 4.4.11, 4.4.16), and where those were nothing states any more. But entries follow each other without a gap: the first
// one of a part begins where the last one of the parts before ends, and its header there, with its name, proves it. So parts
// may be of any size, as the vendor's are, which end early where a header would be cut.
import { utf8OrEscaped } from '../../bytes/text.ts';
import type { JoinedPart, JoinedSource } from '../../parts/joined-source.ts';
import { errorAt } from '../malformed.ts';
import { countDiffers } from '../part-count.ts';
import type { Directory } from './directory.ts';
import type { EndRecord } from './end-record.ts';
import { endsOf, isPlacedAt } from './follow-entry.ts';
import { outermostRecords, type Outermost } from './placed-records.ts';

/** More than any program writes. A hostile count must not cost its own number of parts. */
const mostParts = 10_000;

/** The archive as the parts it was joined from, and what its end states of these. */
export interface JoinedSet {
  readonly source: JoinedSource;
  readonly end: EndRecord;
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
  { directory, signal }: { readonly directory: Directory; readonly signal: AbortSignal },
): Promise<JoinedSet> {
  const { partCount, directoryPart, directoryOffset } = end;
  const edges = outermostRecords(directory);
  const [highest] = edges.at(-1) ?? [0];
  if (partCount > mostParts || directoryPart !== partCount - 1 || highest >= partCount)
    throw countDiffers(source, partCount);
  const starts = await findStarts(source, edges, signal);
  const lastStart = starts.get(partCount - 1) ?? directory.start - directoryOffset;
  if (lastStart < (starts.get(highest) ?? 0)) throw errorAt('archive-damaged', source, directory.start);

  const parts: JoinedPart[] = [];
  let next = source.size;
  for (let number = partCount - 1; number >= 0; number -= 1) {
    const offset = number === partCount - 1 ? lastStart : (starts.get(number) ?? next);
    parts.unshift({ name: source.parts[0]?.name ?? '', offset, size: next - offset, isMissing: false });
    next = offset;
  }
  return { source: { ...source, parts }, end: { ...end, statedStart: lastStart + directoryOffset } };
}

/** Of each part in which an entry begins, by its number from 0 on, where it begins itself. */
async function findStarts(
  source: JoinedSource,
  edges: readonly (readonly [number: number, edge: Outermost])[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const starts = new Map([[0, 0]]);
  let before = { path: '', offset: 0, ends: [0] };
  for (const [number, edge] of edges) {
    signal.throwIfAborted();
    const { first, last } = edge;
    const candidates = number === 0 ? [0] : before.ends.map((end) => end - first.offset);
    const start = await findStart(source, { candidates, edge, after: before.offset });
    // Told by where the entry before ends: it is there that bytes are missing, or too many, or others.
    if (start === null) throw errorAt('archive-damaged', source, before.ends[0] ?? 0, { entry: before.path });
    starts.set(number, start);
    const offset = start + last.offset;
    before = { path: utf8OrEscaped(last.name).text, offset, ends: await endsOf(source, last, offset) };
  }
  return starts;
}

interface Search {
  readonly candidates: readonly number[];
  readonly edge: Outermost;
  /** Where the last entry before begins, in an earlier part. */
  readonly after: number;
}

/** One of the two entries is enough: the other's header may be what is damaged, and that is found out when it is read. */
async function findStart(source: JoinedSource, { candidates, edge, after }: Search): Promise<number | null> {
  for (const start of candidates) {
    if (start < after) continue;
    for (const record of [edge.first, edge.last]) {
      if (await isPlacedAt(source, record, start + record.offset)) return start;
    }
  }
  return null;
}
