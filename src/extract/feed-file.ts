// One file of the archive into the sink: decoded, or proved, and handed over piece by piece.
import type { Entry } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import type { OnProved, TakenSoFar } from '../decode/transfer.ts';
import type { FileStep } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import type { FileWriter, Sink } from '../sink/sink.ts';
import { fileContent, type FileContent } from './file-content.ts';
import type { Prepared } from './start-ahead.ts';

export interface FeedOptions {
  readonly source: ByteSource;
  /** See `RunSteps`. */
  readonly again: ByteSource;
  readonly sink: Sink;
  readonly pool: BufferPool;
  readonly signal: AbortSignal;
  /** What was done of it before. */
  readonly prepared: Prepared | null;
  /** So many bytes more were proved or handed over. */
  readonly onPassed: (size: number) => void;
  /** Where an earlier visit has left off; null to begin. */
  readonly from: TakenSoFar | null;
  /** Before a file is begun that can be kept in part. */
  readonly beforeLong: () => Promise<void>;
  /**
   * In the middle of a file: a pause, a hold, a rest.
   * @param soFar how far it has come; null before it is begun; undefined where that cannot be kept
   */
  readonly holdBack: (soFar: TakenSoFar | null | undefined) => Promise<void>;
}

/** Handed over, and still to be finished; or failed, and what could not be removed of it. */
export type Fed =
  { readonly file: FileWriter } | { readonly file: null; readonly error: unknown; readonly leftBehind: Issue | null };

/** Resolves when the file is handed over; what became of it is settled in the sink's own time. */
export async function feedFile(step: FileStep, { source, again, sink, pool, ...options }: FeedOptions): Promise<Fed> {
  const { signal, prepared, from, onPassed, beforeLong, holdBack } = options;
  let content: FileContent | null = null;
  let file: FileWriter | null = null;
  const onProved: OnProved = async (size, soFar) => {
    onPassed(size);
    await holdBack(soFar);
  };
  try {
    const { takes } = sink;
    content = await fileContent(step.entry, source, { takes, again, signal, pool, prepared, from, onProved });
    const { pieces, proof, soFar } = content;
    // Before the file is begun: a small file that is damaged is found out here, and never appears at all.
    let piece = await pieces.next();
    const given = soFar?.()?.given ?? 0;
    if (soFar !== null && given === 0) await beforeLong();
    file = await sink.startFile({ ...step, proof, given });
    while (piece.done !== true) {
      const { length } = piece.value;
      const wantsMore = length === 0 || (await file.write(piece.value));
      // What was proved is counted already; that it goes on is told all the same.
      onPassed(proof === null ? length : 0);
      if (!wantsMore) break;
      piece = await pieces.next();
      // A long file is paused and cancelled in its middle; one that is whole is not held back.
      if (piece.done !== true) await holdBack(soFar?.());
    }
    // Lets go of a decompressor that was stopped in its middle.
    await pieces.return();
    return { file };
  } catch (error) {
    await content?.pieces.return();
    return { file: null, error, leftBehind: (await file?.discard()) ?? null };
  }
}

/** Bytes of an entry that pass, over all tries: what an earlier try has counted is not counted twice. */
export class PassedBytes {
  readonly #entry: Entry;
  readonly #onBeyond: (entry: Entry, size: number) => void;
  #passed = 0;
  #counted: number;

  constructor(entry: Entry, counted: number, onBeyond: (entry: Entry, size: number) => void) {
    this.#entry = entry;
    this.#counted = counted;
    this.#onBeyond = onBeyond;
  }

  get counted(): number {
    return this.#counted;
  }

  readonly pass = (size: number): void => {
    this.#passed += size;
    const beyond = Math.max(0, this.#passed - this.#counted);
    this.#onBeyond(this.#entry, beyond);
    this.#counted += beyond;
  };
}
