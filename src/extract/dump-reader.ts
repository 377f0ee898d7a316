// The dump of a database, read from the archive: file after file, in the order of their numbers.
import type { Entry } from '../archive/entry.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Damage } from '../problems/issue.ts';
import { partNumber, type DatabaseFacts } from '../site/databases.ts';
import type { DatabaseProgress } from './database-api.ts';
import { EntryReader } from './entry-reader.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { sendEveryMs } from './run-report.ts';

export interface DumpListener {
  /** The bytes are somebody else's again when this resolves. */
  readonly onPiece: (piece: Uint8Array) => Promise<void>;
  /** @param isFollowed whether the next file of the dump is there; else this was the last, or one is missing */
  readonly onPartEnd: (entry: Entry, isFollowed: boolean) => Promise<void>;
  readonly onProgress: (progress: DatabaseProgress) => void;
}

/** @throws ExtractError `database-damaged`, and where a part of the archive cannot be read */
export async function readDump(
  { backup: { source }, index }: ReadyBackup,
  { parts, size }: DatabaseFacts,
  { signal, ...listener }: DumpListener & { readonly signal: AbortSignal },
): Promise<void> {
  const reader = new EntryReader(source);
  const entries = parts.flatMap((ordinal) => index.entries[ordinal] ?? []);
  let bytesDone = 0;
  let lastSent = performance.now();
  for (const [place, entry] of entries.entries()) {
    for await (const piece of intact(entry, source, reader.pieces(entry, signal))) {
      signal.throwIfAborted();
      await naming(entry, () => listener.onPiece(piece));
      bytesDone += piece.length;
      reader.recycle(piece);
      if (performance.now() - lastSent < sendEveryMs) continue;
      lastSent = performance.now();
      listener.onProgress({ bytesDone, bytesTotal: size });
    }
    const next = entries[place + 1];
    await naming(entry, () => listener.onPartEnd(entry, next !== undefined && isNext(entry, next)));
  }
}

/** What reads the bytes does not know which file they are of. */
async function naming(entry: Entry, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof ExtractError) || !error.code.startsWith('database-')) throw error;
    throw new ExtractError(error.code, { entry: entry.path, ...error.where }, error);
  }
}

function isNext(entry: Entry, next: Entry): boolean {
  return (partNumber(entry.path) ?? 0) + 1 === partNumber(next.path);
}

async function* intact(
  entry: Entry,
  source: JoinedSource,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (entry.data.in === 'unsupported') throw damaged(entry, source);
  try {
    yield* pieces;
  } catch (error) {
    throw error instanceof DamagedEntry ? damaged(entry, source, error.damage) : error;
  }
}

function damaged({ path, data }: Entry, source: JoinedSource, damage?: Damage): ExtractError {
  const place = 'span' in data ? source.locate(data.span.offset) : null;
  const where = { entry: path, ...(damage && { damage }), ...(place && { part: place.part, offset: place.offset }) };
  return new ExtractError('database-damaged', where);
}
