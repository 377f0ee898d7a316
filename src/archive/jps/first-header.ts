// The first header of a JPS does not open: is it the password, or the start of the archive? Nothing authenticates a header, so
// another one is asked.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import { errorAt } from '../malformed.ts';
import type { ReadProgress } from '../opened-archive.ts';
import { Effort } from '../salvage/effort.ts';
import { search } from '../salvage/search.ts';
import { JpsHeaders } from './headers.ts';
import { entityPrefixLength } from './header.ts';
import type { Opener } from './opener.ts';

/** How far behind the first header another one is looked for. Bytes. */
const searchLength = 8 * 1024 * 1024;

export interface FirstHeader {
  readonly offset: number;
  /** As it is in the archive, without its prefix. */
  readonly sealed: Uint8Array;
  readonly plainSize: number;
  readonly opener: Opener;
  readonly progress: ReadProgress;
}

/** The error for a first header that makes no sense. */
export async function firstHeaderError(
  source: JoinedSource,
  first: FirstHeader,
  cause: unknown,
): Promise<ExtractError> {
  const { offset, sealed, plainSize, opener, progress } = first;
  const { signal } = progress;
  const to = {
    source,
    headers: new JpsHeaders(source, opener),
    salvage: { proves: () => Promise.resolve(false) },
    effort: new Effort(0),
    signal,
    tell: () => {
      signal.throwIfAborted();
    },
  };
  const limit = source.endOfStretch(offset);
  const until = Math.min(offset + searchLength, limit);
  const other = await search(to, offset + entityPrefixLength, { limit, until });
  if (other !== null) return errorAt('archive-damaged', source, offset, { cause });
  const isLaidOut = sealed.length >= 4 && new ByteCursor(sealed.subarray(-4)).u32() === plainSize;
  return new ExtractError(isLaidOut ? 'wrong-password' : 'wrong-password-or-damage', {}, cause);
}
