// The databases of the open backup: which there are, what is in them, and saving one.
import type { Issue } from '../problems/issue.ts';
import { withoutFiles, type DatabaseFacts } from '../site/databases.ts';
import { isPrefix } from '../site/sql/prefix.ts';
import { TableNames } from '../site/sql/table-names.ts';
import type { Place } from '../sink/place/place.ts';
import type { DatabaseApi, DatabaseOrder, DatabaseProgress, SavedDatabase } from './database-api.ts';
import { readDump } from './dump-reader.ts';
import { EntryReader } from './entry-reader.ts';
import type { PickedBackups } from './picked-backups.ts';
import { readDatabases } from './read-databases.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { saveDatabase } from './save-database.ts';

/** What may have taken files of a dump with it, and the list of databases. */
const losses: ReadonlySet<Issue['kind']> = new Set([
  ...(['count-differs', 'lost-bytes', 'parts-left-out', 'no-directory', 'end-mark-missing'] as const),
]);

type OnProgress = (progress: DatabaseProgress) => void;

export class DatabaseExport implements DatabaseApi {
  readonly #picked: PickedBackups;
  #control = new AbortController();
  /** Holds what was made for a download, while that is still to come. */
  #place: Place | null = null;
  /** Tables that a dump was read for, by its key. */
  readonly #listed = new WeakMap<ReadyBackup, Map<string, readonly string[]>>();

  constructor(picked: PickedBackups) {
    this.#picked = picked;
  }

  async listDatabases(): Promise<readonly DatabaseFacts[]> {
    const ready = this.#picked.opened;
    const { signal } = new AbortController();
    const databases = await readDatabases(ready.index, new EntryReader(ready.backup.source), signal);
    const listed = this.#listed.get(ready);
    const isLossy = ready.index.issues.some(({ kind }) => losses.has(kind));
    return databases.map((facts) => ({
      ...facts,
      tables: facts.tables ?? listed?.get(facts.key) ?? null,
      mayBeCut: isLossy && facts.statedPartCount === null,
    }));
  }

  async listTables(key: string, onProgress: OnProgress): Promise<readonly string[] | null> {
    const signal = this.#begin();
    const ready = this.#picked.opened;
    const database = await this.#find(key);
    const names = new TableNames(database);
    const onPiece = (piece: Uint8Array): Promise<void> => {
      names.push(piece);
      return Promise.resolve();
    };
    const isRead = await unlessAborted(async () => {
      await readDump(ready, database, { signal, onPiece, onPartEnd: () => Promise.resolve(), onProgress });
      return true;
    });
    if (isRead === null) return null;
    names.finish();
    const listed = this.#listed.get(ready) ?? new Map<string, readonly string[]>();
    this.#listed.set(ready, listed.set(key, names.all));
    return names.all;
  }

  async exportDatabase(order: DatabaseOrder, onProgress: OnProgress): Promise<SavedDatabase | null> {
    const signal = this.#begin();
    const ready = this.#picked.opened;
    if (order.prefix !== null && !isPrefix(order.prefix)) throw new Error('no prefix');
    await this.forgetDatabase();
    const { entries } = ready.index;
    const found = withoutFiles(await this.#find(order.key), order.without);
    const parts = found.parts.filter((ordinal) => !order.without.includes(entries[ordinal]?.path ?? ''));
    const database = { ...found, parts };
    const delivered = await unlessAborted(() => saveDatabase({ ready, database, order, signal, onProgress }));
    if (delivered === null) return null;
    if (delivered.saved.download !== null) this.#place = delivered.place;
    return delivered.saved;
  }

  cancelDatabase(): Promise<void> {
    this.#control.abort();
    return Promise.resolve();
  }

  async forgetDatabase(): Promise<void> {
    const place = this.#place;
    this.#place = null;
    await place?.abandon();
  }

  #begin(): AbortSignal {
    this.#control = new AbortController();
    return this.#control.signal;
  }

  async #find(key: string): Promise<DatabaseFacts> {
    const found = (await this.listDatabases()).find((database) => database.key === key);
    if (found === undefined) throw new Error('no such database');
    return found;
  }
}

async function unlessAborted<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}
