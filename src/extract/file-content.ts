// What a sink is given of one file: plain bytes as they are decoded, or bytes that have passed every check before the first.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry } from '../decode/decode-entry.ts';
import type { Proof } from '../decode/packing.ts';
import { proveEntry, type Proven } from '../decode/prove-entry.ts';
import type { TakeOverOptions } from '../decode/take-over.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Sink } from '../sink/sink.ts';
import { GivenUp } from './given-up.ts';
import type { Prepared } from './start-ahead.ts';

export interface FileContent {
  readonly proof: Proof | null;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
  /** See `LongProven`; null for what is not gone on with by a later visit. */
  readonly soFar: Proven['soFar'];
}

export interface ContentOptions extends TakeOverOptions {
  readonly takes: Sink['takes'];
  /** What was done of it before. */
  readonly prepared: Prepared | null;
}

/**
 * @throws DamagedEntry where proving fails; without proof, `pieces` throw it.
 * @throws ExtractError where a part cannot be read, was given up (given-up.ts), or has changed since it was proved.
 */
export async function fileContent(entry: Entry, source: ByteSource, options: ContentOptions): Promise<FileContent> {
  const { takes, prepared } = options;
  if (takes === 'unproved') {
    const opened = prepared?.is === 'opened' ? prepared.chunks : undefined;
    return { proof: null, pieces: decodeEntry(entry, source, { ...options, opened }), soFar: null };
  }
  const { crc32, packing, pieces, soFar } = await prove(entry, source, { ...options, takes });
  return { proof: { crc32, packing }, pieces: unchanged(entry, pieces), soFar };
}

async function prove(
  entry: Entry,
  source: ByteSource,
  { takes, prepared, ...options }: ContentOptions & { readonly takes: 'plain' | 'packed' },
): Promise<Proven> {
  if (prepared?.is === 'proven' && options.from === null) {
    await options.onProved(entry.size, null);
    return prepared.proven;
  }
  try {
    return await proveEntry(entry, source, { ...options, wants: takes });
  } catch (error) {
    // Where the output ends within this file, it cannot be left out any more.
    if (options.from?.is === 'giving') failedSince(entry, error);
    throw error;
  }
}

async function* unchanged(
  entry: Entry,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    failedSince(entry, error);
  }
}

/** What it means where the data was proved before. */
function failedSince(entry: Entry, error: unknown): never {
  if (!(error instanceof DamagedEntry)) throw error;
  if (error.damage.what === 'unreadable') throw new GivenUp(entry);
  throw new ExtractError('archive-changed', { entry: entry.path }, error);
}
