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

export class FilePlace implements Place {
  readonly #handle: FileSystemFileHandle;
  readonly #stream: FileSystemWritableFileStream;
  /** The dialog makes an empty file for a new name. */
  readonly #wasEmpty: boolean;

  private constructor(handle: FileSystemFileHandle, stream: FileSystemWritableFileStream, wasEmpty: boolean) {
    this.#handle = handle;
    this.#stream = stream;
    this.#wasEmpty = wasEmpty;
  }

  /**
   * @param parts of the backup that is being read: none of them may be written over
   * @throws ExtractError `output-is-part`, `output-refused`, `output-failed`
   */
  static async open(handle: FileSystemFileHandle, parts: readonly PartFile[]): Promise<FilePlace> {
    try {
      const { name, size } = await handle.getFile();
      const isPart = parts.some((part) => part.name === name && part.size === size);
      if (isPart) throw new ExtractError('output-is-part', { part: name });
      return new FilePlace(handle, await handle.createWritable(), size === 0);
    } catch (error) {
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
    return null;
  }

  async abandon(): Promise<void> {
    // A stream that has failed is aborted already and says so; an empty file that cannot be removed harms nobody.
    await this.#stream.abort().catch(() => undefined);
    if (this.#wasEmpty && canRemove(this.#handle)) await this.#handle.remove().catch(() => undefined);
  }
}

/** Chromium has it; neither the standard nor TypeScript has. */
function canRemove(handle: FileSystemFileHandle): handle is FileSystemFileHandle & { remove(): Promise<void> } {
  return 'remove' in handle;
}
