// The file that the user chose in the browser's own dialog. What is written stands in a swap file beside it until it is closed.
import { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import { BrowserCalls } from '../browser-calls.ts';
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

export interface FilePlaceOptions {
  /** Whether a file that is not wanted goes, where the dialog has just made it, empty; else that is the caller's. */
  readonly isRemoved?: boolean;
  /** It counts as one that was there before, though the dialog has made it: as long as nothing came into it, it stays. */
  readonly leavesEmpty?: boolean;
  /** What the caller does where it is given up, as soon as the browser has let go of it: perhaps when nobody waits any more. */
  readonly onLetGo?: (handle: FileSystemFileHandle) => Promise<void>;
  /** Told of what may stay of a file whose opening is given up, and undone too late. */
  readonly onLeftBehind?: (issue: Issue) => void;
  /** In which it is opened, and all else is done. */
  readonly calls?: BrowserCalls;
}

interface FileFacts extends Required<Omit<FilePlaceOptions, 'onLeftBehind' | 'leavesEmpty'>> {
  /** The dialog has just made it, empty. */
  readonly isNew: boolean;
}

export class FilePlace implements Place {
  readonly calls: BrowserCalls;
  readonly #handle: FileSystemFileHandle;
  readonly #stream: FileSystemWritableFileStream;
  readonly #isRemoved: boolean;
  readonly #onLetGo: Required<FilePlaceOptions>['onLetGo'];
  /** What is there now goes where it is not wanted: the dialog has made it, empty, or this run has filled it. */
  #isOwn: boolean;
  #isClosed = false;
  /** The last write. */
  #written: Promise<void> = Promise.resolve();

  private constructor(
    handle: FileSystemFileHandle,
    stream: FileSystemWritableFileStream,
    { isNew, isRemoved, onLetGo, calls }: FileFacts,
  ) {
    this.calls = calls;
    this.#handle = handle;
    this.#stream = stream;
    this.#isRemoved = isRemoved;
    this.#onLetGo = onLetGo;
    this.#isOwn = isNew;
  }

  /**
   * @param parts of the backup that is being read: none of them may be written over
   * @throws ExtractError `output-is-part`, `output-refused`, `output-failed`; `output-given-up` where it is
   */
  static async open(
    handle: FileSystemFileHandle,
    parts: readonly PartFile[],
    options: FilePlaceOptions = {},
  ): Promise<FilePlace> {
    const { isRemoved = true, leavesEmpty = false } = options;
    const { onLetGo = () => Promise.resolve(), calls = new BrowserCalls() } = options;
    const left = (path: string) => () => options.onLeftBehind?.(heldBack(path));
    try {
      const judged = judge(handle, parts, isRemoved && !leavesEmpty);
      // As long as nothing is known of it, it is one that the dialog has made, as nearly all are.
      const undoJudged = (isNew: boolean) => (isNew ? removeEmpty(handle) : Promise.resolve());
      const isNew = await calls.result(judged, undoJudged, left(handle.name));
      const opened = openStream(handle, isNew).then(
        (stream) => new FilePlace(handle, stream, { isNew, isRemoved, onLetGo, calls }),
      );
      return await calls.result(opened, (late) => late.#undo(), left(isNew ? handle.name : swapName(handle.name)));
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  write(bytes: Uint8Array<ArrayBuffer> | Blob): Promise<void> {
    this.#written = this.#answered(this.#stream.write(bytes));
    return this.#written;
  }

  /** Where the browser keeps it until it is closed: nobody can go on with that. */
  flush(): Promise<void> {
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
    const isUndone = await this.calls.isOver(this.#undo());
    if (isUndone) return null;
    const { name } = this.#handle;
    return heldBack(this.#isOwn ? name : swapName(name));
  }

  /** Never rejects. May come to its end when nobody waits any more, and touches nothing that is there by then. */
  async #undo(): Promise<void> {
    // A stream that has failed is aborted already and says so.
    await this.#stream.abort().catch(() => undefined);
    if (this.#isOwn) await (this.#isClosed ? removeFile : removeEmpty)(this.#handle);
    if (this.calls.isGivenUp) await this.#onLetGo(this.#handle);
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

/** @throws ExtractError `output-is-part`; what the browser says */
export async function refuseIfPart(handle: FileSystemFileHandle, parts: readonly PartFile[]): Promise<File> {
  const file = await handle.getFile();
  const isPart = parts.some(({ name, size }) => name === file.name && size === file.size);
  if (isPart) throw new ExtractError('output-is-part', { part: file.name });
  return file;
}

/** Is it new, and to go where it is not wanted? @throws as `refuseIfPart` does */
async function judge(handle: FileSystemFileHandle, parts: readonly PartFile[], isRemoved: boolean): Promise<boolean> {
  const askedMs = Date.now();
  const { size, lastModified } = await refuseIfPart(handle, parts);
  return isRemoved && size === 0 && askedMs - lastModified < justNowMs;
}

/** Leaves nothing where it fails. */
async function openStream(handle: FileSystemFileHandle, isNew: boolean): Promise<FileSystemWritableFileStream> {
  try {
    return await handle.createWritable();
  } catch (error) {
    if (isNew) await removeEmpty(handle);
    throw error;
  }
}

/** What the browser has not answered for. */
function heldBack(path: string): Issue {
  return { kind: 'left-behind', path, reason: 'TimeoutError' };
}

/** Where Chromium keeps the bytes of a file until it is closed. */
export function swapName(name: string): string {
  return `${name}.crswap`;
}

/** What is not empty is somebody's by now. */
export async function removeEmpty(handle: FileSystemFileHandle): Promise<void> {
  try {
    if ((await handle.getFile()).size === 0) await removeFile(handle);
  } catch {
    // It is gone, or cannot be asked for: then it cannot be removed.
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
