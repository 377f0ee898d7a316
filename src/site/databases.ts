// The databases in a backup: which entries of the index are the parts of each dump, in their order, and what the backup says
// of it (database-list.ts). Dumps that no list speaks of are found by their names.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import { writtenPath } from '../plan/written-path.ts';
import type { StatedDatabase } from './database-list.ts';
import type { Technology } from './technology.ts';

/** What is known of one database. Neither user nor password nor host is: all of it may be shown. */
export interface DatabaseFacts {
  /** Path at which the first part of its dump is written, `installation/sql/site.sql`: no other database has it. */
  readonly key: string;
  /** Of the database, as it was named on the server; '' where that is not stated. */
  readonly name: string;
  /** What stands for `#__` in its names; null where it is not known. */
  readonly prefix: string | null;
  /** As in the dump, `#__content`; null where the backup does not list them. */
  readonly tables: readonly string[] | null;
  /** Its dump, in order: ordinals of entries. */
  readonly parts: readonly number[];
  /** Bytes of all of them. */
  readonly size: number;
  /** Names of files that the dump should have and that are not there (the first hundred). */
  readonly missing: readonly string[];
  /** How many are missing altogether. */
  readonly missingCount: number;
  /** How many files the backup says the dump is in; null where it does not say. */
  readonly statedPartCount: number | null;
  /** Some of the archive is lost, and nothing says of how many files the dump was. */
  readonly mayBeCut: boolean;
  readonly technology: Technology;
  /** What every statement is preceded by, besides line breaks; null where the backup does not say. */
  readonly marker: string | null;
}

/** Where a list of the databases may be, the newest kind first. */
export const databaseLists = [
  { path: 'installation/sql/databases.json', kind: 'json' },
  { path: 'installation/sql/databases.ini', kind: 'ini' },
] as const;

/** Bytes; a list is a few hundred, or a few thousand with very many tables. */
export const mostListSize = 8 * 1024 * 1024;

const folder = 'installation/sql/';
const mostMissingNamed = 100;

export function findDatabases(
  index: Pick<ArchiveIndex, 'entries' | 'format'>,
  stated: readonly StatedDatabase[],
): readonly DatabaseFacts[] {
  const { entries } = index;
  const found = collectParts(index);
  const listed = stated.flatMap((database) => {
    const stem = folder + stemOf(database.dump);
    const parts = found.get(stem) ?? new Map<number, number>();
    found.delete(stem);
    // Stated, and not one file of it there: nothing that could be saved.
    return parts.size === 0 ? [] : [toFacts(stem, parts, { entries, stated: database })];
  });
  const inFolder = [...found].filter(([stem]) => stem.startsWith(folder));
  // A dump that is all there is of a database lies at the top; beside others it is some file of the site.
  const atTop = [...found].filter(([stem, parts]) => !stem.startsWith(folder) && parts.has(0));
  const atHand = listed.length + inFolder.length > 0 ? inFolder : atTop;
  return [...listed, ...atHand.map(([stem, parts]) => toFacts(stem, parts, { entries, stated: null }))];
}

/** Ordinals by number of the part (0 is `.sql`), by path without extension. Of two with one name the first counts. */
type PartsByStem = Map<string, Map<number, number>>;

function collectParts({ entries, format }: Pick<ArchiveIndex, 'entries' | 'format'>): PartsByStem {
  const found: PartsByStem = new Map();
  entries.forEach((entry, ordinal) => {
    const path = entry.kind === 'file' ? writtenPath(entry.path, format) : null;
    if (path === null || (path.includes('/') && !path.startsWith(folder))) return;
    const number = partNumber(path);
    if (number === null) return;
    const stem = stemOf(path);
    const parts = found.get(stem) ?? new Map<number, number>();
    if (!parts.has(number)) parts.set(number, ordinal);
    found.set(stem, parts);
  });
  return found;
}

/** `.sql` is 0, `.s01` 1, `.s99` 99, `.s100` 100; null for a name that is no part's. */
export function partNumber(path: string): number | null {
  if (/[^/]\.sql$/.test(path)) return 0;
  const digits = /[^/]\.s(\d{2,5})$/.exec(path)?.[1];
  const number = Number(digits ?? 0);
  return number > 0 && extensionOf(number) === `s${digits ?? ''}` ? number : null;
}

function extensionOf(number: number): string {
  return number === 0 ? 'sql' : `s${String(number).padStart(2, '0')}`;
}

function stemOf(path: string): string {
  return path.slice(0, path.lastIndexOf('.'));
}

function toFacts(
  stem: string,
  found: ReadonlyMap<number, number>,
  { entries, stated }: { readonly entries: readonly Entry[]; readonly stated: StatedDatabase | null },
): DatabaseFacts {
  const numbers = [...found.keys()].sort((a, b) => a - b);
  const parts = numbers.flatMap((number) => found.get(number) ?? []);
  const expected = Math.max((numbers.at(-1) ?? 0) + 1, stated?.partCount ?? 0);
  return {
    key: `${stem}.sql`,
    name: stated?.name ?? '',
    prefix: stated?.prefix ?? null,
    tables: stated?.tables ?? null,
    parts,
    size: parts.reduce((sum, ordinal) => sum + (entries[ordinal]?.size ?? 0), 0),
    missing: missingNames(stem.slice(stem.lastIndexOf('/') + 1), { found, expected }),
    missingCount: expected - parts.length,
    statedPartCount: stated?.partCount ?? null,
    mayBeCut: false,
    technology: stated?.technology ?? 'mysql',
    marker: stated?.marker ?? null,
  };
}

/** Of one file of a dump, as it is called. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The same, where these files of its dump are not used. @param paths in the archive */
export function withoutFiles(database: DatabaseFacts, paths: readonly string[]): DatabaseFacts {
  const missing = [...database.missing, ...paths.map(nameOf)].slice(0, mostMissingNamed);
  return { ...database, missing, missingCount: database.missingCount + paths.length };
}

function missingNames(
  name: string,
  { found, expected }: { readonly found: ReadonlyMap<number, number>; readonly expected: number },
): readonly string[] {
  const missing: string[] = [];
  // Of the numbers up to this one at least a hundred are missing.
  const last = Math.min(expected, found.size + mostMissingNamed);
  for (let number = 0; number < last && missing.length < mostMissingNamed; number += 1)
    if (!found.has(number)) missing.push(`${name}.${extensionOf(number)}`);
  return missing;
}
