// Which parts of a split ZIP are not there. The end record states how many there are; the names follow from the last one's.
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import { areJoined } from '../part-count.ts';

const lastPartName = /^(?<base>.*\.)(?<letter>z)ip$/i;
const earlierPartName = /^(?<base>.*\.)(?<letter>z)\d+$/i;

/** The mark of a split set, and its first entry. A last part may begin with an entry, but never with both. */
const splitBeginning = 'PK\x07\x08PK\x03\x04';

/** Is this one file a whole split set, joined by hand? */
export async function isJoinedSet(source: JoinedSource, stated: number): Promise<boolean> {
  if (!areJoined(source, stated) || source.size < splitBeginning.length) return false;
  return hasAscii(await source.read(0, splitBeginning.length), splitBeginning);
}

/**
 * Of a set that is not joined.
 * @param stated how many parts the end record speaks of
 * @throws ExtractError `last-part-only`, `parts-missing`, `part-count-differs`
 */
export function checkPartCount(source: JoinedSource, stated: number): void {
  const { parts } = source;
  if (parts.length === stated) return;
  const last = parts.at(-1)?.name ?? '';
  const present = new Set(parts.map((part) => part.name.toLowerCase()));
  const missing = earlierNames(last, stated).filter((name) => !present.has(name.toLowerCase()));
  const facts = { expected: stated, found: parts.length };
  if (parts.length > stated || missing.length === 0) throw new ExtractError('part-count-differs', facts);
  throw new ExtractError(parts.length === 1 ? 'last-part-only' : 'parts-missing', {
    ...facts,
    part: last,
    parts: missing,
  });
}

/** The error for an archive without an end record: its last part is missing, or its end is. */
export function endMissing(source: JoinedSource): ExtractError {
  const last = source.parts.at(-1);
  const name = earlierPartName.exec(last?.name ?? '')?.groups;
  if (name !== undefined) {
    const ending = name['letter'] === 'Z' ? 'ZIP' : 'zip';
    return new ExtractError('parts-missing', { parts: [`${name['base'] ?? ''}${ending}`] });
  }
  return new ExtractError('archive-truncated', { part: last?.name ?? '', offset: last?.size ?? 0 });
}

/** `site.z01` … for `site.zip`. A count beyond reason (the field reaches 2^32) names only the first thousand. */
function earlierNames(last: string, count: number): string[] {
  const name = lastPartName.exec(last)?.groups;
  if (name === undefined) return [];
  return Array.from(
    { length: Math.min(count - 1, 1000) },
    (_, i) => `${name['base'] ?? ''}${name['letter'] ?? ''}${String(i + 1).padStart(2, '0')}`,
  );
}
