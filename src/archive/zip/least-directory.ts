// How far a directory must go on that is cut, or begins behind the last entry (APPNOTE 4.3.12 to 4.3.16).
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import type { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';

/** Bytes of a record with neither name, extra field nor comment. */
export const recordLength = 46;
/** Bytes of an end record without a comment. */
export const endLength = 22;
const wideEndLength = 56;
const locatorLength = 20;

const recordSignature = 'PK\x01\x02';
/** What may come behind the records, and how far it is from there to the end at least. */
const closings: readonly (readonly [signature: string, length: number])[] = [
  ['PK\x06\x06', wideEndLength + locatorLength + endLength],
  ['PK\x06\x07', locatorLength + endLength],
  ['PK\x05\x06', endLength],
];

/**
 * Bytes of the whole archive, at least; 0 where neither a directory nor its end lies here.
 * @param records bytes that all records must take up at least, by the entries before
 */
export async function leastFromDirectory(ahead: ReadAhead, start: number, records: number): Promise<number> {
  let offset = start;
  let left = records;
  for (;;) {
    const fixed = await ahead.read(offset, Math.min(recordLength, ahead.size - offset));
    // Too little to tell what begins here: whatever it is, this much must follow.
    if (fixed.length < recordSignature.length) return isBeginning(fixed) ? offset + Math.max(left, 0) + endLength : 0;
    if (!hasAscii(fixed, recordSignature)) {
      const closing = closings.find(([signature]) => hasAscii(fixed, signature));
      return closing === undefined ? 0 : offset + closing[1];
    }
    if (fixed.length < recordLength) return offset + Math.max(left, recordLength) + endLength;
    const cursor = new ByteCursor(fixed);
    cursor.skip(28);
    const nameLength = cursor.u16();
    offset += recordLength + nameLength + cursor.u16() + cursor.u16();
    left -= recordLength + nameLength;
    if (offset > ahead.size) return offset + Math.max(left, 0) + endLength;
  }
}

/** Of any signature. */
function isBeginning(bytes: Uint8Array): boolean {
  return [recordSignature, 'PK\x03\x04', ...closings.map(([signature]) => signature)].some((signature) =>
    hasAscii(bytes, signature.slice(0, bytes.length)),
  );
}
