// A sink that lets a test act at the very moment something happens, and keeps a list of what was begun.
import type { Entry } from '../../src/archive/entry.ts';
import type { SafePath } from '../../src/plan/safe-path.ts';
import type { Issue } from '../../src/problems/issue.ts';
import type { FileResult, FileWriter, NewFile, Sink } from '../../src/sink/sink.ts';

export interface Hooks {
  onStart?(path: string): void | Promise<void>;
  /** `count` writes of this file are over, this one included. */
  onWrite?(path: string, count: number): void | Promise<void>;
  onFinish?(path: string): void | Promise<void>;
  onDirectory?(path: string): void | Promise<void>;
}

export class HookedSink implements Sink {
  readonly #inner: Sink;
  readonly #hooks: Hooks;
  /** Paths of files and directories, in the order they were begun. */
  readonly begun: string[] = [];

  constructor(inner: Sink, hooks: Hooks) {
    this.#inner = inner;
    this.#hooks = hooks;
  }

  get takes(): Sink['takes'] {
    return this.#inner.takes;
  }

  get canRetry(): boolean {
    return this.#inner.canRetry;
  }

  get lookout(): Sink['lookout'] {
    return this.#inner.lookout;
  }

  get longestWaitMs(): number {
    return this.#inner.longestWaitMs;
  }

  giveUp(waitingMs: number): void {
    this.#inner.giveUp(waitingMs);
  }

  recover(): Promise<void> {
    return this.#inner.recover();
  }

  get hasLinks(): boolean {
    return this.#inner.hasLinks;
  }

  get closingCount(): number {
    return this.#inner.closingCount;
  }

  addLink(path: SafePath, entry: Entry, target: string): Promise<FileResult> {
    return this.#inner.addLink(path, entry, target);
  }

  end(): Promise<Blob | null> {
    return this.#inner.end();
  }

  abandon(): Promise<Issue | null> {
    return this.#inner.abandon();
  }

  async makeDirectory(path: SafePath, entry: Entry): Promise<FileResult> {
    this.begun.push(entry.path);
    await this.#hooks.onDirectory?.(entry.path);
    return this.#inner.makeDirectory(path, entry);
  }

  async startFile(file: NewFile): Promise<FileWriter> {
    const { path } = file.entry;
    this.begun.push(path);
    await this.#hooks.onStart?.(path);
    const writer = await this.#inner.startFile(file);
    let count = 0;
    return {
      write: async (bytes) => {
        const wantsMore = await writer.write(bytes);
        count += 1;
        await this.#hooks.onWrite?.(path, count);
        return wantsMore;
      },
      finish: async () => {
        await this.#hooks.onFinish?.(path);
        return writer.finish();
      },
      discard: () => writer.discard(),
      release: () => writer.release?.(),
    };
  }
}

/** Lets everything that can go on without a clock go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}
