// Holds what an archive states about itself against what was found in it (JPA header, JPS end mark).
import type { Issue } from '../problems/issue.ts';
import type { IndexCheck } from './entry.ts';

/** Sums over the entries found, in bytes. */
export interface Totals {
  size: number;
  packedSize: number;
}

export interface StatedTotals {
  readonly entryCount: number;
  readonly size: number;
  /** Null where writers do not agree on what it counts. */
  readonly packedSize: number | null;
  /** The sums hold 64 bits; else they are modulo 2^32. */
  readonly isWide: boolean;
}

export function checkTotals(
  stated: StatedTotals,
  found: Totals,
  entryCount: number,
): { readonly issues: readonly Issue[]; readonly checks: readonly IndexCheck[] } {
  const issues: Issue[] = [];
  const checks: IndexCheck[] = [];
  const seen = (sum: number): number => (stated.isWide ? sum : sum % 2 ** 32);

  if (entryCount === stated.entryCount) checks.push('entry-count');
  else issues.push({ kind: 'count-differs', expected: stated.entryCount, found: entryCount });

  if (seen(found.size) === stated.size) checks.push('total-size');
  else issues.push({ kind: 'size-differs', of: 'files', expected: stated.size, found: seen(found.size) });

  if (stated.packedSize === null) return { issues, checks };
  if (seen(found.packedSize) === stated.packedSize) checks.push('packed-size');
  else issues.push({ kind: 'size-differs', of: 'data', expected: stated.packedSize, found: seen(found.packedSize) });
  return { issues, checks };
}
