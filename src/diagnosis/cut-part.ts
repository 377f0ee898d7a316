// Is the end of a part missing? Writers make all parts of one size but the last, and end one earlier only where a header would
// be cut: then the next part begins with it.
import type { Format } from '../archive/entry.ts';
import { hasAscii } from '../bytes/text.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';

/** Writers cut a part short rather than split a header, which is at most this long. Bytes. */
export const longestHeader = 65_535 + 64;

const signatures: Readonly<Record<Format, string>> = { jpa: 'JPF', jps: 'JPF', zip: 'PK' };

/** The error that names the part, or null. @param until where reading failed: a part that ends behind it has not been read yet */
export async function findCutPart(source: JoinedSource, format: Format, until: number): Promise<ExtractError | null> {
  const full = source.parts.reduce((largest, { size }) => Math.max(largest, size), 0);
  const earlier = source.parts.slice(0, -1).filter(({ offset, size }) => offset + size <= until);
  for (const part of earlier) {
    if (part.size === full) continue;
    const end = part.offset + part.size;
    const next = await source.read(end, Math.min(3, source.size - end));
    const isAtHeader = full - part.size <= longestHeader && hasAscii(next, signatures[format]);
    if (!isAtHeader) return new ExtractError('part-truncated', { part: part.name, expected: full, found: part.size });
  }
  return null;
}
