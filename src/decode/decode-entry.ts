// The plain bytes of one entry, counted and checked. The last piece has passed every check before it is given, so a file that
// comes in a single one is known to be whole; who was given pieces of a longer one must discard them on an error.
import type { Entry, Span } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { crc32 } from '../bytes/crc32.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { decodeChunks } from './decode-chunks.ts';
import { dataSpan } from './data-offset.ts';
import { inflateStream } from './inflate-stream.ts';
import { inflateWhole, wholeLimit } from './inflate-whole.ts';

/** What is read at once of a longer one. Bytes. */
const pieceSize = 1024 * 1024;

export interface DecodeOptions {
  readonly signal: AbortSignal;
  /** Where bytes that are decoded in one go come from; whoever is given them may give them back. */
  readonly pool: BufferPool;
  /** The chunks of an entry that has such, where they were opened before. */
  readonly opened?: readonly Uint8Array[] | undefined;
}

/**
 * Decodes the data of a file or a link. Whoever reads the pieces owns them.
 * @throws DamagedEntry where the data is not what the archive states.
 * @throws ExtractError where a part cannot be read.
 */
export async function* decodeEntry(
  entry: Entry,
  source: ByteSource,
  { signal, pool, opened }: DecodeOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { data, size } = entry;
  switch (data.in) {
    case 'nothing':
      if (size > 0) throw new DamagedEntry({ what: 'too-short', expected: size, found: 0 });
      return;
    case 'stored':
    case 'deflate': {
      const { offset, length } = await dataSpan(data.span, source);
      if (data.in === 'stored' && length !== size) throw lengthDamage(size, length);
      if (size <= wholeLimit && length <= wholeLimit) {
        const packed = await source.read(offset, length);
        const plain = data.in === 'stored' ? packed : await inflateWhole(packed, size, pool);
        checkCrc(data.crc32, data.crc32 === undefined ? 0 : crc32(plain));
        if (plain.length > 0) yield plain;
      } else {
        const pieces = readPieces({ offset, length }, source, signal);
        yield* checked(data.in === 'stored' ? pieces : inflateStream(pieces), size, data.crc32);
      }
      return;
    }
    case 'chunks':
      yield* checked(decodeChunks(data, source, { size, pool, opened }), size);
      return;
    case 'foreign':
      yield* checked(readStream(data.open(signal)), size);
      return;
    case 'damaged':
      throw new DamagedEntry(data.damage);
    case 'unsupported':
      throw new Error(`an entry of method ${data.method} cannot be decoded and must not be planned`);
    default:
      return data satisfies never;
  }
}

/** The bytes of a span as they lie in the archive. */
export async function* readPieces(
  span: Span,
  source: ByteSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let done = 0; done < span.length; done += pieceSize) {
    signal.throwIfAborted();
    yield await source.read(span.offset + done, Math.min(pieceSize, span.length - done));
  }
}

/** The pieces of a stream that a library decodes. */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Ends the library's work when the caller stops early; a stream that has failed has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

/** Passes pieces on while they fit the stated size, the last one only if all of them add up to it. */
async function* checked(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  expectedCrc?: number,
): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  let crc = 0;
  let last: Uint8Array | null = null;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > size) throw lengthDamage(size, length);
    if (expectedCrc !== undefined) crc = crc32(piece, crc);
    if (length < size) yield piece;
    else if (piece.length > 0) last = piece;
  }
  if (length !== size) throw lengthDamage(size, length);
  checkCrc(expectedCrc, crc);
  if (last !== null) yield last;
}

export function lengthDamage(expected: number, found: number): DamagedEntry {
  return new DamagedEntry(found > expected ? { what: 'too-long', expected } : { what: 'too-short', expected, found });
}

/** @throws DamagedEntry where a sum is stated, and is another. */
export function checkCrc(expected: number | undefined, found: number): void {
  if (expected !== undefined && expected !== found) throw new DamagedEntry({ what: 'checksum', expected, found });
}
