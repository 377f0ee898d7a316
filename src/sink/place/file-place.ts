// The file that the user chose in the browser's own dialog. What is written stands in a swap file beside it until it is closed.
import { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import { BrowserCalls } from '../browser-calls.ts';
import { isOverWithin } from '../is-over-within.ts';
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
/** A browser that owes one answer may give others: so long is waited for them where it is given up. */
const graceMs = 1000;

export class FilePlace implements Place {
  readonly calls = new BrowserCalls();
  readonly #handle: FileSystemFileHandle;
  readonly #stream: FileSystemWritableFileStream;
  readonly #isRemoved: boolean;
  /** What is there now goes where it is not wanted: the dialog has made it, empty, or this run has filled it. */
  #isOwn: boolean;
  #isClosed = false;
  /** The last write. */
  #written: Promise<void> = Promise.resolve();

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

  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#written = this.#answered(this.#stream.write(bytes));
    return this.#written;
  }

  async close(): Promise<null> {
    await this.#answered(this.#stream.close());
    this.#isClosed = true;
    // What was there before is gone.
    this.#isOwn = this.#isRemoved;
    return null;
  }

  readBack(): Promise<Blob> {
    return this.#handle.getFile();
  }

  async abandon(): Promise<Issue | null> {
    // Its turn comes after the write that may be under way.
    await this.#written.catch(() => undefined);
    const undone = this.#undo();
    await this.calls.answer(undone).catch(() => undefined);
    if (!this.calls.isGivenUp || (await isOverWithin(graceMs, undone))) return null;
    const { name } = this.#handle;
    return { kind: 'left-behind', path: this.#isOwn ? name : swapName(name), reason: 'TimeoutError' };
  }

  /** Never rejects. May come to its end when nobody waits any more, and touches nothing that is there by then. */
  async #undo(): Promise<void> {
    // A stream that has failed is aborted already and says so.
    await this.#stream.abort().catch(() => undefined);
    if (this.#isOwn && (this.#isClosed || (await isEmpty(this.#handle)))) await removeFile(this.#handle);
  }

  /** @throws ExtractError where it fails, or is given up */
  async #answered(call: Promise<void>): Promise<void> {
    try {
      await this.calls.answer(call);
    } catch (error) {
      throw toPlaceError(error);
    }
  }
}

/** Where Chromium keeps the bytes of a file until it is closed. */
function swapName(name: string): string {
  return `${name}.crswap`;
}

async function isEmpty(handle: FileSystemFileHandle): Promise<boolean> {
  try {
    return (await handle.getFile()).size === 0;
  } catch {
    return false;
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
