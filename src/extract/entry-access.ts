// Single entries of the open backup, looked at and saved, outside a run.
import type { Entry } from '../archive/entry.ts';
import type { Preview } from '../listing/preview.ts';
import type { KnownSecrets } from '../site/known-secrets.ts';
import { downloadMs, type EntryAccessApi, type SaveTarget } from './entry-access-api.ts';
import { EntryReader } from './entry-reader.ts';
import { learnSecrets } from './learn-secrets.ts';
import type { PickedBackups } from './picked-backups.ts';
import { previewEntry } from './preview-entry.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { sendEveryMs } from './run-report.ts';
import { saveEntry } from './save-entry.ts';

/** The page has its download a little later than it is made here. Milliseconds. */
const spareMs = 60_000;

interface Chosen {
  readonly ready: ReadyBackup;
  readonly entry: Entry;
}

export class EntryAccess implements EntryAccessApi {
  readonly #picked: Pick<PickedBackups, 'ready'>;
  /** Of each open backup. They stay in here. */
  readonly #secrets = new WeakMap<ReadyBackup, Promise<KnownSecrets>>();
  #previewing = new AbortController();
  #saving = new AbortController();

  constructor(picked: Pick<PickedBackups, 'ready'>) {
    this.#picked = picked;
  }

  async preview(ordinal: number): Promise<Preview> {
    this.#previewing.abort();
    this.#previewing = new AbortController();
    const { ready, entry } = this.#chosen(ordinal);
    const content = await previewEntry(entry, {
      reader: new EntryReader(ready.backup.source),
      signal: this.#previewing.signal,
      secrets: () => this.#secretsOf(ready),
    });
    const { path, size, modifiedMs = null, mode = null } = entry;
    return { ordinal, path, size, modifiedMs, mode, content };
  }

  async saveEntry(
    ordinal: number,
    target: SaveTarget,
    onProgress: (bytesWritten: number) => void | Promise<void>,
  ): Promise<Blob | null> {
    this.#saving.abort();
    const saving = new AbortController();
    this.#saving = saving;
    const { ready, entry } = this.#chosen(ordinal);
    if (entry.kind !== 'file' || entry.data.in === 'unsupported') throw new Error('no entry that can be saved');
    let lastSent = performance.now();
    const { download, place } = await saveEntry(entry, {
      reader: new EntryReader(ready.backup.source),
      parts: ready.backup.source.parts,
      target,
      signal: saving.signal,
      onProgress(bytesWritten) {
        if (performance.now() - lastSent < sendEveryMs) return;
        lastSent = performance.now();
        void onProgress(bytesWritten);
      },
    });
    if (download !== null) setTimeout(() => void place.abandon(), downloadMs + spareMs);
    return download;
  }

  stopSaving(): Promise<void> {
    this.#saving.abort();
    return Promise.resolve();
  }

  #chosen(ordinal: number): Chosen {
    const { ready } = this.#picked;
    const entry = ready?.index.entries[ordinal];
    if (ready === null || entry === undefined) throw new Error(`no entry ${ordinal} is open`);
    return { ready, entry };
  }

  #secretsOf(ready: ReadyBackup): Promise<KnownSecrets> {
    const known = this.#secrets.get(ready);
    if (known !== undefined) return known;
    const reader = new EntryReader(ready.backup.source);
    const read = learnSecrets(ready.index, reader, new AbortController().signal);
    this.#secrets.set(ready, read);
    // Without them nothing is shown; what could not be read now is tried again when it is needed next.
    read.catch(() => this.#secrets.delete(ready));
    return read;
  }
}
