// One row for every entry of an archive, as a run has found it: what the lists that can be saved are made of.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import { toHex } from '../bytes/sha256.ts';
import type { Plan } from '../plan/make-plan.ts';
import { isLoss, type Issue } from '../problems/issue.ts';
import type { EntrySums } from './entry-sums.ts';

/** What is known of the data of an entry: it was read to its end, or the kind of the issue that says why not. */
export type RowStatus = 'read' | 'compared' | 'not read' | 'no data' | Issue['kind'];

export interface ListRow {
  readonly entry: Entry;
  /** Where it is extracted to, components joined with `/`; null where it is not. */
  readonly place: string | null;
  /** 64 hexadecimal digits; null where it was not read. */
  readonly sha256: string | null;
  readonly status: RowStatus;
}

export interface ListedRun {
  readonly index: ArchiveIndex;
  /** Of an extraction: where entries go. */
  readonly plan: Plan;
  readonly issues: readonly Issue[];
  readonly sums: EntrySums;
  /** What was read is what was written: else nothing was. */
  readonly isCompared: boolean;
}

export function* listRows({ index, plan, issues, sums, isCompared }: ListedRun): Generator<ListRow, void> {
  const places = new Map(plan.steps.map((step) => [step.entry, step.path.join('/')]));
  const lost = new Map(issues.flatMap((issue) => (isLoss(issue) && 'path' in issue ? [[issue.path, issue.kind]] : [])));
  const known = isCompared ? 'compared' : 'read';
  for (const [ordinal, entry] of index.entries.entries()) {
    const digest = sums.of(ordinal);
    const hasData = entry.kind === 'file';
    yield {
      entry,
      place: sums.placeOf(ordinal) ?? places.get(entry) ?? null,
      sha256: digest === null ? null : toHex(digest),
      status: digest !== null ? known : (lost.get(entry.path) ?? (hasData ? 'not read' : 'no data')),
    };
  }
}
