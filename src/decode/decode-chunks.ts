// JPS file data (formats 1.9 to 2.0): chunks one behind the other, each sealed on its own, and once opened a complete raw
// deflate stream of its own. Chunks lie anywhere in the joined archive and may span any number of parts.
import type { EntryData } from '../archive/entry.ts';
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';
import { inflateInto, wholeLimit } from './inflate-whole.ts';

const headerLength = 8;

type Chunks = Extract<EntryData, { readonly in: 'chunks' }>;

/**
 * Plain bytes, in order. The total is the caller's to check; that every chunk adds something is checked here.
 * @param size which the total ought to be: how much room the next chunk may need
 */
export async function* decodeChunks(
  { span, deflated, unseal }: Chunks,
  source: ByteSource,
  { size, pool }: { readonly size: number; readonly pool: BufferPool },
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = span.offset + span.length;
  if (end > source.size) throw new DamagedEntry({ what: 'beyond-end' });
  let position = span.offset;
  let left = size;
  while (position < end) {
    const { sealedSize, openedSize } = await readHeader(source, position, end);
    position += headerLength;
    const opened = await unseal(await source.read(position, sealedSize), openedSize);
    position += sealedSize;
    let added = 0;
    for await (const piece of deflated ? inflateChunk(opened, Math.max(0, left), pool) : [opened]) {
      added += piece.length;
      yield piece;
    }
    left -= added;
    // A chunk that gives nothing brings the file no nearer to its end: an archive of them would never end.
    if (added === 0) throw new DamagedEntry({ what: 'broken-stream' });
  }
}

/** The deflate stream of data that is a single chunk; null where it is not. @throws DamagedEntry */
export async function openOnlyChunk(
  { span, deflated, unseal }: Chunks,
  source: ByteSource,
): Promise<Uint8Array | null> {
  const end = span.offset + span.length;
  if (!deflated || span.length === 0 || end > source.size) return null;
  const { sealedSize, openedSize } = await readHeader(source, span.offset, end);
  if (headerLength + sealedSize !== span.length) return null;
  return unseal(await source.read(span.offset + headerLength, sealedSize), openedSize);
}

async function readHeader(
  source: ByteSource,
  position: number,
  end: number,
): Promise<{ readonly sealedSize: number; readonly openedSize: number }> {
  if (end - position < headerLength) throw new DamagedEntry({ what: 'broken-stream' });
  const header = new ByteCursor(await source.read(position, headerLength));
  const sealedSize = header.u32();
  const openedSize = header.u32();
  // The walk has let no chunk pass that is too long to hold.
  if (sealedSize > end - position - headerLength) throw new DamagedEntry({ what: 'broken-stream' });
  return { sealedSize, openedSize };
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
