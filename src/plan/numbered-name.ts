// A name with a number in it, for the second of two that cannot both have it.
import { headOf, longestExtension, sizeOf } from './encoded-name.ts';
import { isTooLong, longestName } from './folder-rules.ts';

/** `a.txt` → `a (2).txt`. What is short enough for a folder stays so: it is cut before the number. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  const numbered = withNumber(name, dot > 0 ? dot : name.length, number);
  if (!isTooLong(numbered) || isTooLong(name)) return numbered;
  const hasExtension = dot > 0 && sizeOf(name.slice(dot)) <= longestExtension;
  return withNumber(name, hasExtension ? dot : name.length, number, longestName);
}

/** @param end of what stands before the number @param most bytes of the whole */
function withNumber(name: string, end: number, number: number, most = Infinity): string {
  const behind = ` (${number})${name.slice(end)}`;
  return headOf(Array.from(name.slice(0, end)), most - sizeOf(behind)) + behind;
}
