// Half a file rather than none, where the user says so: what can be read of a damaged entry goes beside the others under a name
// of its own that says what it is. Read twice: once to know how much there is, which some outputs must say first.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { decodeDamaged } from '../decode/decode-damaged.ts';
import type { FileStep } from '../plan/make-plan.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import type { FileWriter, Sink } from '../sink/sink.ts';
import { GivenUp } from './given-up.ts';
import { holdBack } from './hold-back.ts';
import type { Job } from './job.ts';
import { damagedPath, freeDamagedPath } from './kept-name.ts';

export interface Keeping {
  readonly sink: Sink;
  readonly source: ByteSource;
  /** Where it is read the second time. */
  readonly again: ByteSource;
  /** It is damaged as a part was given up, of which nobody is to be asked again. */
  readonly isGivenUp: boolean;
}

/**
 * What is to be told of the piece, if there is one, and its file; or why it could not be written, and what could not be removed
 * of it.
 */
export type Kept =
  | { readonly issue: Issue | null; readonly file: FileWriter | null }
  | { readonly error: unknown; readonly leftBehind: Issue | null };

interface Piece {
  /** Bytes. */
  readonly size: number;
  readonly crc32: number;
}

export async function keepDamaged({ entry, path }: FileStep, job: Job, keeping: Keeping): Promise<Kept> {
  const { sink, isGivenUp } = keeping;
  const source = isGivenUp ? job.source : keeping.source;
  const again = isGivenUp ? job.source : keeping.again;
  let file: FileWriter | null = null;
  try {
    const piece = await measure(entry, source, job);
    const { size } = piece;
    if (size === 0) return { issue: null, file };
    const isPacked = sink.takes !== 'unproved';
    const own = isPacked ? freeDamagedPath(path, job, sink) : damagedPath(path);
    // In a folder, a file of this name that is there already is looked for, and never replaced.
    const proof = { crc32: piece.crc32, packing: { method: 'stored', size } } as const;
    file = await sink.startFile({ entry: { ...entry, size }, path: own, hasTwin: true, proof });
    const written = await copy(entry, isPacked ? again : source, { job, size, file });
    // An archive has said already how much it would be.
    if (written < size && isPacked) throw new GivenUp(entry);
    const { delivered, issue } = await file.finish();
    if (!delivered) return { issue: issue ?? null, file };
    const writtenAs = issue?.kind === 'renamed' ? issue.writtenAs : own.join('/');
    return { issue: { kind: 'kept-damaged', path: entry.path, writtenAs, size: written, of: entry.size }, file };
  } catch (error) {
    return { error, leftBehind: (await file?.discard()) ?? null };
  }
}

async function measure(entry: Entry, source: ByteSource, job: Job): Promise<Piece> {
  let size = 0;
  let sum = 0;
  for await (const piece of decodeDamaged(entry, source, { signal: job.control.signal, pool: job.pool })) {
    size += piece.length;
    sum = crc32(piece, sum);
    await holdBack(job);
  }
  return { size, crc32: sum };
}

interface Copying {
  readonly job: Job;
  /** Bytes that there were the first time. */
  readonly size: number;
  readonly file: FileWriter;
}

/**
 * Asks for nothing behind the piece: what cannot be read there was asked about the first time.
 * @returns bytes written: less where a part cannot be read any more, or no more of the file is wanted
 */
async function copy(entry: Entry, source: ByteSource, { job, size, file }: Copying): Promise<number> {
  let written = 0;
  for await (const piece of decodeDamaged(entry, source, { signal: job.control.signal, pool: job.pool })) {
    written += piece.length;
    if (written > size) throw new ExtractError('archive-changed', { entry: entry.path });
    if (!(await file.write(piece))) return size;
    if (written === size) break;
    await holdBack(job);
  }
  return written;
}
