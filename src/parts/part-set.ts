// One backup as an ordered set of parts, and what is missing of it or doubled in it.
import { parsePartName, partFileName, type Family, type PartName } from './part-name.ts';

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

/** A file on its way into a set. */
export interface Named<F extends NamedFile> {
  readonly file: F;
  readonly name: PartName;
  /** In which it lies; empty where that is not known. */
  readonly folder: string;
  /** What it begins with, of a first part. */
  readonly begins: Family | null;
}

/** Is this the file whose first bytes tell whose the numbered parts are? */
export function isFirstOfNumbered({ name }: NamedFile): boolean {
  const parsed = parsePartName(name);
  return parsed !== null && parsed.number === 1 && parsed.letter === 'j';
}

/** What two files have in common that are taken for copies of each other, wherever they lie. */
export function copyKey({ name, size, lastModified }: NamedFile): string {
  return `${size}/${lastModified}/${name}`;
}

/** Of those with the same key the last one, which was picked last, in the place of the first. */
export function withoutRepeats<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

const mostMissing = 9_999;

export function missingNumbers(numbers: ReadonlySet<number>): number[] {
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

export function familyBegun<F extends NamedFile>(group: readonly Named<F>[]): Family | null {
  return group.find(({ begins }) => begins !== null)?.begins ?? null;
}

/** A set of files of one stem. A copy of a part in another folder counts once. */
export function toSet<F extends NamedFile>(group: readonly Named<F>[]): PartSet<F> {
  const taken = new Map<number, Part<F>>();
  const doubled: Part<F>[] = [];
  for (const { file, name } of withoutRepeats(group, (one) => copyKey(one.file))) {
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
