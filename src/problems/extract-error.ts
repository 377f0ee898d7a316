// The one error for "this run cannot go on". It carries a code and facts, never a sentence: sentences live in ui/messages.ts.
// A bug is an ordinary Error; a cancelled run is an AbortError; what a single entry suffers is an Issue (issue.ts).

import type { Damage } from './issue.ts';

/** Why a backup cannot be opened, or a run cannot go on. */
export type ErrorCode =
  // picking
  | 'no-backup-found'
  | 'parts-missing'
  | 'parts-doubled'
  | 'part-empty'
  | 'part-unreadable'
  | 'part-unfinished'
  | 'parts-mixed-up'
  | 'last-part-only'
  | 'part-count-differs'
  // opening
  | 'not-an-archive'
  | 'web-page-instead'
  | 'gzip-instead'
  | 'text-mode'
  | 'part-twice'
  | 'part-truncated'
  | 'unknown-version'
  | 'archive-truncated'
  | 'archive-damaged'
  | 'wrong-password'
  | 'wrong-password-or-damage'
  | 'key-missing'
  | 'no-cipher'
  | 'too-many-iterations'
  | 'too-many-entries'
  // a run that is held
  | 'entry-damaged'
  // writing
  | 'folder-refused'
  | 'folder-gone'
  | 'folder-read-only'
  | 'folder-changed'
  | 'folder-in-use'
  | 'folder-marked'
  | 'folder-stuck'
  | 'not-this-backup'
  | 'plan-differs'
  | 'nothing-to-continue'
  | 'leftover-stays'
  | 'disk-full'
  | 'write-failed'
  | 'write-blocked'
  | 'write-stuck'
  | 'read-back-differs'
  | 'output-refused'
  | 'output-failed'
  | 'output-stuck'
  | 'output-given-up'
  | 'output-is-part'
  | 'output-lost'
  | 'output-changed'
  | 'output-in-use'
  | 'no-room'
  | 'too-large-for-memory'
  | 'archive-changed'
  // a database
  | 'database-damaged'
  | 'database-cut'
  | 'database-unsafe'
  | 'database-wide'
  // the worker
  | 'worker-died';

/** Facts that a message may show. Nothing here may hold a password, a key or file content. */
export interface Where {
  /** File name of the part concerned. */
  readonly part?: string;
  /** Several part names, for what is missing or doubled. */
  readonly parts?: readonly string[];
  /** Path of the entry concerned, as in the archive. */
  readonly entry?: string;
  /** Bytes from the start of `part`, or of the joined archive where no part is named. */
  readonly offset?: number;
  readonly expected?: number;
  readonly found?: number;
  /** Bytes of the archive as it is, and as it must be at least: of all its parts together, which are so many. */
  readonly size?: number;
  readonly leastSize?: number;
  readonly partCount?: number;
  /** A version or a name that was read, for display. */
  readonly text?: string;
  /** What is wrong with `entry`. */
  readonly damage?: Damage;
}

/** What an ExtractError says, as data: it crosses the worker line, and is shown. */
export interface Problem {
  readonly code: ErrorCode;
  readonly where: Where;
}

export class ExtractError extends Error {
  override readonly name = 'ExtractError';
  readonly code: ErrorCode;
  readonly where: Where;

  constructor(code: ErrorCode, where: Where = {}, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.where = where;
  }
}

/** Is it an error of this code? */
export function isErrorOf(error: unknown, code: ErrorCode): error is ExtractError {
  return error instanceof ExtractError && error.code === code;
}
