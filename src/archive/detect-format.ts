// Tells the format from the bytes, never from the extension. Some hosts send text before the archive, so the signature is
// looked for in the first 128 KiB, as the product that writes these archives does.
import { hasAscii } from '../bytes/text.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { Format } from './entry.ts';

const searchLength = 128 * 1024;
/** A signature at the end of that has its header, and the first entity's signature, behind it. Bytes. */
const longestHeader = 8 + 65_535 + 3;

export type Detected =
  | { readonly is: Format; /** Where the signature lies. */ readonly start: number }
  | { readonly is: 'web-page' | 'gzip' | 'unknown' };

export async function detectFormat(source: ByteSource): Promise<Detected> {
  const readable = source.endOfStretch?.(0) ?? source.size;
  const bytes = await source.read(0, Math.min(searchLength + longestHeader, readable));
  const first = formatAt(bytes, 0);
  if (first !== null) return { is: first, start: 0 };
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { is: 'gzip' };

  for (let start = bytes.indexOf(0x4a, 1); start !== -1; start = bytes.indexOf(0x4a, start + 1)) {
    if (start >= searchLength) break;
    const format = formatAt(bytes, start);
    if (format !== null && format !== 'zip' && isHeaderAt(bytes, start, format)) return { is: format, start };
  }
  if (await hasZipEnd(source)) return { is: 'zip', start: 0 };
  return { is: looksLikeWebPage(bytes) ? 'web-page' : 'unknown' };
}

function formatAt(bytes: Uint8Array, start: number): Format | null {
  if (hasAscii(bytes, 'JPA', start)) return 'jpa';
  if (hasAscii(bytes, 'JPS', start)) return 'jps';
  // A local header, an empty archive's end record, and the marks of a split archive in several parts and in one.
  const isZip = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08', 'PK00'].some((signature) =>
    hasAscii(bytes, signature, start),
  );
  return isZip ? 'zip' : null;
}

/** Three letters in the middle of a file prove nothing: a known version and a first entity must follow. */
function isHeaderAt(bytes: Uint8Array, start: number, format: 'jpa' | 'jps'): boolean {
  const at = (offset: number): number => bytes[start + offset] ?? 0;
  const length = format === 'jpa' ? at(3) + at(4) * 256 : 8 + at(6) + at(7) * 256;
  const major = format === 'jpa' ? at(5) : at(3);
  return (major === 1 || (major === 2 && format === 'jps')) && hasAscii(bytes, 'JPF', start + length);
}

/** The end record of a ZIP, behind which only a comment of at most 65,535 bytes may come (APPNOTE 4.3.16). */
async function hasZipEnd(source: ByteSource): Promise<boolean> {
  const start = Math.max(0, source.size - 65_535 - 22);
  // Where a part is missing near the end, there may be a directory behind it all the same; but not here.
  if ((source.endOfStretch?.(start) ?? source.size) < source.size) return false;
  const bytes = await source.read(start, source.size - start);
  for (let at = bytes.lastIndexOf(0x50); at !== -1; at = at === 0 ? -1 : bytes.lastIndexOf(0x50, at - 1)) {
    if (hasAscii(bytes, 'PK\x05\x06', at) && at + 22 <= bytes.length) return true;
  }
  return false;
}

function looksLikeWebPage(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes.subarray(0, 1024)).trimStart().toLowerCase();
  return /^(<!doctype html|<html|<head|<\?xml|<!--|<br|<b>)/.test(text);
}
