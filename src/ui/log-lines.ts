// The debug log in memory: bounded in lines and in bytes, and it says so itself where lines had to go.
import { counted } from './format.ts';

export interface Log {
  readonly lines: readonly string[];
  /** Bytes that the lines take in memory. */
  readonly size: number;
  /** Older lines that were dropped. */
  readonly dropped: number;
}

export interface LogLimits {
  readonly lines: number;
  /** Bytes. */
  readonly size: number;
  /** Characters of one line. */
  readonly line: number;
}

export const emptyLog: Log = { lines: [], size: 0, dropped: 0 };

const usualLimits: LogLimits = { lines: 20_000, size: 8_000_000, line: 4_000 };

/** JavaScript keeps text in two bytes a character. */
function sizeOf(line: string): number {
  return 2 * line.length;
}

export function addToLog(log: Log, more: readonly string[], limits: LogLimits = usualLimits): Log {
  if (more.length === 0) return log;
  const added = more.map((line) => (line.length > limits.line ? `${line.slice(0, limits.line)}…` : line));
  const lines = [...log.lines, ...added];
  let size = added.reduce((sum, line) => sum + sizeOf(line), log.size);
  let surplus = 0;
  while (lines.length - surplus > limits.lines || size > limits.size) {
    size -= sizeOf(lines[surplus] ?? '');
    surplus += 1;
  }
  return { lines: surplus === 0 ? lines : lines.slice(surplus), size, dropped: log.dropped + surplus };
}

/** The log as text lines, first of all how many are missing. */
export function logText(log: Log): readonly string[] {
  if (log.dropped === 0) return log.lines;
  return [`(${counted(log.dropped, 'older line')} dropped to save memory)`, ...log.lines];
}
