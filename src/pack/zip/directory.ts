// The directory of the archive being written, kept until its end: as bytes, because 200,000 objects would take ten times
// the memory. Blocks instead of one buffer that doubles: while that is copied, it is there three times over.
import type { FieldWriter } from './field-writer.ts';
import { full, madeBy, neededWide } from './records.ts';

const blockSize = 256 * 1024;
/** Most entries that an end record counts itself. */
const fullCount = 0xffff;

const endLength = 22;
const wideLength = 56;
const locatorLength = 20;

/** Bytes behind the directory, at most. */
export const longestEnd = endLength + wideLength + locatorLength;

interface Block {
  readonly bytes: Uint8Array;
  used: number;
}

export class Directory {
  readonly #blocks: Block[] = [];
  #count = 0;
  #size = 0;

  /** Of an archive that is gone on with. @param records as `pieces` gave them; the directory's from now on */
  static of(records: Uint8Array, count: number): Directory {
    const directory = new Directory();
    directory.#blocks.push({ bytes: records, used: records.length });
    directory.#count = count;
    directory.#size = records.length;
    return directory;
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of all records. */
  get size(): number {
    return this.#size;
  }

  /** Copies the record. */
  add(record: Uint8Array): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.bytes.length - block.used < record.length) {
      block = { bytes: new Uint8Array(Math.max(blockSize, record.length)), used: 0 };
      this.#blocks.push(block);
    }
    block.bytes.set(record, block.used);
    block.used += record.length;
    this.#count += 1;
    this.#size += record.length;
  }

  /** The records one behind the other, in pieces. @param from so many bytes are left out at the start */
  *pieces(from = 0): Generator<Uint8Array, void> {
    let offset = 0;
    for (const { bytes, used } of this.#blocks) {
      if (offset + used > from) yield bytes.subarray(Math.max(0, from - offset), used);
      offset += used;
    }
  }
}

/** What is written behind the directory. @param offset where that begins */
export function endRecords(
  fields: FieldWriter,
  { count, size }: Pick<Directory, 'count' | 'size'>,
  offset: number,
): Uint8Array {
  const isWide = count >= fullCount || size >= full || offset >= full;
  fields.record(isWide ? longestEnd : endLength);
  if (isWide) writeWideEnd(fields, { count, size, offset });
  // One part, of number 0, and no comment.
  return fields
    .u32(0x06054b50)
    .u16(0)
    .u16(0)
    .u16(Math.min(count, fullCount))
    .u16(Math.min(count, fullCount))
    .u32(Math.min(size, full))
    .u32(Math.min(offset, full))
    .u16(0)
    .done();
}

/** The Zip64 end record and its locator (APPNOTE 4.3.14, 4.3.15). */
function writeWideEnd(
  fields: FieldWriter,
  { count, size, offset }: { readonly count: number; readonly size: number; readonly offset: number },
): void {
  // Its length does not count the first 12 bytes.
  fields
    .u32(0x06064b50)
    .u64(wideLength - 12)
    .u16(madeBy)
    .u16(neededWide)
    .u32(0)
    .u32(0);
  fields.u64(count).u64(count).u64(size).u64(offset);
  fields
    .u32(0x07064b50)
    .u32(0)
    .u64(offset + size)
    .u32(1);
}
