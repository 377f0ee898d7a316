// One file on its way into a folder: opened in the background, fed within the budget, closed, or taken back.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { unshared } from '../bytes/byte-source.ts';
import type { Issue } from '../problems/issue.ts';
import type { ByteBudget } from './byte-budget.ts';
import { BrowserCalls } from './browser-calls.ts';
import { chooseName, isClaimed, release, type ExistingChoice } from './choose-name.ts';
import { claim, type Folder, type FolderTree } from './folder-tree.ts';
import type { ExpectedFile, ReadBack } from './read-back.ts';
import { removeMadeHere } from './remove-made.ts';
import type { FileResult, FileWriter, NewFile } from './sink.ts';
import { ComponentError, toIssue } from './write-error.ts';

export interface FolderFileContext extends ExistingChoice {
  readonly tree: FolderTree;
  readonly budget: ByteBudget;
  /** Takes back the buffers of bytes that are written. */
  readonly pool: BufferPool;
  /** All bytes are written, and only the browser's closing is left. */
  readonly onClosing: (file: FolderFile) => void;
  readonly onEnd: (file: FolderFile) => void;
  /** Reads what is written once more; null where that is not wanted. */
  readonly readBack: ReadBack | null;
}

/** From here on it is worth a look, and costs nothing beside the writing, whether all bytes have arrived. */
const worthALook = 1024 * 1024;

/** The way to write to a file: none for one that is not wanted, or new and empty. */
interface Opened {
  readonly handle: FileSystemFileHandle | null;
  readonly stream: FileSystemWritableFileStream | null;
  readonly result: FileResult;
}

/** The name a file was given, and whether this run has put something there, which a failure removes. */
interface Place {
  readonly folder: Folder;
  readonly name: string;
  isMade: boolean;
}

export class FolderFile implements FileWriter {
  readonly #file: NewFile;
  readonly #context: FolderFileContext;
  readonly #opened: Promise<Opened>;
  #place: Place | null = null;
  /** Undone already, and what could not be removed. */
  #takenBack: Promise<Issue | null> | null = null;
  /** All writes so far, one behind the other. */
  #written: Promise<void>;
  #wantsMore = true;
  readonly #calls = new BrowserCalls();
  /** Bytes that the browser has taken. */
  #sent = 0;
  readonly #expected: ExpectedFile | null;

