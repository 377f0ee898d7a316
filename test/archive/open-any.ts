// Opens archives of every format in tests the way the run does, and gathers what comes of it, good or bad.
import type { ArchiveIndex, Entry } from '../../src/archive/entry.ts';
import { openArchive } from '../../src/archive/open-archive.ts';
import type { ReadProgress } from '../../src/archive/opened-archive.ts';
import { BufferPool } from '../../src/bytes/buffer-pool.ts';
import type { ByteSource } from '../../src/bytes/byte-source.ts';
import { decodeEntry, type DecodeOptions } from '../../src/decode/decode-entry.ts';
import type { JoinedSource } from '../../src/parts/joined-source.ts';
import { DamagedEntry } from '../../src/problems/damaged-entry.ts';
import { ExtractError } from '../../src/problems/extract-error.ts';
import type { Damage } from '../../src/problems/issue.ts';
import { concat } from '../support/byte-writer.ts';
import { singlePart } from '../support/parted-source.ts';

export const quiet: ReadProgress & DecodeOptions = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  pool: new BufferPool(),
};

/** The index, through the lock if there is one. */
export async function readIndex(archive: JoinedSource | Uint8Array, password = ''): Promise<ArchiveIndex> {
  const opened = await openArchive(archive instanceof Uint8Array ? singlePart(archive) : archive, quiet);
  return opened.state === 'open' ? opened.index : opened.unlock(password, quiet);
}

export async function decode(entry: Entry, source: ByteSource): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeEntry(entry, source, quiet)) pieces.push(piece);
  return concat(pieces);
}

/** An entry with its content in the place of where that lies, for comparing archives laid out differently. */
export type Unpacked = Omit<Entry, 'data'> & { readonly content: Uint8Array };

/** Everything in an archive, decoded and in order. */
export async function unpack(source: JoinedSource, password = ''): Promise<Unpacked[]> {
  const { entries } = await readIndex(source, password);
  const unpacked: Unpacked[] = [];
  for (const entry of entries) {
    const { data, ...facts } = entry;
    const isFolder = entry.kind === 'directory' || data.in === 'nothing';
    unpacked.push({ ...facts, content: isFolder ? new Uint8Array() : await decode(entry, source) });
  }
  return unpacked;
}

/** What an attempt was refused with. Any other error, and success, fails the test. */
export async function refusal(attempt: Promise<unknown>): Promise<ExtractError> {
  const error = await failure(attempt);
  if (error instanceof ExtractError) return error;
  throw error;
}

/** What decoding an entry found wrong with its data. */
export async function damage(attempt: Promise<unknown>): Promise<Damage> {
  const error = await failure(attempt);
  if (error instanceof DamagedEntry) return error.damage;
  throw error;
}

async function failure(attempt: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([attempt]);
  if (outcome.status === 'rejected') return outcome.reason;
  throw new Error('was accepted');
}
