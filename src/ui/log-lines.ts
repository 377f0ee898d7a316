// The debug log in memory: bounded, and it says so itself where lines had to go.
import { ExtractError } from '../problems/extract-error.ts';

export interface Log {
  readonly lines: readonly string[];
  /** Older lines that were dropped. */
  readonly dropped: number;
}

export const emptyLog: Log = { lines: [], dropped: 0 };

const maxLines = 20_000;

export function addToLog(log: Log, more: readonly string[], limit = maxLines): Log {
  if (more.length === 0) return log;
  const lines = [...log.lines, ...more];
  const surplus = Math.max(0, lines.length - limit);
  return { lines: surplus === 0 ? lines : lines.slice(surplus), dropped: log.dropped + surplus };
}

/** The log as text lines, first of all how many are missing. */
export function logText(log: Log): readonly string[] {
  return log.dropped === 0 ? log.lines : [`(${log.dropped} older lines were dropped to save memory)`, ...log.lines];
}

/** An error for the log: what it is and where, and for a fault of the program where in the program. */
export function errorLines(error: unknown): readonly string[] {
  if (error instanceof ExtractError)
    return [`stopped: ${error.code} ${JSON.stringify(error.where)}`, ...causeLines(error.cause)];
  return ['stopped by a fault of the program', ...causeLines(error)];
}

function causeLines(cause: unknown): readonly string[] {
  if (!(cause instanceof Error)) return [];
  return [`  ${cause.name}: ${cause.message}`, ...(cause.stack ?? '').split('\n').slice(1, 12)];
}
