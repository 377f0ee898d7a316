// The users and passwords of databases that the open backup tells, read before anything of it is shown.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import { decodeText } from '../listing/decode-text.ts';
import { writtenPath } from '../plan/written-path.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { databaseLists, mostListSize } from '../site/databases.ts';
import {
  mostSecrets,
  secretsInList,
  secretsInSettings,
  tellsSecrets,
  type KnownSecrets,
} from '../site/known-secrets.ts';
import type { EntryReader } from './entry-reader.ts';

const mostSettingsSize = 256 * 1024;
/** Files; a site has one or two. */
const mostSettings = 20;

/**
 * Not complete where a file that should tell them is damaged, too large, or makes no sense.
 * @throws ExtractError where a part cannot be read
 */
export async function learnSecrets(
  { entries, format }: Pick<ArchiveIndex, 'entries' | 'format'>,
  reader: EntryReader,
  signal: AbortSignal,
): Promise<KnownSecrets> {
  const secrets = new Set<string>();
  let isComplete = true;
  let settings = 0;
  for (const entry of entries) {
    if (entry.kind !== 'file' || entry.data.in === 'unsupported' || entry.size === 0) continue;
    const path = writtenPath(entry.path, format);
    if (path === null) continue;
    const kind = databaseLists.find((list) => list.path === path)?.kind ?? null;
    if (kind === null && (!tellsSecrets(path) || settings >= mostSettings)) continue;
    if (kind === null) settings += 1;
    const most = kind === null ? mostSettingsSize : mostListSize;
    const text = await textOf(entry, most, { reader, signal });
    const told = text === null ? null : kind === null ? inSettings(path, text) : secretsInList(text, kind);
    for (const secret of told?.secrets ?? []) secrets.add(secret);
    isComplete &&= told !== null && told.isComplete && entry.size <= most;
  }
  const known = [...secrets].slice(0, 2 * mostSecrets);
  return { secrets: known, isComplete: isComplete && known.length === secrets.size };
}

function inSettings(path: string, text: string): KnownSecrets {
  return { secrets: secretsInSettings(path, text), isComplete: true };
}

interface Reading {
  readonly reader: EntryReader;
  readonly signal: AbortSignal;
}

/** Null where it is damaged or no text. */
async function textOf(entry: Entry, most: number, { reader, signal }: Reading): Promise<string | null> {
  try {
    return decodeText(await reader.start(entry, most, signal))?.text ?? null;
  } catch (error) {
    if (error instanceof DamagedEntry) return null;
    throw error;
  }
}
