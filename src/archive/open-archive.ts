// Opens an archive of whichever format, or only looks at how it begins and ends. The only place that chooses between the
// three.
import { hasAscii } from '../bytes/text.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { detectFormat } from './detect-format.ts';
import { isEntity } from './jpa/header.ts';
import { readHeader, readJpa } from './jpa/read-index.ts';
import { endLength, endSignature, isSealedEntity, readEndMark } from './jps/header.ts';
import { openJps } from './jps/open-jps.ts';
import type { OpenedArchive, ReadProgress } from './opened-archive.ts';
import { openZip } from './zip/open-zip.ts';

/**
 * @throws ExtractError `not-an-archive`, `web-page-instead`, `gzip-instead` where the bytes are something else,
 *   and what the formats throw where they cannot be read
 */
export async function openArchive(source: JoinedSource, progress: ReadProgress): Promise<OpenedArchive> {
  const detected = await detectFormat(source);
  const part = source.parts[0]?.name ?? '';
  switch (detected.is) {
    case 'jpa':
      return { state: 'open', index: await readJpa(source, detected.start, progress) };
    case 'jps':
      return openJps(source, detected.start);
    case 'zip':
      return openZip(source, progress);
    case 'web-page':
      throw new ExtractError('web-page-instead', { part });
    case 'gzip':
      throw new ExtractError('gzip-instead', { part });
    case 'unknown':
      throw new ExtractError('not-an-archive', { part });
    default:
      return detected satisfies never;
  }
}

/** How many parts an archive says it has, and whether it begins at the beginning: told from a few bytes. */
export interface StatedParts {
  /** Null where the archive does not say. */
  readonly count: number | null;
  /** `no`: the bytes are of a backup, but not its beginning. `unclear`: they may be anything. */
  readonly beginsHere: 'yes' | 'no' | 'unclear';
}

/** How far to look for an entity in something that has no beginning: a part may begin within one large file. Bytes. */
const searchLength = 64 * 1024 * 1024;
const pieceLength = 1024 * 1024;
/** Read beyond a piece, for a header that begins at its end. A longer one is passed over. Bytes. */
const headerRoom = 4096;

/** @throws ExtractError where a JPA header makes no sense, or a part cannot be read */
export async function statedParts(source: JoinedSource): Promise<StatedParts> {
  const detected = await detectFormat(source);
  // Some bytes may precede a beginning, but never a whole part: its parts have changed names.
  if ('start' in detected && source.locate(detected.start).number > 1) return { count: null, beginsHere: 'no' };
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

/**
 * A part that is not the first bears no signature, but nearly always the header of some entity. Its three letters prove
 * nothing (random bytes hold them once in 16 MiB), so what follows must read as a header.
 */
async function holdsEntity(source: JoinedSource): Promise<boolean> {
  for (let offset = 0; offset < Math.min(searchLength, source.size); offset += pieceLength) {
    const bytes = await source.read(offset, Math.min(pieceLength + headerRoom, source.size - offset));
    for (let at = bytes.indexOf(0x4a); at !== -1; at = bytes.indexOf(0x4a, at + 1)) {
      const rest = bytes.subarray(at);
      if (isEntity(rest) || isSealedEntity(rest)) return true;
    }
  }
  return false;
}
