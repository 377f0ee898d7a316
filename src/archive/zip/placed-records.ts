// Where the records of a directory say that their entries lie, part by part (APPNOTE 4.3.12, 4.5.3). The library tells that too,
// but only once it knows the parts.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import type { Directory } from './directory.ts';
import { Zip64Field } from './zip64-field.ts';

export interface PlacedRecord {
  /** From 0 on. */
  readonly part: number;
  /** Of the local header in its part. */
  readonly offset: number;
  readonly method: number;
  /** Bytes. */
  readonly packedSize: number;
  readonly size: number;
  readonly hasDescriptor: boolean;
  readonly name: Uint8Array;
}

/** Of the entries that begin in one part, the one that does so first and the one that does so last. */
export interface Outermost {
  readonly first: PlacedRecord;
  readonly last: PlacedRecord;
}

/** In the order of the parts; none for a part in which no entry begins. */
export function outermostRecords(directory: Directory): (readonly [number, Outermost])[] {
  const byPart = new Map<number, Outermost>();
  for (const record of placedRecords(directory)) {
    const { first, last } = byPart.get(record.part) ?? { first: record, last: record };
    byPart.set(record.part, {
      first: record.offset < first.offset ? record : first,
      last: record.offset > last.offset ? record : last,
    });
  }
  return [...byPart].sort(([a], [b]) => a - b);
}

/** In the order of the directory. */
export function* placedRecords({ held, start, end, recordCount }: Directory): Generator<PlacedRecord, void> {
  const cursor = new ByteCursor(held.bytes.subarray(start - held.offset, end - held.offset));
  for (let count = 0; count < recordCount; count += 1) yield readRecord(cursor);
}

function readRecord(cursor: ByteCursor): PlacedRecord {
  cursor.skip(8);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.skip(8);
  const packedSize = cursor.u32();
  const size = cursor.u32();
  const nameLength = cursor.u16();
  const extraLength = cursor.u16();
  const commentLength = cursor.u16();
  const part = cursor.u16();
  cursor.skip(6);
  const offset = cursor.u32();
  const name = cursor.bytes(nameLength);
  const extra = cursor.bytes(extraLength);
  cursor.skip(commentLength);
  const field = new Zip64Field(extra);
  return {
    method,
    // The order is that of the field.
    size: field.wide(size),
    packedSize: field.wide(packedSize),
    offset: field.wide(offset),
    part: field.widePart(part),
    hasDescriptor: Math.floor(flags / 8) % 2 === 1,
    name,
  };
}
