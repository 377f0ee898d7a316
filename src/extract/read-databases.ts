// The databases of an open backup: its list of them is read, and matched with the dumps that are there.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import { utf8OrEscaped } from '../bytes/text.ts';
import { fileAt } from '../plan/written-path.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { findDatabases, mostListSize, type DatabaseFacts } from '../site/databases.ts';
import { readStatedDatabases } from '../site/stated-databases.ts';
import type { EntryReader } from './entry-reader.ts';

/**
 * A list that is damaged is none: dumps are found by their names too.
 * @throws ExtractError where a part cannot be read
 */
export async function readDatabases(
  index: ArchiveIndex,
  reader: EntryReader,
  signal: AbortSignal,
): Promise<readonly DatabaseFacts[]> {
  const { databases } = await readStatedDatabases(
    (path) => fileAt(index, path),
    (list) => readText(list, reader, signal),
  );
  return findDatabases(index, databases);
}

async function readText(list: Entry, reader: EntryReader, signal: AbortSignal): Promise<string | null> {
  try {
    return utf8OrEscaped(await reader.start(list, mostListSize, signal)).text;
  } catch (error) {
    if (error instanceof DamagedEntry) return null;
    throw error;
  }
}
