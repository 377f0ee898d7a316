// What the user chooses for the file of a database, and what that means for the file. Pure.
import type { DatabaseFacts } from '../site/databases.ts';
import type { CardState } from './card-reading.svelte.ts';

/** Where a backup is from. */
export interface BackupOrigin {
  readonly site: string | null;
  /** UTC. */
  readonly takenAt: string | null;
}

/** The one of the site; one that is typed; or `#__` as it is. */
export type PrefixKind = 'real' | 'other' | 'kept';

export interface DatabaseChoice {
  readonly prefix: PrefixKind;
  readonly typedPrefix: string;
  /** Tables that are not wanted, as in the dump. */
  readonly left: ReadonlySet<string>;
  readonly dropsFirst: boolean;
  readonly isCompressed: boolean;
  /** Files of the dump that are damaged, and that it is saved without: paths. */
  readonly without: readonly string[];
}

/** Why a database cannot be saved as it is chosen. Null where it can. */
export type ChoiceFault = 'no-tables' | 'prefix-characters' | 'prefix-length' | null;

/** Of a name in MySQL, in characters. */
const mostNameLength = 64;
/** Where no names of tables are known that would say how much there is room for. */
const mostWithoutTables = 32;
const placeholder = '#__';

export function firstChoice({ prefix }: DatabaseFacts): DatabaseChoice {
  // Where it is not known, nothing is done to the names that nobody has asked for.
  const kind = prefix === null ? 'kept' : 'real';
  return { prefix: kind, typedPrefix: '', left: new Set(), dropsFirst: false, isCompressed: false, without: [] };
}

export function faultOf({ tables }: DatabaseFacts, choice: DatabaseChoice): ChoiceFault {
  if (tables !== null && tables.length > 0 && choice.left.size >= tables.length) return 'no-tables';
  if (choice.prefix !== 'other') return null;
  if (!/^[A-Za-z0-9_$]*$/.test(choice.typedPrefix)) return 'prefix-characters';
  return choice.typedPrefix.length <= mostPrefixLength(tables) ? null : 'prefix-length';
}

/** Characters that the longest name leaves for a prefix. */
export function mostPrefixLength(tables: DatabaseFacts['tables']): number {
  const lengths = (tables ?? []).filter((name) => name.startsWith(placeholder)).map((name) => name.length);
  if (lengths.length === 0) return mostWithoutTables;
  return Math.max(0, mostNameLength + placeholder.length - lengths.reduce((a, b) => Math.max(a, b)));
}

/** What `#__` becomes; null keeps it. */
export function prefixOf({ prefix }: DatabaseFacts, choice: DatabaseChoice): string | null {
  switch (choice.prefix) {
    case 'real':
      return prefix;
    case 'other':
      return choice.typedPrefix;
    case 'kept':
      return null;
    default:
      return choice.prefix satisfies never;
  }
}

/** Null for all, which is more than the tables: procedures too. */
export function chosenTables({ tables }: DatabaseFacts, { left }: DatabaseChoice): readonly string[] | null {
  return tables === null || left.size === 0 ? null : tables.filter((name) => !left.has(name));
}

/** What is left out, once these are wanted or not. */
export function ticked(left: ReadonlySet<string>, names: readonly string[], isWanted: boolean): ReadonlySet<string> {
  if (!isWanted) return new Set([...left, ...names]);
  const wanted = new Set(names);
  return new Set([...left].filter((name) => !wanted.has(name)));
}

/** As it is called on the server. */
export function shownTable(name: string, { prefix }: DatabaseFacts): string {
  return prefix === null ? name : name.replace(placeholder, prefix);
}

/**
 * Under another prefix it would not find its own roles, whose names begin with the old one.
 * @param system what the site runs on, where that is known
 */
export function losesRoles(database: DatabaseFacts, choice: DatabaseChoice, system: string | null = null): boolean {
  const { tables, prefix } = database;
  const hasItsTables = ['options', 'usermeta', 'posts'].every((name) => tables?.includes(placeholder + name) === true);
  const isWordPress = system === 'WordPress' || hasItsTables;
  return isWordPress && choice.prefix === 'other' && choice.typedPrefix !== prefix;
}

/** How the name of the file ends. */
export function sqlFormat({ isCompressed }: DatabaseChoice): string {
  return isCompressed ? 'sql.gz' : 'sql';
}

/** `site.jpa` → `site`; with the name of the dump where the backup has several. */
export function sqlStem(backup: string, { key }: DatabaseFacts, isOnly: boolean): string {
  const dot = backup.lastIndexOf('.');
  const stem = dot > 0 ? backup.slice(0, dot) : backup;
  return isOnly ? stem : `${stem}-${key.slice(key.lastIndexOf('/') + 1, -'.sql'.length)}`;
}

/** Where the backup is from, for the first lines of the file. Nothing where it does not say, or not yet. */
export function originOf(state: CardState): BackupOrigin {
  if (state.name !== 'known') return { site: null, takenAt: null };
  const { host, backupMs } = state.card.identity;
  // The file is read elsewhere, and later.
  const takenAt = backupMs === null ? null : `${new Date(backupMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return { site: host, takenAt };
}

/** What the site runs on; null where that is not known, or not yet. */
export function systemOf(state: CardState): string | null {
  return state.name === 'known' ? (state.card.system?.name ?? null) : null;
}

/** As it is saved without these files of its dump. @param paths in the archive */
export function withoutFiles(database: DatabaseFacts, paths: readonly string[]): DatabaseFacts {
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1));
  const missing = [...database.missing, ...names].slice(0, 100);
  return { ...database, missing, missingCount: database.missingCount + paths.length };
}
