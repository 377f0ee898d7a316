// What a backup's own list says of the databases in it, in whichever form it has one.
import type { Entry } from '../archive/entry.ts';
import { parseDatabasesIni, parseDatabasesJson, type StatedDatabase } from './database-list.ts';
import { databaseLists } from './databases.ts';

export interface StatedDatabases {
  readonly databases: readonly StatedDatabase[];
  /** Paths of lists that could not be read or made no sense. */
  readonly unreadable: readonly string[];
}

/**
 * @param entryAt the file of this path
 * @param textOf its text, no more than a list has; null where it cannot be read
 */
export async function readStatedDatabases(
  entryAt: (path: string) => Entry | undefined,
  textOf: (entry: Entry) => Promise<string | null>,
): Promise<StatedDatabases> {
  const unreadable: string[] = [];
  for (const { path, kind } of databaseLists) {
    const entry = entryAt(path);
    if (entry === undefined) continue;
    const text = await textOf(entry);
    const databases = text === null ? [] : kind === 'json' ? parseDatabasesJson(text) : parseDatabasesIni(text);
    if (databases.length > 0) return { databases, unreadable };
    // A backup without a database has an empty list.
    if (text === null || !/^\s*(?:\[\s*\]|\{\s*\})?\s*$/.test(text)) unreadable.push(path);
  }
  return { databases: [], unreadable };
}
