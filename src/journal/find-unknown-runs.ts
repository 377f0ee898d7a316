// Finds, among the runs that are marked in a folder, those of which this browser has no record.
import { RunMarker } from './run-marker.ts';
import type { RunStore } from './run-store.ts';
import type { UnknownRuns } from './unknown-runs.ts';

/**
 * Null where there are none. What somebody else has written is no mark: nobody removes it, or anything for it.
 * @param ids of the runs that are marked in this folder
 */
export async function findUnknownRuns(
  folder: FileSystemDirectoryHandle,
  ids: readonly string[],
  store: RunStore,
): Promise<UnknownRuns | null> {
  const unknown: string[] = [];
  let lastMs = 0;
  for (const id of ids) {
    // Where the browser keeps nothing, nothing is known of any.
    if ((await store.find(id, folder).catch(() => null)) !== null) continue;
    const marker = new RunMarker(folder, id);
    if ((await marker.content()) === 'foreign') continue;
    unknown.push(id);
    lastMs = Math.max(lastMs, await marker.writtenMs());
  }
  return unknown.length === 0 ? null : { ids: unknown, lastMs };
}
