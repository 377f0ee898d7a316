// A file in the page's own storage (OPFS), for browsers that cannot write where the user says: when it is whole the user
// downloads it from there. Nobody knows when a download is over, so it stays until the user says so, or until the page that
// made it is gone and one is opened anew: a lock that the page holds (`outputLock`) says which are in use.
import { ExtractError } from '../../problems/extract-error.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import { isOverWithin } from '../is-over-within.ts';
import { exceptionName } from '../write-error.ts';
import { outputLock } from './output-lock.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';

/** Removing a file takes less. */
const graceMs = 2000;

const folderName = 'unstow-output';

/**
 * Null where the browser has no storage for this page (on file://, and in some private windows), or none that can be told to
 * be unused.
 */
async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (!('locks' in navigator)) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(folderName, { create: true });
  } catch {
    return null;
  }
}

interface PrivateFile {
  readonly folder: FileSystemDirectoryHandle;
  readonly handle: FileSystemFileHandle;
  readonly access: FileSystemSyncAccessHandle;
  readonly calls: BrowserCalls;
}

export class PrivatePlace implements Place {
  /** Writing is none of them: it is done when it returns. */
  readonly calls: BrowserCalls;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #handle: FileSystemFileHandle;
  readonly #access: FileSystemSyncAccessHandle;
  #size = 0;

  private constructor({ folder, handle, access, calls }: PrivateFile) {
    this.calls = calls;
    this.#folder = folder;
    this.#handle = handle;
    this.#access = access;
  }

  /**
   * Null where there is no such storage.
   * @param needed bytes the file may come to
   * @param page whose file it is: one that holds its `outputLock`
   * @param calls in which it is opened, and all else is done
   * @throws ExtractError `no-room` where the browser would not give the page as much; `output-given-up` where it is
   */
  static async open(needed: number, page: string, calls: BrowserCalls): Promise<PrivatePlace | null> {
    try {
      return await calls.result(PrivatePlace.#open(needed, page, calls), async (late) => late?.abandon());
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  /** Leaves nothing where it fails. */
  static async #open(needed: number, page: string, calls: BrowserCalls): Promise<PrivatePlace | null> {
    const folder = await openFolder();
    calls.heard();
    if (folder === null) return null;
    const room = await freeRoom();
    if (needed > room) throw new ExtractError('no-room', { expected: needed, found: room });
    calls.heard();
    const name = `${page}.${crypto.randomUUID()}`;
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      calls.heard();
      return new PrivatePlace({ folder, handle, access: await handle.createSyncAccessHandle(), calls });
    } catch {
      // A storage that cannot be written to, as in some private windows, is none.
      await folder.removeEntry(name).catch(() => undefined);
      return null;
    }
  }

  /** Removes what pages have left that are no longer open. */
  static async tidy(): Promise<void> {
    const folder = await openFolder();
    if (folder === null) return;
    const names: string[] = [];
    for await (const name of folder.keys()) names.push(name);
    for (const name of names) {
      const page = name.slice(0, Math.max(name.indexOf('.'), 0));
      await navigator.locks.request(outputLock(page), { ifAvailable: true }, async (held) => {
        // What cannot be removed now is removed another time.
        if (held !== null) await folder.removeEntry(name).catch(() => undefined);
      });
    }
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
      return await this.calls.answer(this.#handle.getFile());
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  readBack(): Promise<Blob> {
    return this.#handle.getFile();
  }

  async abandon(): Promise<null> {
    this.#access.close();
    // What cannot be removed now, or not so soon, is removed by the next visit.
    await isOverWithin(graceMs, this.#folder.removeEntry(this.#handle.name)).catch(() => undefined);
    return null;
  }
}

/** Bytes that the browser says it would take: often too many, as the truth would tell pages apart. Infinity where it says nothing. */
async function freeRoom(): Promise<number> {
  if (!('estimate' in navigator.storage)) return Infinity;
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage;
}
