// What a sink is given of one file: plain bytes as they are decoded, or bytes that have passed every check before the first.
import type { Entry } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeEntry, type DecodeOptions } from '../decode/decode-entry.ts';
import { proveEntry } from '../decode/prove-entry.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Proof, Sink } from '../sink/sink.ts';
import { GivenUp } from './given-up.ts';
import type { Prepared } from './start-ahead.ts';

export interface FileContent {
  readonly proof: Proof | null;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

export interface ContentOptions extends DecodeOptions {
  readonly takes: Sink['takes'];
  /** Where a long entry is read a second time, once it is proved. */
  readonly again: ByteSource;
  /** Called with the plain size of every piece that is proved beforehand; the next follows when it resolves. */
  readonly onProved: (size: number) => Promise<void>;
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
    return { proof: null, pieces: decodeEntry(entry, source, { ...options, opened }) };
  }
  const proven = prepared?.is === 'proven' ? prepared.proven : null;
  if (proven !== null) await options.onProved(entry.size);
  const { crc32, packing, pieces } = proven ?? (await proveEntry(entry, source, { ...options, wants: takes }));
  return { proof: { crc32, packing }, pieces: unchanged(entry, pieces) };
}

async function* unchanged(
  entry: Entry,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof DamagedEntry)) throw error;
    throw error.damage.what === 'unreadable'
      ? new GivenUp(entry)
      : new ExtractError('archive-changed', { entry: entry.path }, error);
  }
}
