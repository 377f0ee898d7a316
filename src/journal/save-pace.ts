// How often a run is put on record, and how long that is waited for.

/** Saving takes no more than a twentieth of it all, unless the rest would become too long. */
const restPerSave = 20;

/** A store that takes longer to put something on record is as good as none. */
export const patienceMs = 60_000;

/**
 * The time between two saves.
 * @param savingMs what the last one took
 */
export function restAfter(savingMs: number, range: { readonly leastMs: number; readonly mostMs: number }): number {
  return Math.min(range.mostMs, Math.max(range.leastMs, restPerSave * savingMs));
}
