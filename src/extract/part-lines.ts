// The parts of a set as the page lists them: what is there, doubled, missing, or of a size that its fellows do not have.
import { missingPartName, type PartSet } from '../parts/part-set.ts';
import { longestHeader } from '../diagnosis/cut-part.ts';
import type { PartLine } from './worker-api.ts';

/** One line for each part at hand, doubled or missing, in order. */
export function partLines(set: PartSet<File>, missing: readonly number[]): readonly PartLine[] {
  const sizes = set.parts.map(({ file }) => file.size);
  const largest = sizes.slice(0, -1).reduce((most, size) => Math.max(most, size), 0);
  const present = set.parts.map(({ file, number, isUnfinished }, index) => {
    const isLast = index === set.parts.length - 1;
    const isOdd = largest > 0 && (isLast ? file.size - largest : largest - file.size) > longestHeader;
    const state = isUnfinished ? 'unfinished' : file.size === 0 ? 'empty' : isOdd ? 'odd-size' : 'present';
    return { number, line: { name: file.name, size: file.size, state } satisfies PartLine };
  });
  const doubled = set.doubled.map(({ file, number }) => ({
    number,
    line: { name: file.name, size: file.size, state: 'doubled' } satisfies PartLine,
  }));
  const absent = missing.map((number) => ({
    number,
    line: { name: missingPartName(set, number), size: 0, state: 'missing' } satisfies PartLine,
  }));
  const lines: { readonly number: number; readonly line: PartLine }[] = [...present, ...doubled, ...absent];
  return lines.sort(byNumber).map(({ line }) => line);
}

/** The last part's number is Infinity, and Infinity less Infinity is no number. */
function byNumber(a: { readonly number: number }, b: { readonly number: number }): number {
  return a.number === b.number ? 0 : a.number - b.number;
}
