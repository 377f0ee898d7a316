// A sink that keeps what it is given, for tests of everything to the left of a real one.
import type { SafePath } from '../../src/plan/safe-path.ts';
import type { FileResult, FileWriter, NewFile, Sink } from '../../src/sink/sink.ts';
import { concat } from './byte-writer.ts';

export class MemorySink implements Sink {
  /** Finished files by path, components joined with `/`. */
  readonly files = new Map<string, Uint8Array>();
  readonly directories = new Set<string>();
  /** Paths of discarded files, in order. */
  readonly discarded: string[] = [];
  /** Paths of files that were started and are neither finished nor discarded. */
  readonly unfinished = new Set<string>();
  /** The largest piece handed over, in bytes: how a test sees that large files stream. */
  largestWrite = 0;

  readonly takes = 'unproved';
  readonly hasLinks: boolean = false;
  readonly canRetry = true;
  readonly lookout = null;
  readonly closingCount = 0;
  readonly longestWaitMs = 0;

  giveUp(): void {
    // Nothing waits here.
  }

  recover(): Promise<void> {
    return Promise.resolve();
  }

  addLink(): Promise<FileResult> {
    return Promise.reject(new Error('this sink has no links'));
  }

  end(): Promise<null> {
    return Promise.resolve(null);
  }

  abandon(): Promise<null> {
    return Promise.resolve(null);
  }

  makeDirectory(path: SafePath): Promise<FileResult> {
    this.#addDirectories(path);
    return Promise.resolve({ delivered: true });
  }

  startFile(file: NewFile): Promise<FileWriter> {
    const path = file.path.join('/');
    this.#addDirectories(file.path.slice(0, -1));
    this.unfinished.add(path);
    const pieces: Uint8Array[] = [];
    const end = (): void => {
      if (!this.unfinished.delete(path)) throw new Error(`${path} was finished or discarded twice`);
    };
    return Promise.resolve({
      write: (bytes) => {
        if (!this.unfinished.has(path)) throw new Error(`${path} was written to after its end`);
        this.largestWrite = Math.max(this.largestWrite, bytes.length);
        // A copy: whoever changes the bytes after handing them over must not be noticed here only by luck.
        pieces.push(bytes.slice());
        return Promise.resolve(true);
      },
      finish: () => {
        end();
        this.files.set(path, concat(pieces));
        return Promise.resolve({ delivered: true });
      },
      discard: () => {
        end();
        this.discarded.push(path);
        return Promise.resolve(null);
      },
    });
  }

  #addDirectories(path: readonly string[]): void {
    for (let depth = 1; depth <= path.length; depth++) this.directories.add(path.slice(0, depth).join('/'));
  }
}
