// Bytes of an archive that may end anywhere, as far as they can be read.
import type { Span } from '../archive/entry.ts';
import type { ByteSource } from '../bytes/byte-source.ts';

/**
 * What is read at once, in one part: what comes with a byte that cannot be read is lost with it, and a part may fail as a whole.
 * Bytes.
 */
const pieceSize = 64 * 1024;

/** @throws what the source throws, once all before it was given */
export async function* piecesByPart(
  { offset, length }: Pick<Span, 'offset' | 'length'>,
  source: ByteSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = offset + length;
  for (let from = offset; from < end;) {
    signal.throwIfAborted();
    const to = Math.min(from + pieceSize, end, source.endOfPart?.(from) ?? end);
    yield await source.read(from, to - from);
    from = to;
  }
}
