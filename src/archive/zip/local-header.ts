// The fields of a local header (APPNOTE 4.3.7), and whether a writer would write them so.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { hasAscii } from '../../bytes/text.ts';
import { mostExpansion } from '../salvage/possible.ts';
import { full, Zip64Field } from './zip64-field.ts';

export const localSignature = 'PK\x03\x04';
/** Bytes before the name. */
export const headerLength = 30;
const longestName = 4096;
/** APPNOTE 4.4.5, those in use, and 99 for AES. */
const methods: ReadonlySet<number> = new Set([0, 1, 6, 8, 9, 12, 14, 93, 95, 96, 97, 98, 99]);
const newestVersion = 63;

export interface LocalFields {
  readonly method: number;
  readonly isEncrypted: boolean;
  /** Sizes and checksum stand behind the data. */
  readonly hasDescriptor: boolean;
  readonly dosTime: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  readonly nameLength: number;
  readonly extraLength: number;
}

/** @param bytes the fixed part at least, signature included */
export function parseFixed(bytes: Uint8Array): LocalFields {
  const cursor = new ByteCursor(bytes);
  cursor.skip(6);
  const flags = cursor.u16();
  return {
    method: cursor.u16(),
    isEncrypted: flags % 2 === 1,
    hasDescriptor: Math.floor(flags / 8) % 2 === 1,
    dosTime: cursor.u32(),
    crc32: cursor.u32(),
    packedSize: cursor.u32(),
    size: cursor.u32(),
    nameLength: cursor.u16(),
    extraLength: cursor.u16(),
  };
}

/** Sizes from the Zip64 field, which has those whose 32 bits are full (4.5.3). */
export function wideSizes(
  { size, packedSize }: LocalFields,
  extra: Uint8Array,
): { readonly size: number; readonly packedSize: number } {
  const field = new Zip64Field(extra);
  return { size: field.wide(size), packedSize: field.wide(packedSize) };
}

/** Asked of bytes found by searching, where the signature is all that spoke for them. */
export function isPlausible(bytes: Uint8Array): boolean {
  if (!isPlausibleFixed(bytes)) return false;
  const { nameLength } = parseFixed(bytes);
  if (headerLength + nameLength > bytes.length) return false;
  for (const byte of bytes.subarray(headerLength, headerLength + nameLength)) if (byte < 0x20) return false;
  return true;
}

/** Asked of the fixed part alone, where the name may not be there. */
export function isPlausibleFixed(bytes: Uint8Array): boolean {
  if (bytes.length < headerLength || !hasAscii(bytes, localSignature)) return false;
  const { method, nameLength, packedSize, size, hasDescriptor, isEncrypted } = parseFixed(bytes);
  if ((bytes[4] ?? 0) > newestVersion || !methods.has(method)) return false;
  if (nameLength === 0 || nameLength > longestName) return false;
  if (hasDescriptor || size === full || packedSize === full) return true;
  if (method === 0) return isEncrypted || size === packedSize;
  return method !== 8 || size <= packedSize * mostExpansion;
}
