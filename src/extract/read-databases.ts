// The databases of an open backup: its list of them is read, and matched with the dumps that are there.
import type { Entry } from '../archive/entry.ts';
import { utf8OrEscaped } from '../bytes/text.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { parseDatabasesIni, parseDatabasesJson, type StatedDatabase } from '../site/database-list.ts';
import { databaseLists, findDatabases, mostListSize, type DatabaseFacts } from '../site/databases.ts';
import type { EntryReader } from './entry-reader.ts';

/**
 * A list that is damaged is none: dumps are found by their names too.
 * @throws ExtractError where a part cannot be read
 */
export async function readDatabases(
  entries: readonly Entry[],
  reader: EntryReader,
  signal: AbortSignal,
): Promise<readonly DatabaseFacts[]> {
  for (const { path, kind } of databaseLists) {
    const list = entries.find((entry) => entry.path === path && entry.kind === 'file');
    if (list === undefined || list.size > mostListSize) continue;
    const stated = parseList(kind, await readText(list, reader, signal));
    if (stated.length > 0) return findDatabases(entries, stated);
  }
  return findDatabases(entries, []);
}

function parseList(kind: (typeof databaseLists)[number]['kind'], text: string): readonly StatedDatabase[] {
  return kind === 'json' ? parseDatabasesJson(text) : parseDatabasesIni(text);
}

async function readText(list: Entry, reader: EntryReader, signal: AbortSignal): Promise<string> {
  try {
    return utf8OrEscaped(await reader.start(list, mostListSize, signal)).text;
  } catch (error) {
    if (error instanceof DamagedEntry) return '';
    throw error;
  }
}
