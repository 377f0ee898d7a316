// ZIP local headers for going past damage (APPNOTE 4.3.7). Each has the checksum of its data, which proves both.
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii, utf8OrEscaped } from '../../bytes/text.ts';
import { crc32 } from '../../bytes/crc32.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Entry, EntryData } from '../entry.ts';
import type { Header, Headers } from '../salvage/headers.ts';
import { descriptorLengthAt, findDescriptor } from './descriptor.ts';
import { endOfDirectory } from './skip-directory.ts';
import { headerLength, isPlausible, localSignature, parseFixed, wideSizes, type LocalFields } from './local-header.ts';
import { dosTimeMs } from './modified-time.ts';

const window = 1024 * 1024;
/** What a split set begins with, and one that came out as a single part. */
const splitMarks = ['PK\x07\x08', 'PK\x30\x30'];

export class ZipHeaders implements Headers {
  readonly signature = localSignature;
  readonly room = headerLength + 4096;
  readonly closingLength = 0;
  readonly #ahead: ReadAhead;

  constructor(source: JoinedSource) {
    this.#ahead = new ReadAhead(source, { window, prefetch: false });
  }

  looksTrue(bytes: Uint8Array): boolean {
    return isPlausible(bytes);
  }

  async readAt(offset: number, limit: number): Promise<Header | null> {
    if (limit - offset < headerLength) return null;
    const first = await this.#ahead.read(offset, Math.min(this.room, limit - offset));
    if (!isPlausible(first)) return null;
    const stated = parseFixed(first);
    const dataStart = offset + headerLength + stated.nameLength + stated.extraLength;
    if (dataStart > limit) return null;
    const rest = await this.#ahead.read(offset + headerLength, stated.nameLength + stated.extraLength);
    const name = rest.subarray(0, stated.nameLength);
    const fields = { ...stated, ...wideSizes(stated, rest.subarray(stated.nameLength)) };
    const place = await this.#findEnd(fields, dataStart, limit);
    if (place === null) return null;
    const entry = toEntry({ ...fields, ...place.fields }, name, offset);
    const isSummed = 'crc32' in entry.data || entry.data.in === 'deflate';
    const proof = isSummed ? 'decoding' : 'nothing';
    return { entry, dataStart, end: place.end, searchStart: offset + localSignature.length, proof };
  }

  /** The directory and the end record; and what a split set begins with, which opens it but is passed over likewise. */
  async endOfClosing(offset: number, limit: number): Promise<number | null> {
    if (limit - offset < 4) return null;
    if (offset === 0) {
      const mark = await this.#ahead.read(0, 4);
      if (splitMarks.some((signature) => hasAscii(mark, signature))) return 4;
    }
    return endOfDirectory(this.#ahead, offset, limit);
  }

  /** Sizes and checksum may stand behind the data instead (4.3.9). Null where they cannot be found. */
  async #findEnd(
    fields: LocalFields,
    dataStart: number,
    limit: number,
  ): Promise<{ readonly end: number; readonly fields: Partial<LocalFields> } | null> {
    const stated = dataStart + fields.packedSize;
    if (!fields.hasDescriptor) return { end: stated, fields: {} };
    const length = stated <= limit ? await descriptorLengthAt(this.#ahead, { ...fields, dataStart, limit }) : 0;
    if (fields.packedSize > 0) return { end: stated + length, fields: {} };
    if (length > 0 && fields.crc32 === 0 && fields.size === 0 && fields.method === 0)
      return { end: stated + length, fields: {} };
    return findDescriptor(this.#ahead, dataStart, limit);
  }
}

function toEntry(fields: LocalFields, nameBytes: Uint8Array, offset: number): Entry {
  const { text, isExact } = utf8OrEscaped(nameBytes);
  const isFolder = text.endsWith('/') && fields.size === 0;
  const time = dosTimeMs(fields.dosTime);
  return {
    path: text,
    ...(isExact ? {} : { hasBadEncoding: true }),
    kind: isFolder ? 'directory' : 'file',
    size: fields.size,
    packedSize: fields.packedSize,
    data: isFolder ? { in: 'nothing' } : toData(fields, nameBytes, offset),
    ...(time === null ? {} : { modifiedMs: time }),
  };
}

function toData(
  { method, isEncrypted, packedSize, size, crc32: sum }: LocalFields,
  name: Uint8Array,
  offset: number,
): EntryData {
  const localHeader = { nameLength: name.length, nameCrc32: crc32(name), method, stated: null };
  const span = { offset, length: packedSize, localHeader };
  if (isEncrypted) return { in: 'unsupported', span, method: 'encryption, without the directory of the ZIP' };
  if (method !== 0 && method !== 8) return { in: 'unsupported', span, method: `method ${method}` };
  // The vendor writes 0 where its host cannot compute one; whether this is the vendor's only the directory says.
  const summed = sum === 0 && size > 0 ? {} : { crc32: sum };
  return { in: method === 0 ? 'stored' : 'deflate', span, ...summed };
}
