// A limit that no site reaches: every entry costs memory from here to the page.
import { ExtractError } from '../problems/extract-error.ts';

/** The largest site backups hold a few hundred thousand. */
export const mostEntries = 2_000_000;

/** @throws ExtractError `too-many-entries` */
export function countEntries(count: number): void {
  if (count > mostEntries) throw new ExtractError('too-many-entries', { expected: mostEntries, found: count });
}
