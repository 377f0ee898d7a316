// What the page may ask of the lists of a run: which entries there are, and what was found of each.

/** A table for a spreadsheet, or the list that `sha256sum -c` reads. */
export type ListKind = 'csv' | 'sha256sums';

export interface ListsApi {
  /** Of the last run that has read entries to their ends: a test, or one that compared. @throws Error where there was none */
  list(kind: ListKind): Promise<Blob>;
}
