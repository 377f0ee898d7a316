// What a chosen folder has the user asked about before a run begins in it: one thing after the other, what decides most first.
import type { UnfinishedRun } from '../extract/worker-api.ts';
import type { UnknownRuns } from '../journal/unknown-runs.ts';
import type { ChosenFolder } from './run-state.ts';

export type FolderQuestion =
  /** A run of the open backup was broken off in it: go on with that? */
  | { readonly kind: 'continue'; readonly run: UnfinishedRun }
  /** Runs are marked in it that are not kept here: are they over? */
  | { readonly kind: 'unknown-runs'; readonly runs: UnknownRuns }
  /** There are files in it, or names that it refuses: what becomes of those? */
  | { readonly kind: 'files' };

/** Null where there is nothing to be asked, or no more. */
export function folderQuestion({ survey, closes }: ChosenFolder): FolderQuestion | null {
  const { isEmpty, refused, unfinished, unknownRuns } = survey;
  if (unfinished !== null) return { kind: 'continue', run: unfinished };
  if (unknownRuns !== null && closes.length === 0) return { kind: 'unknown-runs', runs: unknownRuns };
  return isEmpty && refused === null ? null : { kind: 'files' };
}
