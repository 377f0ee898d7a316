// Writes into a folder the user chose, through the File System Access API, with many files under way at once.
//
// A file passes two stages. Opening: handle, writable, bytes; few at a time, their bytes within a budget. Closing: no bytes
// of ours any more; many at a time (close-window.ts), because a browser may take seconds over each.
//
// The API puts an empty file at the final name at once. Files are written under their names all the same and what a
// failure leaves is removed: a work name and a move cost two fifths more (test/bench).
import type { Entry } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { CollectionHint } from '../bytes/collection-hint.ts';
import type { SafePath } from '../plan/safe-path.ts';
import { BrowserCalls } from './browser-calls.ts';
import { ByteBudget } from './byte-budget.ts';
import type { ExistingChoice } from './choose-name.ts';
import { closeWindow } from './close-window.ts';
import { FolderFile } from './folder-file.ts';
import { FolderLookout } from './folder-lookout.ts';
import { FolderTree, type NamesGiven } from './folder-tree.ts';
import type { ReadBack } from './read-back.ts';
import type { Issue } from '../problems/issue.ts';
import type { FileResult, FileWriter, NewFile, Sink } from './sink.ts';
import { toIssue } from './write-error.ts';

const mostOpening = 64;
/** Decoded bytes that wait to be written. */
const budgetSize = 8 * 1024 * 1024;
const filesBetweenHints = 512;
/** The window grows with time alone, so whoever waits looks again. */
const lookAgainMs = 50;

export interface DirectorySinkOptions extends ExistingChoice {
  /** Takes back the buffers of bytes that are written. */
  readonly pool: BufferPool;
  /** @throws ExtractError `folder-changed` where the folder is not the one that was chosen; `folder-gone` where there is none */
  readonly verify?: () => Promise<void>;
  /** What earlier visits of the same run have written. */
  readonly given?: NamesGiven;
  /** Compares every file once it is closed; null where that is not wanted. */
  readonly readBack?: ReadBack | null;
}

/** A name that the browser itself gives to the bytes of a file on its way: taken while that is. */
function isSwapName(path: SafePath): boolean {
  return path.at(-1)?.endsWith('.crswap') === true;
}

export class DirectorySink implements Sink {
  readonly takes = 'unproved';
  readonly canRetry = true;
  readonly hasLinks = false;
  readonly lookout: FolderLookout;
  readonly #tree: FolderTree;
  readonly #options: DirectorySinkOptions;
  readonly #budget = new ByteBudget(budgetSize);
  readonly #hint = new CollectionHint(filesBetweenHints);
  /** Directories that are being made. */
  readonly #making = new Set<BrowserCalls>();
  /** Files that are being opened or written. */
  readonly #opening = new Set<FolderFile>();
  /** Start times of closes under way, oldest first. */
  readonly #closing = new Map<FolderFile, number>();
  #wake: (() => void)[] = [];

  constructor(root: FileSystemDirectoryHandle, options: DirectorySinkOptions) {
    const { given = new Map(), verify = (): Promise<void> => Promise.resolve() } = options;
    this.#tree = new FolderTree(root, given, verify);
    this.#options = options;
    this.lookout = new FolderLookout(this.#tree, verify);
  }

  get closingCount(): number {
    return this.#closing.size;
  }

  get longestWaitMs(): number {
    let longest = 0;
    for (const calls of this.#making) longest = Math.max(longest, calls.waitingMs);
    for (const file of this.#underWay()) longest = Math.max(longest, file.waitingMs);
    return longest;
  }

  giveUp(waitingMs: number): void {
    for (const calls of this.#making) if (calls.waitingMs >= waitingMs) calls.giveUp();
    for (const file of this.#underWay()) if (file.waitingMs >= waitingMs) file.giveUp();
  }

  *#underWay(): Iterable<FolderFile> {
    yield* this.#opening;
    yield* this.#closing.keys();
  }

  async makeDirectory(path: SafePath, entry: Entry): Promise<FileResult> {
    await this.#room();
    const calls = new BrowserCalls();
    this.#making.add(calls);
    try {
      await calls.answer(this.#tree.folder(path, path.length));
      return { delivered: true };
    } catch (error) {
      const judge = (thrown: unknown): Promise<Issue> => toIssue(thrown, entry.path, this.#tree.root, path);
      return { delivered: false, issue: await calls.judged(error, judge) };
    } finally {
      this.#making.delete(calls);
      this.#wakeAll();
    }
  }

  async startFile(file: NewFile): Promise<FileWriter> {
    // A twin may be the same file here. Only when nothing is on its way does looking for it tell.
    if (file.hasTwin || isSwapName(file.path)) await this.drain();
    await this.#room();
    const opened = new FolderFile(file, {
      tree: this.#tree,
      budget: this.#budget,
      readBack: null,
      ...this.#options,
      onClosing: (closing) => {
        this.#opening.delete(closing);
        this.#closing.set(closing, performance.now());
        this.#wakeAll();
      },
      onEnd: (ended) => {
        this.#hint.dropped();
        if (!this.#closing.delete(ended)) this.#opening.delete(ended);
        this.#wakeAll();
      },
    });
    this.#opening.add(opened);
    return opened;
  }

  addLink(): Promise<FileResult> {
    return Promise.reject(new Error('a browser cannot make links'));
  }

  async recover(): Promise<void> {
    await this.lookout.look();
    this.#tree.refresh();
  }

  end(): Promise<null> {
    return Promise.resolve(null);
  }

  abandon(): Promise<null> {
    return Promise.resolve(null);
  }

  /** Waits for everything under way. */
  async drain(): Promise<void> {
    while (this.#making.size + this.#opening.size + this.#closing.size > 0) await this.#change();
  }

  async #room(): Promise<void> {
    for (;;) {
      if (this.#making.size + this.#opening.size >= mostOpening) await this.#change();
      else if (this.#closing.size >= this.#window()) await this.#changeOrTime();
      else return;
    }
  }

  #window(): number {
    const oldest = this.#closing.values().next();
    return closeWindow(oldest.done === true ? 0 : performance.now() - oldest.value);
  }

  /** A file has gone on to its next stage, or ended. */
  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  async #changeOrTime(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([
      this.#change(),
      new Promise((resolve) => {
        timer = setTimeout(resolve, lookAgainMs);
      }),
    ]);
    clearTimeout(timer);
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const wake of waiting) wake();
  }
}
