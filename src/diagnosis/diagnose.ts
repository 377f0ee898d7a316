// Why can this archive not be read? Readers say where they lost their way. What the user can do about it depends on how the
// archive came to be so, and that can often be told: looked for only where something is wrong, over a bounded sample.
import { detectFormat } from '../archive/detect-format.ts';
import type { ArchiveIndex } from '../archive/entry.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { findCutPart } from './cut-part.ts';
import { findMixedParts } from './mixed-parts.ts';
import { findMixedZipParts } from './mixed-zip-parts.ts';
import { findTextMode } from './text-mode.ts';

const unexplained: ReadonlySet<ErrorCode> = new Set([
  'archive-damaged',
  'archive-truncated',
  'not-an-archive',
  'wrong-password-or-damage',
]);

/**
 * What explains itself, unless every byte of one value has become another's: the salt of a JPS may hold one, and its version
 * 1.10 is one.
 */
const selfExplaining: ReadonlySet<ErrorCode> = new Set(['wrong-password', 'unknown-version']);

/** The error that tells the reason for this one, or this one. */
export async function diagnose(source: JoinedSource, error: unknown): Promise<unknown> {
  if (!(error instanceof ExtractError)) return error;
  const explainsItself = selfExplaining.has(error.code);
  if (!explainsItself && !unexplained.has(error.code)) return error;
  const detected = await detectFormat(source);
  const textMode = await findTextMode(source, detected);
  if (textMode !== null || explainsItself || !('start' in detected)) return textMode ?? error;
  const { part, offset = 0 } = error.where;
  const reached = source.parts.find(({ name }) => name === part)?.offset ?? source.size;
  const mixed = await findMixedParts(source, detected);
  if (mixed?.isCertain === true) return mixed.error;
  return (await findCutPart(source, detected.is, reached + offset)) ?? mixed?.error ?? error;
}

/** What an index says of an archive that was read to its end, but is not of the size that it should be. */
const odd: ReadonlySet<Issue['kind']> = new Set([
  'bytes-before',
  'bytes-after',
  'count-differs',
  'size-differs',
  'end-mark-missing',
]);

/** @throws ExtractError where the archive was changed on its way, or its parts mixed up, for all that an index could be read */
export async function checkSound(source: JoinedSource, index: ArchiveIndex): Promise<void> {
  const isOdd = index.issues.some(({ kind }) => odd.has(kind));
  const textMode = isOdd ? await findTextMode(source, await detectFormat(source)) : null;
  const reason = textMode ?? (await findMixedZipParts(source, index));
  if (reason !== null) throw reason;
}

/**
 * What may be known of an archive whose headers could all be read, once data in it turns out to be damaged: a change that keeps
 * all sizes shows there first. Null where nothing is known, or a part cannot be read.
 */
export async function reasonForDamage(source: JoinedSource): Promise<Issue | null> {
  try {
    const textMode = await findTextMode(source, await detectFormat(source));
    if (textMode === null) return null;
    const { part = '', text = '' } = textMode.where;
    return { kind: 'text-mode', part, change: text };
  } catch (error) {
    if (error instanceof ExtractError || error instanceof DamagedEntry) return null;
    throw error;
  }
}
