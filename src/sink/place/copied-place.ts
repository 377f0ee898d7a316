// A file that the user chose, made in the page's own storage first: what is there outlives the page, and a run that is broken off
// goes on with it, while of a file that is written where the user says the browser keeps nothing until it is closed. Once it is
// whole it is copied. Should the storage be full before that, the file gets what there is, and all that follows.
import { ExtractError, isErrorOf } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import { refuseIfChanged, type ChosenFile } from './chosen-file.ts';
import { FilePlace, type PartFile } from './file-place.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';
import type { PrivatePlace } from './private-place.ts';

/** What is copied at once: the browser answers for each, and between them the copying can be stopped. Bytes. */
const pieceSize = 8 * 1024 * 1024;

export interface CopyTo {
  readonly file: ChosenFile;
  /** Of the backup that is being read: none may be written over. */
  readonly parts: readonly PartFile[];
  /** Told how far the copying is, in bytes. */
  readonly onCopied: (done: number, total: number) => void;
  /** Holds the copying up between two pieces. @throws the reason of a stop */
  readonly gate: () => Promise<void>;
  /** Told of what the browser still holds of a copy that was given up. */
  readonly onLeftBehind: (issue: Issue) => void;
  /** The storage was full: the file is on its way, and cannot be gone on with any more. */
  readonly onOutgrown: () => void;
}

export class CopiedPlace implements Place {
  readonly #own: PrivatePlace;
  readonly #to: CopyTo;
  /** As soon as it has got what there was. */
  #file: FilePlace | null = null;

  constructor(own: PrivatePlace, to: CopyTo) {
    this.#own = own;
    this.#to = to;
  }

  get calls(): BrowserCalls {
    return this.#own.calls;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (this.#file === null && (await this.#isTaken(bytes))) return;
    await this.#file?.write(bytes);
  }

  flush(): Promise<void> {
    return (this.#file ?? this.#own).flush();
  }

  /** Where it fails, what was made stays in the storage. @throws ExtractError; the reason of a stop */
  async close(): Promise<null> {
    this.#file ??= await this.#copied(await this.#own.close());
    return this.#file.close();
  }

  readBack(): Promise<Blob> {
    return this.#to.file.handle.getFile();
  }

  async abandon(): Promise<Issue | null> {
    await this.#own.abandon();
    return (await this.#file?.abandon()) ?? null;
  }

  /** False where the storage is full: then the file has got all before these bytes. @throws ExtractError */
  async #isTaken(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { size } = this.#own;
    try {
      await this.#own.write(bytes);
      return true;
    } catch (error) {
      if (!isErrorOf(error, 'no-room')) throw error;
    }
    const content = await this.#own.close();
    this.#file = await this.#copied(content.slice(0, size));
    this.#to.onOutgrown();
    // Gives its room back: the file may lie on the same disk.
    this.#own.release();
    await this.#own.abandon();
    return false;
  }

  /** Leaves the file as it was where it fails. */
  async #copied(content: Blob): Promise<FilePlace> {
    const { calls } = this;
    const { file, parts, gate, onCopied, onLeftBehind } = this.#to;
    try {
      await calls.answer(refuseIfChanged(file));
    } catch (error) {
      throw toPlaceError(error);
    }
    const place = await FilePlace.open(file.handle, parts, { calls, onLeftBehind, leavesEmpty: true });
    try {
      for (let done = 0; done < content.size; done += pieceSize) {
        onCopied(done, content.size);
        await gate();
        await place.write(content.slice(done, done + pieceSize));
      }
      onCopied(content.size, content.size);
      return place;
    } catch (error) {
      const left = await place.abandon();
      if (left !== null) onLeftBehind(left);
      throw isErrorOf(error, 'disk-full') ? new ExtractError('disk-full', { expected: content.size }, error) : error;
    }
  }
}
