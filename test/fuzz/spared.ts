// Which entries of a seed a mutant has whole: those that whoever goes on past damage must find, with the content they had.
import { concat } from '../support/byte-writer.ts';
import type { Range } from './layout/layout.ts';
import type { Seed } from './seeds.ts';

/** Paths, without the `/` behind those of folders. */
export function sparedPaths(seed: Seed, parts: readonly Uint8Array[]): readonly string[] {
  const harm = harmIn(seed.bytes, concat(parts));
  const { entities, records } = seed.layout;
  const first = entities[0]?.start ?? 0;
  // Without its header an archive is of another version, or its key is lost.
  if (harm.start < first) return [];
  // Where a descriptor without a signature lies, only what follows it can tell.
  const follows = seed.layout.places.some(({ what }) => what === 'unsigned descriptor') ? 4 : 0;
  const touches = (range: Range | undefined, more: number): boolean =>
    range !== undefined && range.start < harm.end && harm.start < range.end + more;
  return seed.paths
    .filter((_, i) => !touches(entities[i], follows) && !touches(records[i], 0))
    .map((path) => path.replace(/\/$/, ''));
}

/** The least range outside of which the two are alike, in the seed. What is put between two bytes harms both. */
function harmIn(whole: Uint8Array, damaged: Uint8Array): Range {
  const shorter = Math.min(whole.length, damaged.length);
  let start = 0;
  while (start < shorter && whole[start] === damaged[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && whole.at(-1 - tail) === damaged.at(-1 - tail)) tail += 1;
  const end = whole.length - tail;
  return start < end ? { start, end } : { start: start - 1, end: end + 1 };
}
