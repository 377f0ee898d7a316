// Where the data of an entry begins. JPA states it; a ZIP directory states only where the local header lies, which repeats
// name and method (PKWARE APPNOTE 4.3.7) and ends in an extra field of its own length.
import type { Span } from '../archive/entry.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';

const fixedLength = 30;
const signature = 0x04034b50;

/** @throws DamagedEntry where the local header is not there, or is not that of this entry. */
export async function dataOffset(span: Span, source: ByteSource): Promise<number> {
  const { localHeader, offset } = span;
  if (localHeader === undefined) return offset;
  const length = fixedLength + localHeader.nameLength;
  if (offset + length > source.size) throw new DamagedEntry({ what: 'beyond-end' });

  const header = new ByteCursor(await source.read(offset, length));
  const isHeader = header.u32() === signature;
  header.skip(4);
  const method = header.u16();
  header.skip(16);
  const nameLength = header.u16();
  const extraLength = header.u16();
  const isSame =
    isHeader &&
    method === localHeader.method &&
    nameLength === localHeader.nameLength &&
    crc32(header.bytes(nameLength)) === localHeader.nameCrc32;
  if (!isSame) throw new DamagedEntry({ what: 'header-differs' });
  return offset + length + extraLength;
}
