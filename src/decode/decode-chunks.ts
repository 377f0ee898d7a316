// JPS file data (formats 1.9 to 2.0): chunks one behind the other, each sealed on its own, and once opened a complete raw
// deflate stream of its own. Chunks lie anywhere in the joined archive and may span any number of parts.
import type { EntryData } from '../archive/entry.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { ByteSource } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { inflateStream } from './inflate-stream.ts';
import { inflateWhole, wholeLimit } from './inflate-whole.ts';

const headerLength = 8;

type Chunks = Extract<EntryData, { readonly in: 'chunks' }>;

/** Plain bytes, in order. The total is the caller's to check; that every chunk adds something is checked here. */
export async function* decodeChunks(
  { span, deflated, unseal }: Chunks,
  size: number,
  source: ByteSource,
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = span.offset + span.length;
  if (end > source.size) throw new DamagedEntry({ what: 'beyond-end' });
  let position = span.offset;
  let done = 0;
  while (position < end) {
    if (end - position < headerLength) throw new DamagedEntry({ what: 'broken-stream' });
    const header = new ByteCursor(await source.read(position, headerLength));
    const sealedSize = header.u32();
    const openedSize = header.u32();
    position += headerLength;
    // The walk has let no chunk pass that is too long to hold.
    if (sealedSize > end - position) throw new DamagedEntry({ what: 'broken-stream' });

    const opened = await unseal(await source.read(position, sealedSize), openedSize);
    position += sealedSize;
    let added = 0;
    for await (const piece of deflated
      ? inflateChunk(opened, size, position === end && done === 0 && size <= wholeLimit)
      : [opened]) {
      added += piece.length;
      yield piece;
    }
    // A chunk that gives nothing brings the file no nearer to its end: an archive of them would never end.
    if (added === 0) throw new DamagedEntry({ what: 'broken-stream' });
    done += added;
  }
}

/** The only chunk of a small file must give the whole file, which makes the fast way safe; of others the size is not known. */
async function* inflateChunk(opened: Uint8Array, size: number, isOnly: boolean): AsyncGenerator<Uint8Array, void> {
  if (isOnly) yield await inflateWhole(opened, size);
  else yield* inflateStream([opened]);
}
