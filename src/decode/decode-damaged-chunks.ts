// JPS file data that is damaged or cut: every chunk before the first that is not right, and of that one what it gives.
import type { Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { headerLength, readSizes, type Chunks } from './decode-chunks.ts';
import { inflateUntilBroken } from './inflate-until-broken.ts';
import { piecesByPart } from './pieces-by-part.ts';

/**
 * Plain bytes, in order, from data whose span may end within a chunk.
 * @throws DamagedEntry where there is no more, ExtractError where more cannot be read: once all before it was given
 */
export async function* decodeDamagedChunks(
  data: Chunks,
  source: ByteSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = data.span.offset + data.span.length;
  for (let position = data.span.offset; position < end;) {
    const { sealedSize, openedSize } = await readSizes(source, position, end);
    const offset = position + headerLength;
    const block = { offset, length: Math.min(sealedSize, end - offset), sealedSize, openedSize };
    const opened = open(data, block, { source, signal });
    let added = 0;
    for await (const piece of data.deflated ? inflateUntilBroken(opened) : opened) {
      added += piece.length;
      yield piece;
    }
    // As in sound data: an archive of such chunks would never end.
    if (added === 0) throw new DamagedEntry({ what: 'broken-stream' });
    position = offset + sealedSize;
  }
}

/** As much of a block as is there. */
interface Block extends Pick<Span, 'offset' | 'length'> {
  /** Bytes of all of it, and of what is in it. */
  readonly sealedSize: number;
  readonly openedSize: number;
}

/** What a block holds: from its start, where it can be opened so; else all of it, or nothing. */
async function* open(
  { unseal, unsealStart }: Chunks,
  { offset, length, sealedSize, openedSize }: Block,
  { source, signal }: { readonly source: ByteSource; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void> {
  if (unsealStart !== null) {
    yield* unsealStart(piecesByPart({ offset, length }, source, signal), openedSize);
    return;
  }
  // Two things would be missing: what is behind the edge, and what opens that which is before it.
  if (length < sealedSize) throw new DamagedEntry({ what: 'broken-stream' });
  signal.throwIfAborted();
  yield await unseal(await source.read(offset, length), openedSize);
}
