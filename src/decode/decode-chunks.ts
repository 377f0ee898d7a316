// JPS file data (formats 1.9 to 2.0): chunks one behind the other, each sealed on its own, and once opened a complete raw
// deflate stream of its own. Chunks lie anywhere in the joined archive and may span any number of parts.
import type { EntryData } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';
import { inflateInto, wholeLimit } from './inflate-whole.ts';

/** Sealed size and opened size of a chunk. Bytes. */
export const headerLength = 8;

export type Chunks = Extract<EntryData, { readonly in: 'chunks' }>;

export interface ChunkOptions {
  /** What the total ought to be: how much room the next chunk may need. */
  readonly size: number;
  readonly pool: BufferPool;
  /** The chunks, where they were opened before; `source` is not read then. */
  readonly opened?: readonly Uint8Array[] | undefined;
}

/** Plain bytes, in order. The total is the caller's to check; that every chunk adds something is checked here. */
export async function* decodeChunks(
  data: Chunks,
  source: ByteSource,
  { size, pool, opened }: ChunkOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let left = size;
  for await (const chunk of opened ?? openedOnly(data, source)) {
    let added = 0;
    for await (const piece of data.deflated ? inflateChunk(chunk, Math.max(0, left), pool) : [chunk]) {
      added += piece.length;
      yield piece;
    }
    left -= added;
    expectGain(added);
  }
}

/** A chunk that gives nothing brings the file no nearer to its end: an archive of them would never end. @throws DamagedEntry */
export function expectGain(added: number): void {
  if (added === 0) throw new DamagedEntry({ what: 'broken-stream' });
}

/**
 * Reads chunks that are held in memory all together. To be opened with others: that takes little longer than to open one.
 * @returns what opens them, and throws DamagedEntry where they make no sense
 * @throws DamagedEntry where they are not there
 */
export async function readAllChunks(data: Chunks, source: ByteSource): Promise<() => Promise<readonly Uint8Array[]>> {
  const chunks: SealedChunk[] = [];
  for await (const chunk of readChunks(data, source)) chunks.push(chunk);
  return () => Promise.all(chunks.map(async ({ block, openedSize }) => data.unseal(block, openedSize)));
}

/**
 * Reads data that is a single chunk; null where it is not.
 * @returns what opens its deflate stream, and throws DamagedEntry where it makes no sense
 * @throws DamagedEntry where it is not there
 */
export async function readOnlyChunk(
  { span, deflated, unseal }: Chunks,
  source: ByteSource,
): Promise<(() => Promise<Uint8Array>) | null> {
  const end = span.offset + span.length;
  if (!deflated || span.length === 0 || end > source.size) return null;
  const { sealedSize, openedSize } = await readHeader(source, span.offset, end);
  if (headerLength + sealedSize !== span.length) return null;
  const block = await source.read(span.offset + headerLength, sealedSize);
  return async () => unseal(block, openedSize);
}

/** A chunk as it lies in the archive. */
interface SealedChunk {
  readonly block: Uint8Array;
  /** Bytes, as the header in front of it has it. */
  readonly openedSize: number;
  /** Bytes of the data up to its end. */
  readonly end: number;
}

interface OpenedChunk extends Pick<SealedChunk, 'end'> {
  readonly opened: Uint8Array;
}

/** @param start bytes of the data that are passed over: up to the end of a chunk */
export async function* openChunks(data: Chunks, source: ByteSource, start = 0): AsyncGenerator<OpenedChunk, void> {
  for await (const { block, openedSize, end } of readChunks(data, source, start))
    yield { opened: await data.unseal(block, openedSize), end };
}

async function* openedOnly(data: Chunks, source: ByteSource): AsyncGenerator<Uint8Array, void> {
  for await (const { opened } of openChunks(data, source)) yield opened;
}

async function* readChunks({ span }: Chunks, source: ByteSource, start = 0): AsyncGenerator<SealedChunk, void> {
  const end = span.offset + span.length;
  if (end > source.size) throw new DamagedEntry({ what: 'beyond-end' });
  for (let position = span.offset + start; position < end;) {
    const { sealedSize, openedSize } = await readHeader(source, position, end);
    const offset = position + headerLength;
    position = offset + sealedSize;
    yield { block: await source.read(offset, sealedSize), openedSize, end: position - span.offset };
  }
}

async function readHeader(source: ByteSource, position: number, end: number): Promise<ChunkSizes> {
  const sizes = await readSizes(source, position, end);
  // The walk has let no chunk pass that is too long to hold.
  if (sizes.sealedSize > end - position - headerLength) throw new DamagedEntry({ what: 'broken-stream' });
  return sizes;
}

interface ChunkSizes {
  readonly sealedSize: number;
  readonly openedSize: number;
}

/** What stands in front of a chunk. @throws DamagedEntry where it is not there */
export async function readSizes(source: ByteSource, position: number, end: number): Promise<ChunkSizes> {
  if (end - position < headerLength) throw new DamagedEntry({ what: 'broken-stream' });
  const header = new ByteCursor(await source.read(position, headerLength));
  return { sealedSize: header.u32(), openedSize: header.u32() };
}

/**
 * What a chunk gives is known when it has been inflated: into room for all that is left, which most files need at once, and
 * copied to where it is just as long where it is not all. A chunk that gives more, or is not right, is left to the browser.
 */
async function* inflateChunk(opened: Uint8Array, left: number, pool: BufferPool): AsyncGenerator<Uint8Array, void> {
  const room = pool.take(Math.min(left, wholeLimit));
  const size = inflateInto(room, opened);
  if (size !== null && size === room.length) {
    if (size > 0) yield room;
    return;
  }
  if (size === null) {
    pool.give(room);
    yield* inflateStream([opened]);
    return;
  }
  const plain = pool.take(size);
  plain.set(room.subarray(0, size));
  pool.give(room);
  if (size > 0) yield plain;
}
