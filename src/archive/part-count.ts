// The number of parts that an archive states, held against those that are here. People join parts by hand into one file
// (`copy /b`, `cat`): that is the very run of bytes that the formats define, so it opens where all of it is there.
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';

/** May this one file be so many parts, joined? That all of it is there must be seen otherwise. */
export function areJoined({ parts }: JoinedSource, stated: number): boolean {
  return parts.length === 1 && stated > 1;
}

export function countDiffers({ parts }: JoinedSource, stated: number): ExtractError {
  return new ExtractError('part-count-differs', { expected: stated, found: parts.length });
}
