// From sealed block to sealed block, without the key: each states its length before it, and that of its plain bytes on both
// sides.
import { ByteCursor } from '../../bytes/byte-cursor.ts';
import { ReadAhead } from '../../bytes/read-ahead.ts';
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Link } from '../chain.ts';
import {
  archiveHeaderLength,
  chunkPrefixLength,
  entityPrefixLength,
  entitySignature,
  longestChunk,
  readArchiveHeaderLength,
} from './header.ts';

const window = 1024 * 1024;

/** @param start where the signature lies. Ends where no further block can be read */
export async function* followBlocks(source: JoinedSource, start: number): AsyncGenerator<Link, void> {
  if (source.size - start < archiveHeaderLength) return;
  const ahead = new ReadAhead(source, { window, prefetch: false });
  let position = start + readArchiveHeaderLength(await ahead.read(start, archiveHeaderLength));
  while (source.size - position >= chunkPrefixLength) {
    const { length, sealed, plain } = readPrefix(await ahead.read(position, chunkPrefixLength));
    const blockStart = position + length;
    const end = blockStart + sealed;
    if (sealed < 4 || sealed > longestChunk || end > source.size) return;
    const endsAt = async (offset: number): Promise<boolean> =>
      offset >= 4 && offset <= source.size && new ByteCursor(await ahead.read(offset - 4, 4)).u32() === plain;
    yield { start: blockStart, end, entry: null, endsAt };
    position = end;
  }
}

/** Of a header or a chunk. The end mark reads as a chunk that is far too long. */
function readPrefix(bytes: Uint8Array): { readonly length: number; readonly sealed: number; readonly plain: number } {
  const cursor = new ByteCursor(bytes);
  if (!hasAscii(bytes, entitySignature))
    return { length: chunkPrefixLength, sealed: cursor.u32(), plain: cursor.u32() };
  cursor.skip(entitySignature.length);
  return { length: entityPrefixLength, sealed: cursor.u16(), plain: cursor.u16() };
}
