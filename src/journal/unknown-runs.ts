// Runs of which a folder bears the marks, and this browser no record. No lock tells whether such a run is still on: only the user
// can say so. A type only, which the page takes too.

/** Begun in another browser, where they may be on, or lost with this one's storage. */
export interface UnknownRuns {
  readonly ids: readonly string[];
  /** When the latest of their marks was written, since 1970. */
  readonly lastMs: number;
}
