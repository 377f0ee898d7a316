// What a file name says about its place in a set of parts: `site.j01`, `site.j02` … and last `site.jpa` (or `.jps`);
// `site.z01` … and last `site.zip`. Extensions come in either case; from part 100 on the number has three digits.

/** Which kinds of archive a part can belong to. Numbered `.jNN` parts are shared by JPA and JPS. */
export type Family = 'jpa' | 'jps' | 'zip';

export interface PartName {
  /** The name without its extension, and without what a browser adds to a second download. */
  readonly stem: string;
  /** `j` for `.jNN`, where the last part tells which of the two it is. */
  readonly letter: 'j' | 'z';
  /** Known for a last part only, and for ZIP. */
  readonly family: Family | null;
  /** 1 for `.j01`; Infinity for the last part, which has no number. */
  readonly number: number;
  /** A browser's ` (1)`: this may be a second download of a part, or simply the name. */
  readonly copy: number | null;
  /** The download has not ended: `.crdownload`, `.part`, `.partial`, `.download`, `.tmp`. */
  readonly isUnfinished: boolean;
}

const pattern =
  /^(?<stem>.+)\.(?:(?<last>jpa|jps|zip)|(?<letter>[jz])(?<number>\d{2,}))(?<unfinished>\.(?:crdownload|part|partial|download|tmp))?$/is;
const copyPattern = /^(?<stem>.+?) ?\((?<copy>\d{1,3})\)$/s;

/** Null for a name that cannot be a part. `.j00` is none: numbers begin at 1. */
export function parsePartName(name: string): PartName | null {
  const groups = pattern.exec(name)?.groups;
  if (groups === undefined) return null;
  const { stem = '', last, letter, number, unfinished } = groups;
  const order = last === undefined ? Number(number) : Infinity;
  if (order < 1) return null;
  const family = families.get((last ?? letter ?? '').toLowerCase()) ?? null;
  const copied = copyPattern.exec(stem)?.groups;
  return {
    stem,
    letter: family === 'zip' ? 'z' : 'j',
    family,
    number: order,
    copy: copied === undefined ? null : Number(copied['copy']),
    isUnfinished: unfinished !== undefined,
  };
}

/** A numbered `.jNN` part belongs to JPA or JPS; only the last part says which. */
const families: ReadonlyMap<string, Family> = new Map([
  ['jpa', 'jpa'],
  ['jps', 'jps'],
  ['zip', 'zip'],
  ['z', 'zip'],
]);

/** The stem without a browser's ` (1)`. */
export function stemWithoutCopy(stem: string): string {
  return copyPattern.exec(stem)?.groups?.['stem'] ?? stem;
}

/** The name a part should have; for the last part, that of its family. */
export function partFileName(stem: string, letter: 'j' | 'z', number: number, family: Family | null): string {
  if (number !== Infinity) return `${stem}.${letter}${String(number).padStart(2, '0')}`;
  return `${stem}.${family ?? (letter === 'z' ? 'zip' : 'jpa')}`;
}
