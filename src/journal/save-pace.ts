// How often a run is put on record, and how long that is waited for.

/** Saving takes no more than a twentieth of it all, unless the rest would become too long. */
const restPerSave = 20;

/** A store that takes longer to put something on record is as good as none. */
export const patienceMs = 60_000;

/** Of a run into a folder. A long list of issues takes its time; what was written since the last save is known by its time. */
export const folderRests = { leastMs: 500, mostMs: 10_000 };

/** How much longer a run has gone on than a save tells whose next one is lost. */
export const mostBehindMs = folderRests.mostMs + patienceMs;

/**
 * The time between two saves.
 * @param savingMs what the last one took
 */
export function restAfter(savingMs: number, range: { readonly leastMs: number; readonly mostMs: number }): number {
  return Math.min(range.mostMs, Math.max(range.leastMs, restPerSave * savingMs));
}
