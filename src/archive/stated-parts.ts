// How many parts an archive says it has, and whether it begins at the beginning: told from a few bytes, before opening.
import { hasAscii } from '../bytes/text.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { detectFormat } from './detect-format.ts';
import { readHeader } from './jpa/read-index.ts';
import { endLength, endSignature, readEndMark } from './jps/header.ts';

export interface StatedParts {
  /** Null where the archive does not say. */
  readonly count: number | null;
  /** `no`: the bytes are of a backup, but not its beginning. `unclear`: they may be anything. */
  readonly beginsHere: 'yes' | 'no' | 'unclear';
}

/** How far to look for an entity header in something that has no beginning. Bytes. */
const searchLength = 1024 * 1024;

/** @throws ExtractError where a JPA header makes no sense, or a part cannot be read */
export async function statedParts(source: JoinedSource): Promise<StatedParts> {
  const detected = await detectFormat(source);
  switch (detected.is) {
    case 'jpa':
      return { count: (await readHeader(source, detected.start)).partCount, beginsHere: 'yes' };
    case 'jps':
      return { count: await countInEndMark(source), beginsHere: 'yes' };
    case 'zip':
      return { count: null, beginsHere: 'yes' };
    case 'web-page':
    case 'gzip':
      return { count: null, beginsHere: 'unclear' };
    case 'unknown': {
      const count = await countInEndMark(source);
      const isMiddle = count !== null || (await holdsEntity(source));
      return { count, beginsHere: isMiddle ? 'no' : 'unclear' };
    }
    default:
      return detected satisfies never;
  }
}

async function countInEndMark(source: JoinedSource): Promise<number | null> {
  if (source.size < endLength) return null;
  const bytes = await source.read(source.size - endLength, endLength);
  return hasAscii(bytes, endSignature) ? readEndMark(bytes).partCount : null;
}

async function holdsEntity(source: JoinedSource): Promise<boolean> {
  const bytes = await source.read(0, Math.min(searchLength, source.size));
  for (let at = bytes.indexOf(0x4a); at !== -1; at = bytes.indexOf(0x4a, at + 1)) {
    if (hasAscii(bytes, 'JPF', at)) return true;
  }
  return false;
}
