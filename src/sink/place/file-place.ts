// The file that the user chose in the browser's own dialog. What is written stands in a swap file beside it until it is closed.
import { ExtractError } from '../../problems/extract-error.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';

/** What is known of a picked part, and is enough to know it again. */
export interface PartFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** From the dialog to the run it takes no longer. */
const justNowMs = 60_000;

export class FilePlace implements Place {
  readonly #handle: FileSystemFileHandle;
  readonly #stream: FileSystemWritableFileStream;
  readonly #isRemoved: boolean;
  /** What is there now goes where it is not wanted: the dialog has made it, empty, or this run has filled it. */
  #isOwn: boolean;

  private constructor(
    handle: FileSystemFileHandle,
    stream: FileSystemWritableFileStream,
    { isNew, isRemoved }: { readonly isNew: boolean; readonly isRemoved: boolean },
  ) {
    this.#handle = handle;
    this.#stream = stream;
    this.#isRemoved = isRemoved;
    this.#isOwn = isNew;
  }

  /**
   * @param parts of the backup that is being read: none of them may be written over
   * @param isRemoved whether a file that is not wanted goes, where the dialog has just made it; else that is the caller's
   * @throws ExtractError `output-is-part`, `output-refused`, `output-failed`
   */
  static async open(
    handle: FileSystemFileHandle,
    parts: readonly PartFile[],
    { isRemoved } = { isRemoved: true },
  ): Promise<FilePlace> {
    let isNew = false;
    try {
      const { name, size, lastModified } = await handle.getFile();
      const isPart = parts.some((part) => part.name === name && part.size === size);
      if (isPart) throw new ExtractError('output-is-part', { part: name });
      isNew = isRemoved && size === 0 && Date.now() - lastModified < justNowMs;
      return new FilePlace(handle, await handle.createWritable(), { isNew, isRemoved });
    } catch (error) {
      if (isNew) await removeFile(handle);
      throw toPlaceError(error);
    }
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#stream.write(bytes).catch((error: unknown) => {
      throw toPlaceError(error);
    });
  }

  async close(): Promise<null> {
    await this.#stream.close().catch((error: unknown) => {
      throw toPlaceError(error);
    });
    // What was there before is gone.
    this.#isOwn = this.#isRemoved;
    return null;
  }

  readBack(): Promise<Blob> {
    return this.#handle.getFile();
  }

  async abandon(): Promise<void> {
    // A stream that has failed is aborted already and says so.
    await this.#stream.abort().catch(() => undefined);
    if (this.#isOwn) await removeFile(this.#handle);
  }
}

/** An empty file that cannot be removed harms nobody. */
async function removeFile(handle: FileSystemFileHandle): Promise<void> {
  if (canRemove(handle)) await handle.remove().catch(() => undefined);
}

/** Chromium has it; neither the standard nor TypeScript has. */
function canRemove(handle: FileSystemFileHandle): handle is FileSystemFileHandle & { remove(): Promise<void> } {
  return 'remove' in handle;
}
