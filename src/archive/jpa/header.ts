// Field layout of JPA 1.0 to 1.3: the archive header and the header of one entity. Nothing here reads a source or knows
// where in the archive it is; a header that makes no sense throws OutOfBytes or Malformed, which read-index.ts places.
import { ByteCursor, OutOfBytes } from '../../bytes/byte-cursor.ts';
import { hasAscii, utf8OrEscaped } from '../../bytes/text.ts';
import { Malformed } from '../malformed.ts';

export const archiveSignature = 'JPA';
/** Bytes of the archive header without extra fields. */
export const archiveHeaderLength = 19;
export const entitySignature = 'JPF';
/** Signature and block length: what must be read to know how long an entity header is. */
export const entityPrefixLength = 5;
/** Bytes of an entity header with an empty path and no extra fields. */
export const shortestEntity = 21;

const partsField = 0x0101504a;
const wideTotalsField = 0x0201504a;
const timeField = 0x0100;
const wideSizesField = 0x0200;
const twoTo32 = 2 ** 32;

export interface ArchiveHeader {
  /** Bytes from the signature to the first entity. */
  readonly length: number;
  readonly version: string;
  readonly entryCount: number;
  readonly size: number;
  readonly packedSize: number;
  /** The totals hold all 64 bits; else they are modulo 2^32. */
  readonly isWide: boolean;
  /** Number of parts, where the header states it (split archives do). */
  readonly partCount: number | null;
}

/** Bytes of the whole archive header, from its first bytes. @throws OutOfBytes, Malformed */
export function readArchiveHeaderLength(bytes: Uint8Array): number {
  if (!hasAscii(bytes, archiveSignature)) throw new Malformed('signature');
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveSignature.length);
  const length = cursor.u16();
  if (length < archiveHeaderLength) throw new Malformed('header length');
  return length;
}

/** "1.2", from the first bytes of the header. What lies behind it in other versions is not known. @throws OutOfBytes */
export function readVersion(bytes: Uint8Array): string {
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveSignature.length + 2);
  return `${cursor.u8()}.${cursor.u8()}`;
}

/** @param bytes exactly the header. @throws OutOfBytes, Malformed */
export function readArchiveHeader(bytes: Uint8Array): ArchiveHeader {
  const version = readVersion(bytes);
  const cursor = new ByteCursor(bytes);
  cursor.skip(archiveSignature.length + 4);
  const entryCount = cursor.u32();
  let size = cursor.u32();
  let packedSize = cursor.u32();
  let isWide = false;
  let partCount: number | null = null;
  while (cursor.left > 0) {
    const field = cursor.u32();
    // The length counts itself and the payload, not the signature.
    const length = cursor.u16();
    if (length < 2) throw new Malformed('extra field length');
    const payload = new ByteCursor(cursor.bytes(length - 2));
    if (field === partsField) partCount = payload.u16();
    if (field === wideTotalsField) {
      size = payload.u64();
      packedSize = payload.u64();
      isWide = true;
    }
  }
  return { length: bytes.length, version, entryCount, size, packedSize, isWide, partCount };
}

export interface EntityHeader {
  readonly path: string;
  readonly hasBadEncoding: boolean;
  readonly type: number;
  readonly compression: number;
  readonly packedSize: number;
  readonly size: number;
  readonly mode: number;
  readonly modifiedMs: number | null;
  /** Extra fields of unknown kinds. */
  readonly unknownFields: number;
  /** The time or the sizes are there twice. The last counts. */
  readonly hasDoubledField: boolean;
}

/** Bytes of the whole entity header, from its first five. @throws OutOfBytes, Malformed */
export function readEntityLength(bytes: Uint8Array): number {
  if (!hasAscii(bytes, entitySignature)) throw new Malformed('signature');
  const cursor = new ByteCursor(bytes);
  cursor.skip(entitySignature.length);
  const length = cursor.u16();
  if (length < shortestEntity) throw new Malformed('block length');
  return length;
}

/** @param bytes exactly the header. @throws OutOfBytes, Malformed */
export function readEntity(bytes: Uint8Array): EntityHeader {
  const cursor = new ByteCursor(bytes);
  cursor.skip(entityPrefixLength);
  const { text, isExact } = utf8OrEscaped(cursor.bytes(cursor.u16()));
  const type = cursor.u8();
  const compression = cursor.u8();
  const packedSize = cursor.u32();
  const size = cursor.u32();
  const mode = cursor.u32();
  const extras = readExtras(cursor, { packedSize, size });
  return { path: text, hasBadEncoding: !isExact, type, compression, mode, ...extras };
}

type Extras = Pick<EntityHeader, 'packedSize' | 'size' | 'modifiedMs' | 'unknownFields' | 'hasDoubledField'>;

/** @param narrow the 32-bit sizes */
function readExtras(cursor: ByteCursor, narrow: { readonly packedSize: number; readonly size: number }): Extras {
  let { packedSize, size } = narrow;
  let modifiedMs: number | null = null;
  let unknownFields = 0;
  let hasWideSizes = false;
  let hasDoubledField = false;
  while (cursor.left > 0) {
    const field = cursor.u16();
    // Here the length counts signature, itself and the payload.
    const length = cursor.u16();
    if (length < 4) throw new Malformed('extra field length');
    const payload = new ByteCursor(cursor.bytes(length - 4));
    if (field === timeField) {
      hasDoubledField ||= modifiedMs !== null;
      modifiedMs = payload.u32() * 1000;
    } else if (field === wideSizesField) {
      hasDoubledField ||= hasWideSizes;
      hasWideSizes = true;
      packedSize = widened(packedSize, payload.u64());
      size = widened(size, payload.u64());
    } else unknownFields += 1;
  }
  return { packedSize, size, modifiedMs, unknownFields, hasDoubledField };
}

/** Do these bytes begin with the header of an entity? For bytes whose beginning is missing. */
export function isEntity(bytes: Uint8Array): boolean {
  if (!hasAscii(bytes, entitySignature)) return false;
  try {
    const { type, compression } = readEntity(new ByteCursor(bytes).bytes(readEntityLength(bytes)));
    return type <= 2 && compression <= 2;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBytes) return false;
    throw error;
  }
}

/** The 64-bit value, provided the 32-bit one is its low half or says that it does not know. */
function widened(narrow: number, wide: number): number {
  if (!Number.isSafeInteger(wide)) throw new Malformed('size');
  if (narrow !== 0 && narrow !== twoTo32 - 1 && narrow !== wide % twoTo32) throw new Malformed('two sizes');
  return wide;
}
