// A line of text that ends a file, with its checksum on a line of its own behind it: whatever is cut from it, emptied or
// changed in it is noticed.
import { crc32 } from '../bytes/crc32.ts';

const encoder = new TextEncoder();

/** @param line without a line break in it */
export function summed(line: string): string {
  return `${line}\n${sumOf(line)}\n`;
}

/** The line at the end of a text that has a heading; null where it is not whole. */
export function summedLine(text: string): string | null {
  const [sum, line, ...heading] = text.split('\n').toReversed().slice(1);
  if (!text.endsWith('\n') || line === undefined || heading.length === 0) return null;
  return sum === sumOf(line) ? line : null;
}

function sumOf(line: string): string {
  return crc32(encoder.encode(line)).toString(16).padStart(8, '0');
}
