// A file in the page's own storage that grows at its end. What is known of its start, its length and its CRC-32, is enough to go
// on with it at a later visit: what lies behind that is cut off, and what is not as it was is refused.
import { crc32 } from '../../bytes/crc32.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import { exceptionName } from '../write-error.ts';
import { toPlaceError } from './place-error.ts';

/** The start of a file, up to where it is right. */
export interface FilePrefix {
  /** Bytes. */
  readonly size: number;
  readonly crc32: number;
}

export const emptyPrefix: FilePrefix = { size: 0, crc32: 0 };

/** Bytes that are read at once. */
const pieceSize = 1024 * 1024;
/** Reading lets nobody else have a turn; so often they get one. */
const turnEveryMs = 50;

/** A worker that was ended lets go of its files a moment later. */
const againMs = [100, 200, 400, 800, 1600];

export interface Reopening {
  readonly prefix: FilePrefix;
  /** Told whenever the browser has answered. @throws where nobody waits for more of it */
  readonly heard: () => void;
  /** Given all that is there, piece by piece; each is the file's again when this returns. */
  readonly onPiece?: (bytes: Uint8Array) => void;
}

export class PrivateFile {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #handle: FileSystemFileHandle;
  readonly #access: FileSystemSyncAccessHandle;
  #size = 0;
  #crc32 = 0;

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
   * Null where the storage cannot be written to, as in some private windows: that is none. Leaves nothing then.
   * @param heard told whenever the browser has answered
   */
  static async create(folder: FileSystemDirectoryHandle, name: string, heard: () => void): Promise<PrivateFile | null> {
    try {
      const handle = await folder.getFileHandle(name, { create: true });
      heard();
      return new PrivateFile(folder, handle, await handle.createSyncAccessHandle());
    } catch {
      await folder.removeEntry(name).catch(() => undefined);
      return null;
    }
  }

  /** @throws ExtractError `output-lost` where it is not there, or not as it was */
  static async reopen(folder: FileSystemDirectoryHandle, name: string, reopening: Reopening): Promise<PrivateFile> {
    const handle = await folder.getFileHandle(name).catch((error: unknown) => {
      throw exceptionName(error) === 'NotFoundError' ? new ExtractError('output-lost', {}, error) : error;
    });
    reopening.heard();
    const file = new PrivateFile(folder, handle, await accessTo(handle));
    try {
      reopening.heard();
      await file.#cutTo(reopening);
      return file;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** All of it so far. */
  get prefix(): FilePrefix {
    return { size: this.#size, crc32: this.#crc32 };
  }

  /** The bytes are the caller's again. @throws ExtractError */
  append(bytes: Uint8Array<ArrayBuffer>): void {
    try {
      let done = 0;
      while (done < bytes.length) {
        const count = this.#access.write(bytes.subarray(done), { at: this.#size });
        // Nothing more is taken: the disk is full, or what the browser gives one page of it.
        if (count === 0) throw new ExtractError('no-room');
        this.#crc32 = crc32(bytes.subarray(done, done + count), this.#crc32);
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

  /** On the disk, as far as the system knows. @throws ExtractError */
  flush(): void {
    try {
      this.#access.flush();
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  /** Nothing more is appended. May be called again. */
  close(): void {
    this.#access.close();
  }

  /** As it now lies there; to be called once it is closed. @throws what the browser says where it cannot be read */
  content(): Promise<File> {
    return this.#handle.getFile();
  }

  /** To be called once it is closed. */
  remove(): Promise<void> {
    return this.#folder.removeEntry(this.#handle.name);
  }

  async #cutTo({ prefix, heard, onPiece = () => undefined }: Reopening): Promise<void> {
    const piece = new Uint8Array(pieceSize);
    let turnMs = performance.now();
    while (this.#size < prefix.size) {
      const room = piece.subarray(0, Math.min(pieceSize, prefix.size - this.#size));
      const bytes = room.subarray(0, this.#access.read(room, { at: this.#size }));
      if (bytes.length === 0) throw new ExtractError('output-lost');
      this.#crc32 = crc32(bytes, this.#crc32);
      this.#size += bytes.length;
      onPiece(bytes);
      if (performance.now() - turnMs < turnEveryMs) continue;
      await new Promise((resolve) => setTimeout(resolve));
      turnMs = performance.now();
      heard();
    }
    if (this.#crc32 !== prefix.crc32) throw new ExtractError('output-lost');
    this.#access.truncate(this.#size);
  }
}

async function accessTo(handle: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (const delayMs of againMs) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      if (exceptionName(error) !== 'NoModificationAllowedError') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
  return handle.createSyncAccessHandle();
}
