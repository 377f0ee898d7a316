// From entity to entity, whatever the archive header says besides its length.
import { OutOfBytes } from '../../bytes/byte-cursor.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { followHeaders, type Link } from '../chain.ts';
import { Malformed } from '../malformed.ts';
import { archiveHeaderLength, readArchiveHeaderLength } from './header.ts';
import { JpaHeaders } from './headers.ts';

/** @param start where the signature lies */
export async function* followEntities(source: JoinedSource, start: number): AsyncGenerator<Link, void> {
  const bytes = await source.read(start, Math.min(archiveHeaderLength, source.size - start));
  yield* followHeaders(new JpaHeaders(source), start + lengthOf(bytes), source.size);
}

function lengthOf(bytes: Uint8Array): number {
  try {
    return readArchiveHeaderLength(bytes);
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBytes) return archiveHeaderLength;
    throw error;
  }
}
