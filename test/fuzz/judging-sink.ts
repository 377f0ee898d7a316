// A sink in memory that trusts nobody: what it is handed is held against the rules of sinks at every call.
import type { Entry } from '../../src/archive/entry.ts';
import type { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { SafePath } from '../../src/plan/safe-path.ts';
import type { FileResult, FileWriter, NewFile, Sink } from '../../src/sink/sink.ts';
import { concat } from '../support/byte-writer.ts';
import { isHarmlessName } from './oracles.ts';

export interface Delivered {
  readonly entry: Entry;
  readonly kind: Entry['kind'];
  /** Of a link, its target. */
  readonly content: Uint8Array;
}

const nothing = new Uint8Array();
const delivered: Promise<FileResult> = Promise.resolve({ delivered: true });

export class JudgingSink implements Sink {
  readonly takes = 'unproved';
  readonly canRetry = true;
  readonly lookout = null;
  readonly hasLinks = true;
  readonly closingCount = 0;
  readonly longestWaitMs = 0;
  /** By path, components joined with `/`. */
  readonly tree = new Map<string, Delivered>();
  readonly #pool: BufferPool;
  readonly #folders = new Set<string>();
  readonly #folded = new Set<string>();
  #open = 0;
  #isEnded = false;
  #isAsked = false;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  makeDirectory(path: SafePath, entry: Entry): Promise<FileResult> {
    this.#enter(path, path.length);
    this.tree.set(path.join('/'), { entry, kind: 'directory', content: nothing });
    return delivered;
  }

  startFile({ entry, path, hasTwin }: NewFile): Promise<FileWriter> {
    const name = this.#take(path);
    // A second look at names that differ only in case, in the part of the alphabet where that is simple.
    const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (this.#folded.has(folded) && !hasTwin) throw new Error(`${name} has a twin that nobody told of`);
    this.#folded.add(folded);
    const pieces: Uint8Array[] = [];
    let size = 0;
    this.#open += 1;
    let isOpen = true;
    const end = (): void => {
      if (!isOpen) throw new Error(`${name} ended twice`);
      isOpen = false;
      this.#open -= 1;
    };
    return Promise.resolve({
      write: (bytes) => {
        if (!isOpen) throw new Error(`${name} was written to after its end`);
        size += bytes.length;
        if (size > entry.size) throw new Error(`${name} got ${size} bytes, and has ${entry.size}`);
        pieces.push(bytes.slice());
        // As a sink does: whoever looks at them again sees what another entry has put there.
        this.#pool.give(bytes);
        return Promise.resolve(true);
      },
      finish: () => {
        end();
        if (size !== entry.size) throw new Error(`${name} is finished at ${size} bytes, and has ${entry.size}`);
        this.tree.set(name, { entry, kind: 'file', content: concat(pieces) });
        return delivered;
      },
      discard: () => {
        end();
        return Promise.resolve(null);
      },
    });
  }

  addLink(path: SafePath, entry: Entry, target: string): Promise<FileResult> {
    const climbs = target.split('/').filter((component) => component === '..').length;
    if (target.startsWith('/') || climbs >= path.length) throw new Error('a link that leaves the folder was made');
    this.tree.set(this.#take(path), { entry, kind: 'link', content: new TextEncoder().encode(target) });
    return delivered;
  }

  giveUp(): void {
    throw new Error('files were given up, though none was slow');
  }

  recover(): Promise<void> {
    // Once, at the end of a run: nothing here fails that could be tried again.
    if (this.#isAsked) return Promise.reject(new Error('the place was asked for twice, though nothing has failed'));
    this.#isAsked = true;
    return Promise.resolve();
  }

  end(): Promise<null> {
    this.#isEnded = true;
    return Promise.resolve(null);
  }

  abandon(): Promise<null> {
    return Promise.resolve(null);
  }

  /** At the end of a run. */
  judgeEnd(): void {
    if (!this.#isEnded || this.#open > 0) throw new Error(`${this.#open} files were neither finished nor discarded`);
  }

  #enter(path: SafePath, depth: number): void {
    for (const name of path)
      if (!isHarmlessName(name)) throw new Error(`${JSON.stringify(name)} was handed to the sink`);
    for (let length = 1; length <= depth; length += 1) {
      const folder = path.slice(0, length).join('/');
      const kind = this.tree.get(folder)?.kind ?? 'directory';
      if (kind !== 'directory') throw new Error(`${folder} is a ${kind} and a folder`);
      this.#folders.add(folder);
    }
  }

  /** The name of a file or link that nothing else may have. */
  #take(path: SafePath): string {
    this.#enter(path, path.length - 1);
    const name = path.join('/');
    if (this.tree.has(name) || this.#folders.has(name)) throw new Error(`${name} was handed to the sink twice`);
    return name;
  }
}
