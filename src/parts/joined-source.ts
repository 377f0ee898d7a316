// The parts of one archive as one run of bytes. Formats read this and need not know of parts; errors name the part all the
// same. A part that is missing takes up no bytes and breaks the run: what lies on both sides of it is never read as one.
import { checkRange, type ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';

export interface JoinedPart {
  readonly name: string;
  /** Where the part begins in the joined archive. */
  readonly offset: number;
  /** 0 for a missing part. */
  readonly size: number;
  readonly isMissing: boolean;
}

/** Bytes that follow each other in the archive without a part missing between them. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface JoinedSource extends ByteSource {
  /** In order, missing ones in their places. */
  readonly parts: readonly JoinedPart[];
  /** In order. One, from 0 to `size`, where no part is missing. */
  readonly stretches: readonly Stretch[];
  /** Where the stretch ends that holds `offset`. */
  endOfStretch(offset: number): number;
  endOfPart(offset: number): number;
  /** The part that holds the byte at `offset` (the last part for an offset at or past the end), and the offset in that part. */
  locate(offset: number): PartPosition;
}

export interface PartPosition {
  readonly part: string;
  readonly offset: number;
  /** 1 for the first part. */
  readonly number: number;
}

export interface PartSource {
  readonly name: string;
  /** Null for a missing part. */
  readonly source: ByteSource | null;
}

/**
 * Joins parts in the order given.
 * Reads throw ExtractError `part-unreadable` where a part changed, vanished or cannot be read, and DamagedEntry `lost-data`
 * where they would go over a missing part.
 */
export function joinSources(parts: readonly PartSource[]): JoinedSource {
  const joined: JoinedPart[] = [];
  let size = 0;
  for (const { name, source } of parts) {
    joined.push({ name, offset: size, size: source?.size ?? 0, isMissing: source === null });
    size += source?.size ?? 0;
  }
  const stretches = toStretches(joined, size);
  const sources = parts.map((part) => part.source);

  /** Index of the part that holds `offset`. */
  function indexAt(offset: number): number {
    let low = 0;
    let high = joined.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((joined[middle]?.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function readPart(index: number, offset: number, length: number): Promise<Uint8Array> {
    const source = sources[index];
    const part = joined[index];
    if (source === undefined || source === null || part === undefined) throw new RangeError(`no part ${index}`);
    try {
      return await source.read(offset, length);
    } catch (cause) {
      throw new ExtractError('part-unreadable', { part: part.name, offset }, cause);
    }
  }

  async function read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(size, offset, length);
    if (length === 0) return new Uint8Array();
    const first = indexAt(offset);
    const start = joined[first];
    if (start !== undefined && offset + length <= start.offset + start.size)
      return readPart(first, offset - start.offset, length);

    if (offset + length > endOfStretch(offset)) throw new DamagedEntry({ what: 'lost-data' });

    const bytes = new Uint8Array(length);
    let done = 0;
    for (let index = first; done < length; index += 1) {
      const part = joined[index];
      if (part === undefined) throw new RangeError(`no part ${index}`);
      const inPart = offset + done - part.offset;
      const count = Math.min(length - done, part.size - inPart);
      if (count > 0) bytes.set(await readPart(index, inPart, count), done);
      done += Math.max(count, 0);
    }
    return bytes;
  }

  function locate(offset: number): PartPosition {
    const index = indexAt(offset);
    const part = joined[index];
    return { part: part?.name ?? '', offset: offset - (part?.offset ?? 0), number: index + 1 };
  }

  function endOfStretch(offset: number): number {
    return stretches.find(({ end }) => offset < end)?.end ?? size;
  }

  function endOfPart(offset: number): number {
    const part = joined[indexAt(offset)];
    return part === undefined ? size : part.offset + part.size;
  }

  return { size, parts: joined, stretches, endOfStretch, endOfPart, read, locate };
}

function toStretches(parts: readonly JoinedPart[], size: number): readonly Stretch[] {
  const breaks = parts.flatMap(({ offset, isMissing }) => (isMissing ? [offset] : []));
  const edges = [...new Set([0, ...breaks, size])];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? 0, end }));
}
