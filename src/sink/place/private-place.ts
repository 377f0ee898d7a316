// A file in the page's own storage (OPFS), for browsers that cannot write where the user says: when it is whole the user
// downloads it from there. Nobody knows when a download is over, so it stays until the user says so, or until the page that
// made it is gone and one is opened anew (private-folder.ts).
import type { BrowserCalls } from '../browser-calls.ts';
import { isOverWithin } from '../is-over-within.ts';
import { expectRoom, openPrivateFolder, privateNames } from './private-folder.ts';
import { PrivateFile } from './private-file.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';

/** Removing a file takes less. */
const graceMs = 2000;

export interface PrivatePlaceOptions {
  /** What is abandoned stays: a run may go on with it, and sees to it until it releases it. */
  readonly isLasting: boolean;
}

export class PrivatePlace implements Place {
  /** Writing is none of them: it is done when it returns. */
  readonly calls: BrowserCalls;
  readonly #file: PrivateFile;
  #isLasting: boolean;
  #isWhole = false;

  /** @param calls in which the file was opened, and all else is done */
  constructor(file: PrivateFile, calls: BrowserCalls, { isLasting }: PrivatePlaceOptions) {
    this.calls = calls;
    this.#file = file;
    this.#isLasting = isLasting;
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
    const heard = (): void => {
      calls.heard();
    };
    const folder = await openPrivateFolder();
    heard();
    if (folder === null) return null;
    await expectRoom(needed);
    heard();
    const file = await PrivateFile.create(folder, privateNames(page, crypto.randomUUID()).output, heard);
    return file && new PrivatePlace(file, calls, { isLasting: false });
  }

  /** Bytes that it holds so far. */
  get size(): number {
    return this.#file.prefix.size;
  }

  /** It was closed, and not abandoned since: it can be downloaded. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the storage is written to at once, other places are not
  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#file.append(bytes);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async flush(): Promise<void> {
    this.#file.flush();
  }

  async close(): Promise<Blob> {
    try {
      this.#file.flush();
      this.#file.close();
      const content = await this.calls.answer(this.#file.content());
      this.#isWhole = true;
      return content;
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  readBack(): Promise<Blob> {
    return this.#file.content();
  }

  /** The run is over, and does not go on with it: whoever abandons it from now on removes it. */
  release(): void {
    this.#isLasting = false;
  }

  async abandon(): Promise<null> {
    this.#file.close();
    this.#isWhole = false;
    // What cannot be removed now, or not so soon, is removed by the next visit.
    if (!this.#isLasting) await isOverWithin(graceMs, this.#file.remove()).catch(() => undefined);
    return null;
  }
}