  constructor(file: NewFile, context: FolderFileContext) {
    this.#file = file;
    this.#context = context;
    this.#expected = context.readBack?.expect(file.entry) ?? null;
    this.#opened = this.#calls.answer(this.#open());
    this.#written = this.#met(
      this.#opened.then(({ stream }) => {
        if (stream === null) this.#wantsMore = false;
      }),
    );
  }

  async write(bytes: Uint8Array): Promise<boolean> {
    const { budget, pool } = this.#context;
    const { length } = bytes;
    this.#expected?.add(bytes);
    await budget.take(length);
    const earlier = this.#written;
    const write = async (): Promise<void> => {
      try {
        await earlier;
        const { stream } = await this.#opened;
        if (stream !== null) await this.#calls.answer(stream.write(unshared(bytes)));
        this.#sent += length;
        // Not after a failure: the browser may not be done with them.
        pool.give(bytes);
      } finally {
        budget.release(length);
      }
    };
    this.#written = this.#met(write());
    return this.#wantsMore;
  }

  async finish(): Promise<FileResult> {
    try {
      await this.#written;
      this.#context.onClosing(this);
      const { handle, stream, result } = await this.#opened;
      if (stream !== null) await this.#calls.answer(stream.close());
      if (handle !== null) await this.#check(handle);
      return result;
    } catch (error) {
      const leftBehind = await this.#takeBack();
      const issue = await this.#issueOf(error);
      // What stays in the folder has to be told first.
      return { delivered: false, issue: leftBehind ?? issue };
    } finally {
      this.#context.onEnd(this);
    }
  }

  release(): void {
    if (this.#place === null) return;
    const { folder, name, isMade } = this.#place;
    if (isMade) folder.leftBehind.add(name);
    this.#giveBack(this.#place);
  }

  /** How long the browser has owed an answer. */
  get waitingMs(): number {
    return this.#calls.waitingMs;
  }

  /** The browser is not waited for any more: `finish` says that it failed. */
  giveUp(): void {
    this.#calls.giveUp();
  }

  async discard(): Promise<Issue | null> {
    if (this.#takenBack !== null) return this.#takenBack;
    try {
      // What went wrong in writing does not matter any more.
      await this.#written.catch(() => undefined);
      return await this.#takeBack();
    } finally {
      this.#context.onEnd(this);
    }
  }

  async #check(handle: FileSystemFileHandle): Promise<void> {
    if (this.#expected === null) {
      if (this.#sent >= worthALook) await this.#checkSize(handle);
      return;
    }
    const answer = <T>(call: Promise<T>): Promise<T> => this.#calls.answer(call);
    try {
      await this.#expected.compare({ handle, place: this.#placeIfOther(), answer });
    } catch (error) {
      this.#makeOwn();
      throw error;
    }
  }

  /** Where it was written, if that is not its path. */
  #placeIfOther(): string | null {
    const name = this.#place?.name ?? '';
    return name === this.#file.path.at(-1) ? null : this.#pathOf(name);
  }

  /** In the chosen folder. */
  #pathOf(name: string): string {
    return [...this.#file.path.slice(0, -1), name].join('/');
  }

  /** Whatever was there before is gone, and this must not stay in its place. */
  #makeOwn(): void {
    if (this.#place !== null) this.#place.isMade = true;
  }

  /** No browser is known to lose bytes without a word; a disk or a network drive may be. */
  async #checkSize(handle: FileSystemFileHandle): Promise<void> {
    const { size } = await this.#calls.answer(handle.getFile());
    if (size === this.#sent) return;
    this.#makeOwn();
    throw new DOMException(`${size} bytes of ${this.#sent} arrived`, 'DataError');
  }

  async #issueOf(error: unknown): Promise<Issue> {
    const { entry, path } = this.#file;
    return this.#calls.judged(error, (thrown) => toIssue(thrown, entry.path, this.#context.tree.root, path));
  }

  async #open(): Promise<Opened> {
    const { path, entry } = this.#file;
    const folder = await this.#context.tree.folder(path, path.length - 1);
    const { name, isWanted, isThere, result } = await chooseName(folder, this.#file, this.#context);
    const place: Place = { folder, name, isMade: false };
    this.#place = place;
    if (this.#isTooLate()) return this.#takeBackLate(place, null);
    if (!isWanted) return { handle: null, stream: null, result };

    const handle = await folder.handle.getFileHandle(name, { create: true }).catch((error: unknown) => {
      throw new ComponentError(name, error);
    });
    place.isMade = !isThere;
    if (this.#isTooLate()) return this.#takeBackLate(place, null);
    // The call above has made an empty file: all there is to do for a new file without content.
    if (entry.size === 0 && !isThere) return { handle, stream: null, result };
    const stream = await handle.createWritable();
    if (this.#isTooLate()) return this.#takeBackLate(place, stream);
    return { handle, stream, result };
  }

  /** Asked anew after every call. */
  #isTooLate(): boolean {
    return this.#calls.isGivenUp;
  }

  /** Answered when nobody waits any more. What is there is left alone where a later try has the name by now. */
  async #takeBackLate(place: Place, stream: FileSystemWritableFileStream | null): Promise<never> {
    const { folder, name, isMade } = place;
    await stream?.abort().catch(() => undefined);
    if (this.#place === place) this.#giveBack(place);
    if (isMade && !isClaimed(folder, name)) {
      claim(folder, name);
      await this.#remove(place);
    }
    throw new DOMException('answered too late', 'TimeoutError');
  }

  /** Leaves nothing of this file behind, and what was there before as it was. An issue where that fails. */
  #takeBack(): Promise<Issue | null> {
    this.#takenBack ??= this.#undo();
    return this.#takenBack;
  }

  async #undo(): Promise<Issue | null> {
    const opened = await this.#opened.catch(() => null);
    // A stream that has failed is aborted already and says so.
    // One that is given up would not be aborted before it has answered.
    if (!this.#calls.isGivenUp && opened?.stream) await this.#calls.isOver(opened.stream.abort());
    const place = this.#place;
    if (place === null) return null;
    if (!place.isMade) {
      this.#giveBack(place);
      return null;
    }
    this.#place = null;
    return this.#remove(place);
  }

  #giveBack({ folder, name }: Place): void {
    this.#place = null;
    release(folder, name);
  }

  /** Its name is nobody else's until it is removed, however long that takes, and free then. */
  async #remove({ folder, name }: Place): Promise<Issue | null> {
    // Also where it is gone: another folder may have come up in place of the one that it is in.
    folder.leftBehind.add(name);
    const { tree } = this.#context;
    const removing = removeMadeHere(folder.handle, name, () => tree.verify()).then((reason) => {
      release(folder, name);
      return reason;
    });
    const reason = (await this.#calls.isOver(removing)) ? await removing : 'TimeoutError';
    if (reason === null) return null;
    const { path } = this.#file.entry;
    const writtenAs = this.#pathOf(name);
    return { kind: 'left-behind', path, reason, ...(writtenAs !== path && { writtenAs }) };
  }

  /** A promise whose failure is met later, by finish() or discard(); until then it only stops further bytes. */
  #met(promise: Promise<void>): Promise<void> {
    promise.catch(() => {
      this.#wantsMore = false;
    });
    return promise;
  }
}
