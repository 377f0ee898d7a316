// A file in the page's own storage (OPFS), for browsers that cannot write where the user says: when it is whole the user
// downloads it from there. It is removed when its worker is gone, by the next one that looks; a lock says whose is in use.
import { ExtractError } from '../../problems/extract-error.ts';
import { exceptionName } from '../write-error.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';

const folderName = 'unstow-output';

/** Null where the browser has no storage for this page: on file://, and in some private windows. */
async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(folderName, { create: true });
  } catch {
    return null;
  }
}

export class PrivatePlace implements Place {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #handle: FileSystemFileHandle;
  readonly #access: FileSystemSyncAccessHandle;
  #size = 0;

  private constructor(
    folder: FileSystemDirectoryHandle,
    handle: FileSystemFileHandle,
    access: FileSystemSyncAccessHandle,
  ) {
    this.#folder = folder;
    this.#handle = handle;
    this.#access = access;
  }

  /**
   * Null where there is no such storage.
   * @param needed bytes the file may come to
   * @throws ExtractError `no-room` where the browser would not give the page as much
   */
  static async open(needed: number): Promise<PrivatePlace | null> {
    const folder = await openFolder();
    if (folder === null) return null;
    await removeUnused(folder);
    const room = await freeRoom();
    if (needed > room) throw new ExtractError('no-room', { expected: needed, found: room });
    const name = crypto.randomUUID();
    await lock(name);
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      return new PrivatePlace(folder, handle, await handle.createSyncAccessHandle());
    } catch {
      // A storage that cannot be written to, as in some private windows, is none.
      await folder.removeEntry(name).catch(() => undefined);
      return null;
    }
  }

  /** Removes what earlier visits have left. */
  static async tidy(): Promise<void> {
    const folder = await openFolder();
    if (folder !== null) await removeUnused(folder);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the storage is written to at once, other places are not
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      let done = 0;
      while (done < bytes.length) {
        const count = this.#access.write(bytes.subarray(done), { at: this.#size });
        // Nothing more is taken: the disk is full, or what the browser gives one page of it.
        if (count === 0) throw new ExtractError('no-room');
        done += count;
        this.#size += count;
      }
    } catch (error) {
      // What a browser estimates beforehand may be far from the truth.
      throw exceptionName(error) === 'QuotaExceededError'
        ? new ExtractError('no-room', {}, error)
        : toPlaceError(error);
    }
  }

  async close(): Promise<Blob> {
    try {
      this.#access.flush();
      this.#access.close();
      return await this.#handle.getFile();
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  async abandon(): Promise<void> {
    this.#access.close();
    // What cannot be removed now is removed by the next visit.
    await this.#folder.removeEntry(this.#handle.name).catch(() => undefined);
  }
}

/** Bytes that the browser says it would take: often too many, as the truth would tell pages apart. Infinity where it says nothing. */
async function freeRoom(): Promise<number> {
  if (!('estimate' in navigator.storage)) return Infinity;
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage;
}

/** Held until this worker ends. */
async function lock(name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    void navigator.locks.request(`${folderName}/${name}`, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });
}

async function removeUnused(folder: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names) {
    await navigator.locks.request(`${folderName}/${name}`, { ifAvailable: true }, async (held) => {
      if (held !== null) await folder.removeEntry(name).catch(() => undefined);
    });
  }
}
