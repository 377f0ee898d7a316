// CRC-32 as ZIP has it (IEEE 802.3, reflected, polynomial EDB88320), eight bytes at a time.
// One row of tables per byte of the stride ("slicing-by-8"): row n says what a byte does to the sum n bytes further on.

const stride = 8;
const tables = makeTables();

function makeTables(): Int32Array {
  const rows = new Int32Array(stride * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    rows[byte] = sum;
  }
  for (let at = 256; at < rows.length; at += 1) {
    const above = rows[at - 256] ?? 0;
    rows[at] = (above >>> 8) ^ (rows[above & 0xff] ?? 0);
  }
  return rows;
}

/**
 * The checksum of `bytes`, as an unsigned number. For data in pieces, `previous` is the checksum of what came before.
 * `?? 0` is for the type checker: no index leaves the tables.
 */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let sum = ~previous;
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const last = bytes.length - stride; at <= last; at += stride) {
    const low = view.getInt32(at, true) ^ sum;
    const high = view.getInt32(at + 4, true);
    sum =
      (tables[0x700 | (low & 0xff)] ?? 0) ^
      (tables[0x600 | ((low >>> 8) & 0xff)] ?? 0) ^
      (tables[0x500 | ((low >>> 16) & 0xff)] ?? 0) ^
      (tables[0x400 | (low >>> 24)] ?? 0) ^
      (tables[0x300 | (high & 0xff)] ?? 0) ^
      (tables[0x200 | ((high >>> 8) & 0xff)] ?? 0) ^
      (tables[0x100 | ((high >>> 16) & 0xff)] ?? 0) ^
      (tables[high >>> 24] ?? 0);
  }
  for (; at < bytes.length; at += 1) sum = (sum >>> 8) ^ (tables[(sum ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return ~sum >>> 0;
}
