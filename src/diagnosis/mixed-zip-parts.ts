// Do the parts of a ZIP stand in their places? Its directory says in which part each entry begins and where: a part in which
// none does is another one.
import type { ArchiveIndex } from '../archive/entry.ts';
import { hasAscii } from '../bytes/text.ts';
import type { JoinedPart, JoinedSource } from '../parts/joined-source.ts';
import { ExtractError } from '../problems/extract-error.ts';

const localSignature = 'PK\x03\x04';
/** Entries looked at in a part. */
const mostEntries = 3;

/** The error that names the part, or null. */
export async function findMixedZipParts(
  source: JoinedSource,
  { format, entries }: ArchiveIndex,
): Promise<ExtractError | null> {
  if (format !== 'zip' || source.parts.length < 2) return null;
  const inPart = new Map<JoinedPart, number[]>(source.parts.map((part) => [part, []]));
  for (const { data } of entries) {
    if (!('span' in data)) continue;
    const part = source.parts[source.locate(data.span.offset).number - 1];
    const offsets = part === undefined ? undefined : inPart.get(part);
    if (part !== undefined && offsets !== undefined && offsets.length < mostEntries)
      offsets.push(data.span.offset - part.offset);
  }
  for (const [part, offsets] of inPart) {
    if (offsets.length === 0 || (await beginSome(source, part, offsets))) continue;
    const fitting = await findFitting(source, part, offsets);
    const text = fitting === null ? {} : { text: fitting.name };
    return new ExtractError('parts-mixed-up', { part: part.name, ...text });
  }
  return null;
}

async function findFitting(
  source: JoinedSource,
  part: JoinedPart,
  offsets: readonly number[],
): Promise<JoinedPart | null> {
  for (const other of source.parts) if (other !== part && (await beginSome(source, other, offsets))) return other;
  return null;
}

/** Does an entry begin at one of these offsets of the part? */
async function beginSome(source: JoinedSource, part: JoinedPart, offsets: readonly number[]): Promise<boolean> {
  for (const offset of offsets) {
    const isInside = offset + localSignature.length <= part.size;
    if (isInside && hasAscii(await source.read(part.offset + offset, localSignature.length), localSignature))
      return true;
  }
  return false;
}
