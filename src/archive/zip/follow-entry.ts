// Is the local header of a directory record at this place (APPNOTE 4.3.7), and where does its entry end?
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { headerLength, localSignature, parseFixed } from './local-header.ts';
import type { PlacedRecord } from './placed-records.ts';

/** With or without a signature, with sizes of four bytes or eight: nothing says which. */
const descriptorLengths = [0, 12, 16, 20, 24];

/** By its signature and its name. */
export async function isPlacedAt(source: JoinedSource, record: PlacedRecord, offset: number): Promise<boolean> {
  return (await headerOf(source, record, offset)) !== null;
}

/** Where the entry may end that has its local header at `offset`. A header that is damaged is taken to have no extra field. */
export async function endsOf(source: JoinedSource, record: PlacedRecord, offset: number): Promise<number[]> {
  const extraLength = (await headerOf(source, record, offset))?.extraLength ?? 0;
  const end = offset + headerLength + record.name.length + extraLength + record.packedSize;
  return record.hasDescriptor ? descriptorLengths.map((length) => end + length) : [end];
}

async function headerOf(source: JoinedSource, { name }: PlacedRecord, offset: number) {
  const length = headerLength + name.length;
  if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > source.size) return null;
  const bytes = await source.read(offset, length);
  if (!hasAscii(bytes, localSignature)) return null;
  const fields = parseFixed(bytes);
  const isSame = fields.nameLength === name.length && name.every((byte, i) => byte === bytes[headerLength + i]);
  return isSame ? fields : null;
}
