// Backups of one name in several folders, told apart: `january/site.jpa` and `february/site.jpa`.
import { groupBy } from './group-by.ts';
import { copyKey, toSet, type Named, type NamedFile } from './part-set.ts';
import { splitFamilies } from './split-families.ts';

type Group<F extends NamedFile> = readonly Named<F>[];

/**
 * Folders count only where a part would otherwise be doubled, and then each that holds a whole backup by its names is taken for
 * one. What the others hold stays together: the parts of one more backup may lie in several folders, or some may be missing and
 * be picked later. Where a part is doubled even among these, nothing tells whose it is, and it is told as doubled; but where they
 * are last parts and nothing else, each is a backup in one part. A last part beside numbered ones elsewhere is not taken for a
 * whole backup, as it may be the end of theirs. Numbered parts alone belong to the one backup that they go on with: its names
 * alone do not tell that some of the last are missing. Those that were picked by themselves, and go on with none, are told as
 * doubled where there is only one backup that they can be of. A set that is no more than a copy of others is left out.
 */
export function splitFolders<F extends NamedFile>(group: Group<F>): readonly Group<F>[] {
  if (!isDoubled(group)) return [group];
  const folders = [...groupBy(group, ({ folder }) => folder).values()];
  const whole = folders.filter(isWhole);
  const taken = new Set(whole);
  const others = folders.filter((folder) => !taken.has(folder));
  const rest = others.flat();
  const rests = isDoubled(rest) && rest.every(isLast) ? others : [rest];
  const owner = ownerOf(rest, whole);
  const sets = owner === null ? [...whole, ...rests] : [...whole.filter((set) => set !== owner), [...owner, ...rest]];
  return inOrder(withoutCopies(sets.toSorted((a, b) => b.length - a.length)), group);
}

/** The backup that these numbered parts belong to; null where they may be of another. */
function ownerOf<F extends NamedFile>(rest: Group<F>, whole: readonly Group<F>[]): Group<F> | null {
  if (rest.length === 0 || rest.some(isLast)) return null;
  const goneOnWith = whole.filter((set) => !haveSameNumber(set, rest) && isWhole([...set, ...rest]));
  const wasPicked = rest.every(({ folder }) => folder === '');
  const [owner = null, ...others] = goneOnWith.length === 0 && wasPicked ? whole : goneOnWith;
  return others.length === 0 ? owner : null;
}

function haveSameNumber<F extends NamedFile>(a: Group<F>, b: Group<F>): boolean {
  const numbers = new Set(a.map(({ name }) => name.number));
  return b.some(({ name }) => numbers.has(name.number));
}

function isDoubled<F extends NamedFile>(group: Group<F>): boolean {
  return splitFamilies(group).some((family) => toSet(family).doubled.length > 0);
}

/** With more to it than a last part. */
function isWhole<F extends NamedFile>(folder: Group<F>): boolean {
  if (!folder.some(isLast) || folder.every(isLast)) return false;
  return splitFamilies(folder).every((family) => {
    const { missing, doubled } = toSet(family);
    return missing.length + doubled.length === 0;
  });
}

function isLast<F extends NamedFile>({ name }: Named<F>): boolean {
  return name.number === Infinity;
}

/** Nor empty ones. */
function withoutCopies<F extends NamedFile>(sets: readonly Group<F>[]): readonly Group<F>[] {
  const seen = new Set<string>();
  return sets.filter((set) => {
    const keys = set.map(({ file }) => copyKey(file));
    const isNew = keys.some((key) => !seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  });
}

/** By the first of their files. */
function inOrder<F extends NamedFile>(sets: readonly Group<F>[], group: Group<F>): readonly Group<F>[] {
  const places = new Map(group.map((one, index) => [one, index]));
  const placeOf = ([first]: Group<F>): number => (first && places.get(first)) ?? 0;
  return sets.toSorted((a, b) => placeOf(a) - placeOf(b));
}
