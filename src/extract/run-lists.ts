// The lists of the last run that has read entries to their ends, kept until the next one begins.
import { csvLines } from '../listing/csv.ts';
import { listRows, type ListedRun } from '../listing/list-rows.ts';
import { sumLines } from '../listing/sha256sums.ts';
import { textBlob } from '../listing/text-blob.ts';
import type { ListKind } from './lists-api.ts';

export class RunLists {
  #run: ListedRun | null = null;

  /** A run begins: what the last one has read is not wanted any more. */
  forget(): void {
    this.#run = null;
  }

  /** What a run has read that is over. */
  keep(run: ListedRun): void {
    if (run.sums.count > 0) this.#run = run;
  }

  make(kind: ListKind): Blob {
    if (this.#run === null) throw new Error('no run has read anything to its end');
    const rows = listRows(this.#run);
    switch (kind) {
      case 'csv':
        return textBlob(csvLines(rows), 'text/csv;charset=utf-8');
      case 'sha256sums':
        return textBlob(sumLines(rows), 'application/octet-stream');
      default:
        return kind satisfies never;
    }
  }
}
