// A name with a number in it, for the second of two that cannot both have it.
import { headOf, longestExtension, sizeOf } from './encoded-name.ts';
import { isTooLong, longestName } from './folder-rules.ts';

/** What tells a name that was cut before from others: digits, and perhaps a number already. */
const digits = /~[0-9a-f]{8}(?: \(\d+\))?$/;

/** `a.txt` → `a (2).txt`. What is short enough for a folder stays so: it is cut before the number. */
export function numberedName(name: string, number: number): string {
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? dot : name.length;
  const numbered = `${name.slice(0, end)} (${number})${name.slice(end)}`;
  if (!isTooLong(numbered) || isTooLong(name)) return numbered;
  const kept = sizeOf(name.slice(end)) <= longestExtension ? end : name.length;
  const cut = name.slice(0, kept).replace(digits, '');
  const behind = `${name.slice(cut.length, kept)} (${number})${name.slice(kept)}`;
  return headOf(Array.from(cut), longestName - sizeOf(behind)) + behind;
}
