// Is the local header of a directory record at this place (APPNOTE 4.3.7), and where does its entry end?
import type { ByteSource } from '../../bytes/byte-source.ts';
import { hasAscii } from '../../bytes/text.ts';
import { headerLength, localSignature, parseFixed, wideSizes, type LocalFields } from './local-header.ts';
import type { PlacedRecord } from './placed-records.ts';

/** With or without a signature, with sizes of four bytes or eight: nothing says which. */
const descriptorLengths = [0, 12, 16, 20, 24];

/** By its signature and its name: enough where the directory says that it is there. */
export async function isPlacedAt(source: ByteSource, record: PlacedRecord, offset: number): Promise<boolean> {
  return (await headerOf(source, record, offset)) !== null;
}

/** By its method and its sizes too, as far as these do not stand behind the data: for a place that was searched for. */
export async function isRepeatedAt(source: ByteSource, record: PlacedRecord, offset: number): Promise<boolean> {
  const fields = await headerOf(source, record, offset);
  if (fields?.method !== record.method || fields.hasDescriptor !== record.hasDescriptor) return false;
  const extraStart = offset + headerLength + fields.nameLength;
  if (extraStart + fields.extraLength > source.size) return false;
  const { size, packedSize } = wideSizes(fields, await source.read(extraStart, fields.extraLength));
  const isSame = (found: number, stated: number): boolean => found === stated || (record.hasDescriptor && found === 0);
  return isSame(size, record.size) && isSame(packedSize, record.packedSize);
}

/** Where the entry may end that has its local header at `offset`. A header that is damaged is taken to have no extra field. */
export async function endsOf(source: ByteSource, record: PlacedRecord, offset: number): Promise<number[]> {
  const extraLength = (await headerOf(source, record, offset))?.extraLength ?? 0;
  const end = offset + headerLength + record.name.length + extraLength + record.packedSize;
  return record.hasDescriptor ? descriptorLengths.map((length) => end + length) : [end];
}

/** The name in the local header at `offset`; null where there is none. */
export async function nameAt(source: ByteSource, offset: number): Promise<Uint8Array | null> {
  const fields = await fieldsAt(source, offset, headerLength);
  if (fields === null || offset + headerLength + fields.nameLength > source.size) return null;
  return source.read(offset + headerLength, fields.nameLength);
}

async function headerOf(source: ByteSource, { name }: PlacedRecord, offset: number): Promise<LocalFields | null> {
  const fields = await fieldsAt(source, offset, headerLength + name.length);
  if (fields?.nameLength !== name.length) return null;
  const found = await source.read(offset + headerLength, name.length);
  return name.every((byte, i) => byte === found[i]) ? fields : null;
}

/** @param length bytes that must be there */
async function fieldsAt(source: ByteSource, offset: number, length: number): Promise<LocalFields | null> {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > source.size) return null;
  const bytes = await source.read(offset, headerLength);
  return hasAscii(bytes, localSignature) ? parseFixed(bytes) : null;
}
