// Are two parts one and the same, under two names? Told from their ends, where they are of the same size.
import type { JoinedPart, JoinedSource } from '../parts/joined-source.ts';

/** At each end of a part. Bytes. */
const sampleLength = 64 * 1024;
/** A first look, at a part's beginning: most differ there. */
const glanceLength = 1024;
/** Parts that hold nothing but a long run of one value are alike without being the same. */
const fewestValues = 32;

/** The names of the first two parts that hold the same bytes, or null. */
export async function findTwins(source: JoinedSource): Promise<readonly string[] | null> {
  const seen = new Map<string, JoinedPart[]>();
  for (const part of source.parts) {
    if (part.size === 0) continue;
    const glance = await source.read(part.offset, Math.min(glanceLength, part.size));
    const key = `${part.size}/${glance.join()}`;
    const alike = seen.get(key);
    if (alike === undefined) seen.set(key, [part]);
    else {
      for (const other of alike) if (await areSame(source, other, part)) return [other.name, part.name];
      alike.push(part);
    }
  }
  return null;
}

async function areSame(source: JoinedSource, a: JoinedPart, b: JoinedPart): Promise<boolean> {
  const length = Math.min(sampleLength, a.size);
  for (const from of [0, a.size - length]) {
    const one = await source.read(a.offset + from, length);
    const other = await source.read(b.offset + from, length);
    if (new Set(one).size < fewestValues || one.some((byte, at) => byte !== other[at])) return false;
  }
  return true;
}
