// Picked files sorted into backups, each an ordered set of parts. By names and sizes, and by what the first of numbered parts
// begins with: what else only the bytes can tell (a lone last part, the stated number of parts) is found out by who reads them.
import { parsePartName, partFileName, stemWithoutCopy, type Family, type PartName } from './part-name.ts';

/** What a picked file must tell of itself. A browser's `File` fits. */
export interface NamedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly lastModified: number;
}

export interface Part<F extends NamedFile> {
  readonly number: number;
  readonly file: F;
  readonly isUnfinished: boolean;
}

export interface PartSet<F extends NamedFile> {
  readonly stem: string;
  readonly letter: 'j' | 'z';
  /** Null where only numbered `.jNN` parts are at hand, and the first of them does not tell. */
  readonly family: Family | null;
  /** In order; the last part, if at hand, is the last. */
  readonly parts: readonly Part<F>[];
  /** Different files that claim a place which is taken. */
  readonly doubled: readonly Part<F>[];
  /** Numbers missing between 1 and the highest, and Infinity for a missing last part. */
  readonly missing: readonly number[];
}

export interface Grouping<F extends NamedFile> {
  readonly sets: readonly PartSet<F>[];
  /** Files whose names are not those of parts. */
  readonly strays: readonly F[];
}

interface Named<F> {
  readonly file: F;
  readonly name: PartName;
  /** What it begins with, of a first part. */
  readonly begins: Family | null;
}

/** Is this the file whose first bytes tell whose the numbered parts are? */
export function isFirstOfNumbered({ name }: NamedFile): boolean {
  const parsed = parsePartName(name);
  return parsed !== null && parsed.number === 1 && parsed.letter === 'j';
}

/**
 * Sets come in the order of their first file; the same file picked twice counts once.
 * @param begun what files begin with of which `isFirstOfNumbered`, as far as that is known
 */
export function groupParts<F extends NamedFile>(
  files: readonly F[],
  begun: ReadonlyMap<F, Family> = new Map<F, Family>(),
): Grouping<F> {
  const strays: F[] = [];
  const groups = new Map<string, Named<F>[]>();
  for (const file of withoutRepeats(files)) {
    const name = parsePartName(file.name);
    if (name === null) strays.push(file);
    else append(groups, `${name.letter}/${name.stem}`, { file, name, begins: begun.get(file) ?? null });
  }
  foldCopies(groups);
  return { sets: [...groups.values()].flatMap(splitFamilies).map(toSet), strays };
}

function withoutRepeats<F extends NamedFile>(files: readonly F[]): readonly F[] {
  const seen = new Map<string, F>();
  for (const file of files) {
    const key = `${file.size}/${file.lastModified}/${file.name}`;
    if (!seen.has(key)) seen.set(key, file);
  }
  return [...seen.values()];
}

function append<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
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

function isWhole<F extends NamedFile>(group: readonly Named<F>[]): boolean {
  const numbers = new Set(group.map(({ name }) => name.number));
  return numbers.has(Infinity) && numbers.size === group.length && missingNumbers(numbers).length === 0;
}

const mostMissing = 9_999;

function missingNumbers(numbers: ReadonlySet<number>): number[] {
  let highest = 0;
  for (const number of numbers) if (number !== Infinity) highest = Math.max(highest, number);
  // A name may claim to be part 99,999,999. Of the gap only so much is listed.
  const end = Math.min(highest, mostMissing + 1);
  const missing: number[] = [];
  for (let number = 1; number < end; number += 1) {
    if (!numbers.has(number)) missing.push(number);
  }
  if (!numbers.has(Infinity)) missing.push(Infinity);
  return missing;
}

/**
 * `site.jpa` and `site.jps` side by side are two backups. Whose the numbered parts are, the first of them tells; without it they
 * go to the JPA.
 */
function splitFamilies<F extends NamedFile>(group: readonly Named<F>[]): (readonly Named<F>[])[] {
  const families = new Set(group.map(({ name }) => name.family).filter((family) => family !== null));
  if (families.size < 2) return [group];
  const owner = familyBegun(group) ?? 'jpa';
  return [...families].map((family) =>
    group.filter(({ name }) => name.family === family || (name.family === null && family === owner)),
  );
}

function familyBegun<F extends NamedFile>(group: readonly Named<F>[]): Family | null {
  return group.find(({ begins }) => begins !== null)?.begins ?? null;
}

function toSet<F extends NamedFile>(group: readonly Named<F>[]): PartSet<F> {
  const taken = new Map<number, Part<F>>();
  const doubled: Part<F>[] = [];
  for (const { file, name } of group) {
    const part = { number: name.number, file, isUnfinished: name.isUnfinished };
    const earlier = taken.get(name.number);
    // A finished download takes the place of its own unfinished one.
    if (earlier === undefined || (earlier.isUnfinished && !part.isUnfinished)) taken.set(name.number, part);
    else if (!part.isUnfinished) doubled.push(part);
  }
  const first = group[0]?.name;
  return {
    stem: first?.stem ?? '',
    letter: first?.letter ?? 'j',
    family: group.find(({ name }) => name.family !== null)?.name.family ?? familyBegun(group),
    parts: [...taken.values()].sort((a, b) => a.number - b.number || 0),
    doubled,
    missing: missingNumbers(new Set(taken.keys())),
  };
}

/** The name that part `number` of a set should have. */
export function missingPartName(set: PartSet<NamedFile>, number: number): string {
  return partFileName(set.stem, set.letter, number, set.family);
}
