// Picked files sorted into backups, each an ordered set of parts. By names and sizes, by the folders they lie in, and by what
// the first of numbered parts begins with: what else only the bytes can tell (a lone last part, the stated number of parts) is
// found out by who reads them.
import { groupBy } from './group-by.ts';
import { parsePartName, stemWithoutCopy, type Family } from './part-name.ts';
import {
  copyKey,
  missingNumbers,
  toSet,
  withoutRepeats,
  type Named,
  type NamedFile,
  type PartSet,
} from './part-set.ts';
import { splitFamilies } from './split-families.ts';
import { splitFolders } from './split-folders.ts';

export interface Grouping<F extends NamedFile> {
  readonly sets: readonly PartSet<F>[];
  /** Files whose names are not those of parts. */
  readonly strays: readonly F[];
}

/** What is known of files besides what they tell themselves. */
export interface Known<F extends NamedFile> {
  /** What files begin with of which `isFirstOfNumbered`. */
  readonly begun?: ReadonlyMap<F, Family>;
  /** The folder in which a file lies. */
  readonly folders?: ReadonlyMap<F, string>;
}

/** Sets come in the order of their first file; the same file picked twice counts once. */
export function groupParts<F extends NamedFile>(
  files: readonly F[],
  { begun = new Map<F, Family>(), folders = new Map<F, string>() }: Known<F> = {},
): Grouping<F> {
  const strays: F[] = [];
  const parts: Named<F>[] = [];
  const folderOf = (file: F): string => folders.get(file) ?? '';
  for (const file of withoutRepeats(files, (one) => `${copyKey(one)}/${folderOf(one)}`)) {
    const name = parsePartName(file.name);
    if (name === null) strays.push(file);
    else parts.push({ file, name, folder: folderOf(file), begins: begun.get(file) ?? null });
  }
  const groups = groupBy(parts, ({ name }) => `${name.letter}/${name.stem}`);
  foldCopies(groups);
  return {
    sets: [...groups.values()].flatMap(splitFolders).flatMap(splitFamilies).map(toSet),
    strays: withoutRepeats(strays, copyKey),
  };
}

/**
 * `site (1).j01` beside `site.j02` is a second download of a part of `site`. A set whose files all bear the same ` (1)` and
 * that is whole by itself is left alone: that is simply its name.
 */
function foldCopies<F extends NamedFile>(groups: Map<string, Named<F>[]>): void {
  for (const [key, group] of groups) {
    const first = group[0];
    if (first === undefined || first.name.copy === null) continue;
    const stem = stemWithoutCopy(first.name.stem);
    const base = groups.get(`${first.name.letter}/${stem}`);
    if (base === undefined || (isWhole(group) && !isLackedBy(base, group))) continue;
    groups.delete(key);
    for (const one of group) base.push({ ...one, name: { ...one.name, stem } });
  }
}

/** A lone `site (1).jpa` is a backup of its own, or the last part that `site.j01` … are lacking. */
function isLackedBy<F extends NamedFile>(base: readonly Named<F>[], group: readonly Named<F>[]): boolean {
  return group.length === 1 && base.every(({ name }) => name.number !== Infinity);
}

/** With no number twice, but in different folders. */
function isWhole<F extends NamedFile>(group: readonly Named<F>[]): boolean {
  const numbers = new Set(group.map(({ name }) => name.number));
  const places = new Set(group.map(({ name, folder }) => `${name.number}/${folder}`));
  return numbers.has(Infinity) && places.size === group.length && missingNumbers(numbers).length === 0;
}
