// Pictures that a browser can show by itself, told by their first bytes and never by their name. SVG is not among them: it is
// a document, and is shown as text.
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { hasAscii } from '../bytes/text.ts';

export type ImageType =
  'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/bmp' | 'image/x-icon';

/** Null where the bytes begin no picture. */
export function imageType(bytes: Uint8Array): ImageType | null {
  if (hasAscii(bytes, '\u0089PNG\r\n\u001a\n')) return 'image/png';
  if (hasAscii(bytes, '\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (hasAscii(bytes, 'GIF87a') || hasAscii(bytes, 'GIF89a')) return 'image/gif';
  if (hasAscii(bytes, 'RIFF') && hasAscii(bytes, 'WEBPVP8', 8)) return 'image/webp';
  if (hasAscii(bytes, 'ftypavif', 4) || hasAscii(bytes, 'ftypavis', 4)) return 'image/avif';
  if (isBitmap(bytes)) return 'image/bmp';
  return isIcon(bytes) ? 'image/x-icon' : null;
}

/** Two letters prove nothing: the reserved fields and the length of the header behind them must fit. */
function isBitmap(bytes: Uint8Array): boolean {
  if (!hasAscii(bytes, 'BM') || bytes.length < 26) return false;
  const isReserved = bytes.subarray(6, 10).every((byte) => byte === 0);
  return isReserved && [12, 40, 52, 56, 64, 108, 124].includes(u32(bytes, 14));
}

function isIcon(bytes: Uint8Array): boolean {
  if (!hasAscii(bytes, '\0\0\u0001\0') || bytes.length < 22) return false;
  const count = u32(bytes, 4) % 0x10000;
  return count > 0 && count <= 64 && bytes[9] === 0 && u32(bytes, 18) >= 6 + 16 * count;
}

/** Little-endian. */
function u32(bytes: Uint8Array, offset: number): number {
  const cursor = new ByteCursor(bytes);
  cursor.skip(offset);
  return cursor.u32();
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** As the picture states it, in pixels. Null where it does not, or further on, or in a form that is not read here. */
export function imageSize(bytes: Uint8Array, type: ImageType): ImageSize | null {
  const size = statedSize(bytes, type);
  // A browser takes a size of 0 from elsewhere.
  return size === null || size.width === 0 || size.height === 0 ? null : size;
}

function statedSize(bytes: Uint8Array, type: ImageType): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case 'image/png':
      return bytes.length < 24 ? null : { width: view.getUint32(16), height: view.getUint32(20) };
    case 'image/gif':
      return bytes.length < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'image/bmp':
      return u32(bytes, 14) === 12
        ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
        : { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
    case 'image/jpeg':
      return jpegSize(view);
    case 'image/webp':
      return webpSize(bytes, view);
    case 'image/avif':
      return avifSize(bytes, view);
    // Of several pictures, each of them small.
    case 'image/x-icon':
      return null;
    default:
      return type satisfies never;
  }
}

/** From marker to marker, up to the one that begins a frame. */
function jpegSize(view: DataView): ImageSize | null {
  let at = 2;
  while (at + 9 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += marker === 0xff ? 1 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return null;
}

/** The largest that a property `ispe` states: a picture may be put together from tiles, and have a thumbnail. */
function avifSize(bytes: Uint8Array, view: DataView): ImageSize | null {
  let largest: ImageSize | null = null;
  for (let at = bytes.indexOf(0x69); at !== -1 && at + 16 <= bytes.length; at = bytes.indexOf(0x69, at + 1)) {
    if (!hasAscii(bytes, 'ispe', at)) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

function webpSize(bytes: Uint8Array, view: DataView): ImageSize | null {
  if (bytes.length < 30) return null;
  if (hasAscii(bytes, 'VP8X', 12))
    return {
      width: 1 + (u32(bytes, 24) % 0x1000000),
      height: 1 + (view.getUint32(26, true) - (view.getUint32(26, true) % 256)) / 256,
    };
  if (hasAscii(bytes, 'VP8 ', 12))
    return { width: view.getUint16(26, true) % 0x4000, height: view.getUint16(28, true) % 0x4000 };
  const bits = view.getUint32(21, true);
  return { width: 1 + (bits % 0x4000), height: 1 + (Math.floor(bits / 0x4000) % 0x4000) };
}
