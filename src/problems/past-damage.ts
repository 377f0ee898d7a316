// Which problems are no end: an archive that is damaged, or not all there, may be read past the damage if the user wants that.
import { ExtractError, type ErrorCode } from './extract-error.ts';

/** What readers say of an archive that is damaged or not all there. */
const damages: ReadonlySet<ErrorCode> = new Set([
  'archive-damaged',
  'archive-truncated',
  // Of a newer program, or one byte that is wrong: what can be read tells.
  'unknown-version',
  'part-count-differs',
  'parts-missing',
  'last-part-only',
]);

/** What may be found wrong before an archive is read, and does not hide all of it. */
const obstacles: ReadonlySet<ErrorCode> = new Set([
  'part-empty',
  'part-twice',
  'part-truncated',
  'parts-mixed-up',
  'not-an-archive',
  'text-mode',
]);

export function isDamage(error: unknown): boolean {
  return error instanceof ExtractError && damages.has(error.code);
}

/** Is there any use in trying? */
export function canGoPast(code: ErrorCode): boolean {
  return damages.has(code) || obstacles.has(code);
}
