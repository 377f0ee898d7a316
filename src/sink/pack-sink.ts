// Everything into one archive (pack/), member behind member, in the order in which they come: a file is finished before the
// next is started. Nothing is taken back: files come proved, and what becomes of an archive without an end is its place's to say.
import type { Entry } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { Member, Packer } from '../pack/packer.ts';
import { permissionsOf } from '../plan/permissions.ts';
import type { SafePath } from '../plan/safe-path.ts';
import type { Issue } from '../problems/issue.ts';
import type { BatchedOutput } from './place/batched-output.ts';
import type { Place } from './place/place.ts';
import type { FileResult, FileWriter, NewFile, Sink } from './sink.ts';

const delivered: FileResult = { delivered: true };

function unnamed({ path }: Entry): FileResult {
  return { delivered: false, issue: { kind: 'name-too-long', path } };
}

/** A file that is not wanted. */
function left(result: FileResult): FileWriter {
  return {
    write: () => Promise.resolve(false),
    finish: () => Promise.resolve(result),
    discard: () => Promise.resolve(null),
  };
}

export interface PackSinkParts {
  readonly packer: Packer;
  /** What the packer writes to. */
  readonly output: BatchedOutput;
  /** What the output writes to. */
  readonly place: Place;
  /** Takes back the buffers of bytes that are written. */
  readonly pool: BufferPool;
  /** For entries without a time, in milliseconds since 1970. */
  readonly nowMs: number;
  /** Directories that earlier visits have put in. */
  readonly made?: Iterable<SafePath>;
  /** @throws ExtractError where the folder that the output lies in is not what it was */
  readonly verify?: () => Promise<void>;
}

export class PackSink implements Sink {
  readonly takes: 'plain' | 'packed';
  readonly hasLinks = true;
  readonly canRetry = false;
  readonly lookout = null;
  readonly closingCount = 0;
  readonly #parts: PackSinkParts;
  readonly #directories = new Set<string>();
  /** The last call of the packer so far. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: PackSinkParts) {
    this.#parts = parts;
    this.takes = parts.packer.takes;
    for (const path of parts.made ?? [])
      if (parts.packer.canName(path, 'directory')) this.#directories.add(path.join('/'));
  }

  get longestWaitMs(): number {
    return this.#parts.place.calls.waitingMs;
  }

  async makeDirectory(path: SafePath, entry: Entry): Promise<FileResult> {
    const name = path.join('/');
    // An archive may list one twice.
    if (this.#directories.has(name)) return delivered;
    if (!this.#parts.packer.canName(path, 'directory')) return unnamed(entry);
    this.#directories.add(name);
    await this.#inTurn(() => this.#parts.packer.addDirectory(this.#member(path, entry)));
    return delivered;
  }

  async addLink(path: SafePath, entry: Entry, target: string): Promise<FileResult> {
    if (!this.#parts.packer.canName(path, 'link')) return unnamed(entry);
    await this.#inTurn(() => this.#parts.packer.addLink(this.#member(path, entry), target));
    return delivered;
  }

  async startFile({ path, entry, proof, given = 0, hasTwin }: NewFile): Promise<FileWriter> {
    if (proof === null) throw new Error('an archive takes proved files only');
    const { packer, pool } = this.#parts;
    if (!packer.canName(path, 'file')) return left(unnamed(entry));
    const member = { ...this.#member(path, entry), size: entry.size, ...proof };
    if (given > 0) packer.resumeFile(member, given);
    else await this.#inTurn(() => packer.beginFile(member));
    return {
      write: async (bytes) => {
        await this.#inTurn(() => packer.write(bytes));
        pool.give(bytes);
        return true;
      },
      finish: async () => {
        await this.#inTurn(() => packer.endFile());
        return hasTwin ? { delivered: true, issue: { kind: 'twin-name', path: entry.path } } : delivered;
      },
      // Only what ends the run gets here: what is in the archive cannot be taken out.
      discard: () => Promise.resolve(null),
    };
  }

  async settle(): Promise<number> {
    const { packer, output, place } = this.#parts;
    await this.#inTurn(() => output.flush());
    await place.flush();
    return packer.size;
  }

  async end(): Promise<Blob | null> {
    const { packer, output, place } = this.#parts;
    await this.#inTurn(() => packer.end());
    await output.flush();
    return place.close();
  }

  giveUp(waitingMs: number): void {
    const { calls } = this.#parts.place;
    if (calls.waitingMs >= waitingMs) calls.giveUp();
  }

  async recover(): Promise<void> {
    await this.#parts.verify?.();
  }

  abandon(): Promise<Issue | null> {
    return this.#parts.place.abandon();
  }

  #member(path: SafePath, entry: Entry): Member {
    return { path, permissions: permissionsOf(entry), modifiedMs: entry.modifiedMs ?? this.#parts.nowMs };
  }

  /** Calls of the packer in the order in which they are made here; after one has failed, all that follow fail with it. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }
}
