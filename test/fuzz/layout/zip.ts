// The places of a ZIP archive: local headers with their data, the directory, and the end records.
import { Surveyor, type Layout, type Range } from './layout.ts';

const local = 0x04034b50;
const record = 0x02014b50;
const wideEnd = 0x06064b50;
const locator = 0x07064b50;
const descriptor = 0x08074b50;

/** Packed size and method of each entry in order, which a descriptor leaves out of the local header. */
export interface ZipData {
  readonly packedSize: number;
  readonly descriptor: number;
}

/** @param start where the first local header lies */
export function zipLayout(bytes: Uint8Array, start: number, data: readonly ZipData[]): Layout {
  const surveyor = new Surveyor(bytes);
  surveyor.mark(start === 4 ? 'split mark' : 'bytes before', start);
  const entities: Range[] = [];
  for (const entry of data) entities.push(localEntry(surveyor, entry));
  const records: Range[] = [];
  while (surveyor.peek32() === record) records.push(directoryRecord(surveyor));
  if (surveyor.peek32() === wideEnd) wideRecords(surveyor);
  surveyor.mark('end signature', 4);
  surveyor.mark('end part numbers', 4);
  surveyor.mark('end counts', 4);
  surveyor.mark('directory size', 4);
  surveyor.mark('directory offset', 4);
  surveyor.mark('comment', surveyor.u16('comment length'));
  surveyor.mark('bytes after', surveyor.left);
  return { places: surveyor.places, entities, records };
}

function localEntry(surveyor: Surveyor, { packedSize, descriptor: descriptorSize }: ZipData): Range {
  const start = surveyor.at;
  if (surveyor.u32('local signature') !== local) throw new Error('no local header');
  surveyor.mark('local version needed', 2);
  surveyor.mark('local flags', 2);
  const method = surveyor.u16('local method');
  surveyor.mark('local time', 4);
  surveyor.mark('local checksum', 4);
  surveyor.mark('local sizes', 8);
  const nameLength = surveyor.u16('local name length');
  const extraLength = surveyor.u16('local extra length');
  surveyor.mark('local name', nameLength);
  surveyor.mark('local extra', extraLength);
  surveyor.mark(method === 0 ? 'stored data' : 'deflated data', packedSize);
  if (descriptorSize > 12 && surveyor.peek32() !== descriptor) throw new Error('no descriptor');
  surveyor.mark(descriptorSize === 12 ? 'unsigned descriptor' : 'descriptor', descriptorSize);
  return { start, end: surveyor.at };
}

function directoryRecord(surveyor: Surveyor): Range {
  const start = surveyor.at;
  surveyor.mark('record signature', 4);
  surveyor.mark('record version made by', 2);
  surveyor.mark('record version needed', 2);
  surveyor.mark('record flags', 2);
  surveyor.mark('record method', 2);
  surveyor.mark('record time', 4);
  surveyor.mark('record checksum', 4);
  surveyor.mark('record sizes', 8);
  const lengths = [surveyor.u16('record name length'), surveyor.u16('record extra length')];
  const commentLength = surveyor.u16('record comment length');
  surveyor.mark('record part number', 2);
  surveyor.mark('record internal attributes', 2);
  surveyor.mark('record attributes', 4);
  surveyor.mark('record offset', 4);
  surveyor.mark('record name', lengths[0] ?? 0);
  surveyor.mark('record extra', lengths[1] ?? 0);
  surveyor.mark('record comment', commentLength);
  return { start, end: surveyor.at };
}

function wideRecords(surveyor: Surveyor): void {
  surveyor.mark('Zip64 end signature', 4);
  surveyor.mark('Zip64 end length', 8);
  surveyor.mark('Zip64 end versions', 4);
  surveyor.mark('Zip64 end part numbers', 8);
  surveyor.mark('Zip64 end counts', 16);
  surveyor.mark('Zip64 directory size', 8);
  surveyor.mark('Zip64 directory offset', 8);
  if (surveyor.peek32() !== locator) throw new Error('no locator');
  surveyor.mark('Zip64 locator', 20);
}
