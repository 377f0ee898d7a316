// What comes of going on with a run that was broken off: it keeps to what was chosen when it was begun.
import type { UnfinishedRun } from '../extract/worker-api.ts';

/** @param hasSelection only some of the backup is ticked just now */
export function continueWords({ isSelection }: UnfinishedRun, hasSelection: boolean): string {
  const kept = 'What is complete is not written again.';
  if (isSelection) return `It extracts what was ticked when it was begun, and no more. ${kept}`;
  return hasSelection ? `It extracts the whole backup, whatever is ticked now. ${kept}` : kept;
}
