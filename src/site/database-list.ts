// databases.json and databases.ini: what a backup says of the databases in it. The account they were read with (user,
// password, host) stands there too, in clear; it has no place in what comes out of here.
import { parseIni } from './ini.ts';
import { isPrefix } from './sql/prefix.ts';
import { toTechnology, type Technology } from './technology.ts';

/** One dump, as its backup states it. */
export interface StatedDatabase {
  /** File name of its first part, `site.sql`. */
  readonly dump: string;
  /** Of the database. */
  readonly name: string;
  readonly technology: Technology;
  /** What every statement is preceded by, besides line breaks; null where none is stated (old backups). */
  readonly marker: string | null;
  /** Null where none is stated, or one that is none. */
  readonly prefix: string | null;
  /** How many files the dump is in; null where that is not stated. */
  readonly partCount: number | null;
  /** As in the dump, `#__content`; null where they are not listed (old backups). */
  readonly tables: readonly string[] | null;
}

const mostDatabases = 1000;
const mostTables = 50_000;
const mostNameLength = 255;
/** More than any dump is in: a count beyond it is no count. */
const mostParts = 100_000;

/** Empty where it is no such file. */
export function parseDatabasesJson(text: string): readonly StatedDatabase[] {
  const list = parseJson(text);
  if (typeof list !== 'object' || list === null || Array.isArray(list)) return [];
  return toDatabases(Object.entries(list).map(([dump, facts]) => [dump, (key) => ownProperty(facts, key)]));
}

/** Empty where it is no such file. */
export function parseDatabasesIni(text: string): readonly StatedDatabase[] {
  return toDatabases([...parseIni(text)].map(([dump, facts]) => [dump, (key) => facts.get(key)]));
}

type Lookup = (key: string) => unknown;

function toDatabases(stated: readonly (readonly [string, Lookup])[]): readonly StatedDatabase[] {
  const byDump = new Map<string, StatedDatabase>();
  for (const [key, lookup] of stated.slice(0, mostDatabases)) {
    const database = toDatabase(key, lookup);
    if (database !== null && !byDump.has(database.dump)) byDump.set(database.dump, database);
  }
  return [...byDump.values()];
}

function toDatabase(key: string, lookup: Lookup): StatedDatabase | null {
  const dump = [toName(lookup('sqlfile')), key].find(isDumpName);
  if (dump === undefined) return null;
  return {
    dump,
    name: toName(lookup('dbname')),
    technology: toTechnology([lookup('dbtech'), lookup('dbtype')].map(toName)),
    marker: toMarker(lookup('marker')),
    prefix: toPrefix(lookup('prefix')),
    partCount: toCount(lookup('parts')),
    tables: toTables(lookup('tables')),
  };
}

/** The name of a file beside the list, not a path to elsewhere. */
function isDumpName(name: string): boolean {
  return /^[^/\\\0]+\.sql$/.test(name) && name.length <= mostNameLength;
}

function toName(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, mostNameLength) : '';
}

/** A comment: a marker that is only a line break, as old backups have it, is none. */
function toMarker(value: unknown): string | null {
  const marker = toName(value).trim();
  return /^\/\*[\x20-\x7e]{1,60}\*\/$/.test(marker) ? marker : null;
}

function toPrefix(value: unknown): string | null {
  return typeof value === 'string' && isPrefix(value) ? value : null;
}

function toCount(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 && count <= mostParts ? count : null;
}

function toTables(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const names = value.slice(0, mostTables).map(toName);
  return [...new Set(names.filter((name) => name !== ''))];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}

function ownProperty(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
