// What the marks in a folder tell of runs of which this browser has no record.
import { RunMarker } from './run-marker.ts';
import type { UnknownRuns } from './unknown-runs.ts';

/**
 * Null where there are none. What somebody else has written is no mark: nobody removes it, or anything for it.
 * @param ids of runs that are marked in this folder, and not on record
 */
export async function unknownRunsIn(
  folder: FileSystemDirectoryHandle,
  ids: readonly string[],
): Promise<UnknownRuns | null> {
  const unknown: string[] = [];
  let lastMs = 0;
  for (const id of ids) {
    const marker = new RunMarker(folder, id);
    if ((await marker.content()) === 'foreign') continue;
    unknown.push(id);
    lastMs = Math.max(lastMs, await marker.writtenMs());
  }
  return unknown.length === 0 ? null : { ids: unknown, lastMs };
}
