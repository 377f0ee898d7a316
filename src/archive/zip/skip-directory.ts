// Where a directory of a ZIP ends, with the end records behind it. One that lies amid other bytes is that of a ZIP stored in
// this one, and is passed over like the true one.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import type { ReadAhead } from '../../bytes/read-ahead.ts';

const recordSignature = 0x02014b50;
const wideEndSignature = 0x06064b50;
const locatorSignature = 0x07064b50;
const endSignature = 0x06054b50;

/** Null where none of these records lies at `offset`. */
export async function endOfDirectory(source: ReadAhead, offset: number, limit: number): Promise<number | null> {
  let position = offset;
  for (;;) {
    const length = await recordLength(source, position, limit);
    if (length === null || length > limit - position) return position === offset ? null : position;
    position += length;
  }
}

async function recordLength(source: ReadAhead, offset: number, limit: number): Promise<number | null> {
  const bytes = new ByteCursor(await source.read(offset, Math.min(46, limit - offset)));
  if (bytes.left < 4) return null;
  switch (bytes.u32()) {
    case recordSignature: {
      if (bytes.left < 42) return null;
      bytes.skip(24);
      return 46 + bytes.u16() + bytes.u16() + bytes.u16();
    }
    case wideEndSignature:
      return bytes.left < 8 ? null : 12 + bytes.u64();
    case locatorSignature:
      return 20;
    case endSignature: {
      if (bytes.left < 18) return null;
      bytes.skip(16);
      return 22 + bytes.u16();
    }
    default:
      return null;
  }
}
