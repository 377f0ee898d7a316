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
  readonly packedSize: number;
  readonly hasDescriptor: boolean;
  readonly name: Uint8Array;
}

/** Of the entries that begin in one part, the one that does so first and the one that does so last. */
export interface Outermost {
  readonly first: PlacedRecord;
  readonly last: PlacedRecord;
}

/** In the order of the parts; none for a part in which no entry begins. */
export function outermostRecords({ held, start, end, recordCount }: Directory): (readonly [number, Outermost])[] {
  const cursor = new ByteCursor(held.bytes.subarray(start - held.offset, end - held.offset));
  const byPart = new Map<number, Outermost>();
  for (let count = 0; count < recordCount; count += 1) {
    const record = readRecord(cursor);
    const { first, last } = byPart.get(record.part) ?? { first: record, last: record };
    byPart.set(record.part, {
      first: record.offset < first.offset ? record : first,
      last: record.offset > last.offset ? record : last,
    });
  }
  return [...byPart].sort(([a], [b]) => a - b);
}

function readRecord(cursor: ByteCursor): PlacedRecord {
  cursor.skip(8);
  const flags = cursor.u16();
  cursor.skip(10);
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
  field.wide(size);
  return {
    packedSize: field.wide(packedSize),
    offset: field.wide(offset),
    part: field.widePart(part),
    hasDescriptor: Math.floor(flags / 8) % 2 === 1,
    name,
  };
}
