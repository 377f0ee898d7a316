// Keeps runs in the browser's storage for this page (IndexedDB), together with the handles that lead back to the folder and
// the parts. What a run began with is written once, how far it has come once a second.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { isListOf, isRecord, type Guard } from './guards.ts';
import { parseRun } from './parse-run.ts';
import type { KeptRun, RunHandles, RunStore } from './run-store.ts';
import { isFileRun, type RunProgress, type SavedRun } from './saved-run.ts';

/** What comes out is unknown: an older or a newer program may have put it in. */
interface Schema extends DBSchema {
  started: { key: string; value: unknown };
  progress: { key: string; value: unknown };
}

export class BrowserStore implements RunStore {
  #opening: Promise<IDBPDatabase<Schema>> | null = null;

  async begin({ start, progress }: SavedRun, handles: RunHandles): Promise<void> {
    const database = await this.#open();
    const change = database.transaction(['started', 'progress'], 'readwrite');
    await Promise.all([
      change.objectStore('started').put({ start, handles }, start.id),
      change.objectStore('progress').put(progress, start.id),
      change.done,
    ]);
  }

  async save(id: string, progress: RunProgress): Promise<void> {
    const database = await this.#open();
    await database.put('progress', progress, id);
  }

  async find(id: string): Promise<SavedRun | null> {
    return (await this.#read(id))?.run ?? null;
  }

  async outputOf(id: string): Promise<FileSystemFileHandle | null> {
    return (await this.#read(id))?.handles.output ?? null;
  }

  async all(): Promise<readonly KeptRun[]> {
    const database = await this.#open();
    const kept = await Promise.all((await database.getAllKeys('started')).map((id) => this.#read(id)));
    return kept.filter((run) => run !== null);
  }

  async forget(id: string): Promise<void> {
    const database = await this.#open();
    const change = database.transaction(['started', 'progress'], 'readwrite');
    await Promise.all([
      change.objectStore('started').delete(id),
      change.objectStore('progress').delete(id),
      change.done,
    ]);
  }

  async #read(id: string): Promise<KeptRun | null> {
    const database = await this.#open();
    const [started, progress] = await Promise.all([database.get('started', id), database.get('progress', id)]);
    if (!isRecord(started)) return null;
    const run = parseRun({ start: started['start'], progress });
    const handles = run && parseHandles(started['handles'], isFileRun(run));
    return run === null || handles === null || run.start.id !== id ? null : { run, handles };
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= openDB<Schema>('unstow', 1, {
      upgrade(database) {
        database.createObjectStore('started');
        database.createObjectStore('progress');
      },
      // A newer page wants to change it: it must not wait for this one.
      blocking: () => {
        this.#close();
      },
      terminated: () => {
        this.#opening = null;
      },
    }).catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  #close(): void {
    void this.#opening?.then((database) => {
      database.close();
    });
    this.#opening = null;
  }
}

const isFolder: Guard<FileSystemDirectoryHandle> = (value): value is FileSystemDirectoryHandle =>
  isRecord(value) && value['kind'] === 'directory';
const isFile: Guard<FileSystemFileHandle> = (value): value is FileSystemFileHandle =>
  isRecord(value) && value['kind'] === 'file';

/** Null where they do not lead back to such a run. */
function parseHandles(value: unknown, isOfFile: boolean): RunHandles | null {
  if (!isRecord(value)) return null;
  // Records of programs before this one have none.
  const { folder, parts, output = null } = value;
  if (parts !== null && !isListOf(isFile)(parts)) return null;
  if (!isOfFile) return isFolder(folder) ? { folder, parts, output: null } : null;
  return folder === null && (output === null || isFile(output)) ? { folder, parts, output } : null;
}
