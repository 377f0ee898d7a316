// Ranges of a text that are not to be seen.

export type Range = readonly [from: number, to: number];

/** Stands for any secret, of whatever length. */
export const mask = '••••••••';

/** The ranges may overlap, and come in any order. */
export function hide(text: string, ranges: readonly Range[]): string {
  let shown = '';
  let at = 0;
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (to <= at) continue;
    // What overlaps the one before is covered by its mask as far as that goes, and by the same mask beyond.
    shown += from < at || (from === at && at > 0) ? '' : text.slice(at, from) + mask;
    at = to;
  }
  return shown + text.slice(at);
}
