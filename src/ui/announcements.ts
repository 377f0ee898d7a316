// What a screen reader is told while nothing is pressed: milestones, not every tick. The heading of a new face is read by
// its focus and is not repeated here.
import { counted, wholePercent } from './format.ts';
import type { RunState } from './run-state.ts';

const milestone = 10;

export function announcement(state: RunState): string {
  switch (state.name) {
    case 'idle':
      return state.isSurveying ? 'Looking at the files.' : '';
    case 'opening':
    case 'failed':
      return '';
    case 'needs-password':
      return state.isChecking ? 'Checking the password.' : '';
    case 'ready':
      return `${counted(state.backup.content.fileCount, 'file')} in this backup.`;
    case 'running': {
      const reached = Math.floor(wholePercent(state.reading.fraction) / milestone) * milestone;
      if (state.cancelledMs !== null) return 'Cancelling.';
      return reached === 0 ? '' : `${reached} % done.`;
    }
    case 'paused':
      return `Paused at ${wholePercent(state.reading.fraction)} %.`;
    case 'done':
      return `Done. ${counted(state.issues.length, 'warning')}.`;
    case 'cancelled':
      return 'The run was cancelled.';
    default:
      return state satisfies never;
  }
}
