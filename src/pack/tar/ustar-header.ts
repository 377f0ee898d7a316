// One header block of a TAR archive, laid out as POSIX.1-2001 has it ("ustar Interchange Format"). What does not fit here is
// cut, and said in full by the pax records in front of it; ustar-limits.ts knows what fits.
import { nameBytes, prefixBytes } from './ustar-limits.ts';

export const blockSize = 512;

/** How the standard tells kinds of members apart; `x` is a header about the member behind it. */
export type TypeFlag = '0' | '2' | '5' | 'x';

export interface UstarFields {
  readonly type: TypeFlag;
  readonly name: string;
  /** Goes before the name, with a slash between them. */
  readonly prefix: string;
  readonly linkTarget: string;
  readonly permissions: number;
  /** Bytes of data behind this block. */
  readonly size: number;
  /** Since 1970. */
  readonly modifiedSeconds: number;
}

const checksumAt = 148;
const checksumSize = 8;

/** @throws Error where a number is not a safe integer, or less than zero but for the time. */
export function ustarHeader(fields: UstarFields): Uint8Array {
  const block = new Uint8Array(blockSize);
  putText(block, 0, nameBytes, fields.name);
  putOctal(block, 100, 7, fields.permissions);
  putOctal(block, 108, 7, 0); // uid
  putOctal(block, 116, 7, 0); // gid
  putOctal(block, 124, 11, fields.size);
  putOctal(block, 136, 11, Math.max(fields.modifiedSeconds, 0));
  putText(block, 156, 1, fields.type);
  putText(block, 157, nameBytes, fields.linkTarget);
  putText(block, 257, 8, 'ustar\x0000');
  putText(block, 265, 32, 'root');
  putText(block, 297, 32, 'root');
  putOctal(block, 329, 7, 0); // devmajor
  putOctal(block, 337, 7, 0); // devminor
  putText(block, 345, prefixBytes, fields.prefix);
  putChecksum(block);
  return block;
}

/** Bytes of zeros from the end of `size` bytes of data to the next block. */
export function paddingAfter(size: number): number {
  return (blockSize - (size % blockSize)) % blockSize;
}

/** As UTF-8, without half a character at the end where it is too long. The rest of the field stays zero. */
function putText(block: Uint8Array, offset: number, size: number, text: string): void {
  new TextEncoder().encodeInto(text, block.subarray(offset, offset + size));
}

/** Digits and a NUL. A number that needs more digits becomes the largest there is. */
function putOctal(block: Uint8Array, offset: number, digits: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${value} is in no TAR header`);
  const shown = Math.min(value, 8 ** digits - 1);
  putText(block, offset, digits, shown.toString(8).padStart(digits, '0'));
}

/** The sum of all bytes, its own field taken as spaces. Six digits, NUL, space: the one number that ends like this. */
function putChecksum(block: Uint8Array): void {
  block.fill(0x20, checksumAt, checksumAt + checksumSize);
  const sum = block.reduce((total, byte) => total + byte, 0);
  putOctal(block, checksumAt, 6, sum);
  block[checksumAt + 6] = 0;
}
