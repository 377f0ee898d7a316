// The parts of one archive as one run of bytes. Formats read this and need not know of parts; errors name the part all the same.
import { checkRange, type ByteSource } from '../bytes/byte-source.ts';
import { ExtractError } from '../problems/extract-error.ts';

export interface JoinedPart {
  readonly name: string;
  /** Where the part begins in the joined archive. */
  readonly offset: number;
  readonly size: number;
}

export interface JoinedSource extends ByteSource {
  /** In order. */
  readonly parts: readonly JoinedPart[];
  /** The part that holds the byte at `offset` (the last part for an offset at or past the end), and the offset in that part. */
  locate(offset: number): PartPosition;
}

export interface PartPosition {
  readonly part: string;
  readonly offset: number;
  /** 1 for the first part. */
  readonly number: number;
}

/**
 * Joins parts in the order given.
 * Reads throw ExtractError `part-unreadable` where a part changed, vanished or cannot be read.
 */
export function joinSources(parts: readonly { readonly name: string; readonly source: ByteSource }[]): JoinedSource {
  const joined: JoinedPart[] = [];
  let size = 0;
  for (const { name, source } of parts) {
    joined.push({ name, offset: size, size: source.size });
    size += source.size;
  }
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
    if (source === undefined || part === undefined) throw new RangeError(`no part ${index}`);
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

  return { size, parts: joined, read, locate };
}
