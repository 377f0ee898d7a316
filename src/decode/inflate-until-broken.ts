// What a raw deflate stream that is broken or cut gives all the same: with pako, as the browser's own decompressor keeps to itself
// several kilobytes of what it has inflated when its stream turns out to be wrong. As zlib itself has it, to the last byte.
import { Z_BUF_ERROR, Z_OK, Z_STREAM_END, Z_SYNC_FLUSH, zlibInflate, zlibInflateInit2, ZStream } from 'pako';
import { DamagedEntry } from '../problems/damaged-entry.ts';
import { rawWindowBits } from './reusable-inflater.ts';

/** What is given at once, at most, whatever a piece inflates to. Bytes. */
const roomSize = 64 * 1024;

/**
 * Plain bytes of one raw deflate stream whose bytes come in pieces. All that the pieces so far hold is given before the next one
 * is asked for, and before an error: one of `pieces` itself passes through as it is.
 * @throws DamagedEntry where the stream is broken, cut, or followed by further bytes
 */
export async function* inflateUntilBroken(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = new ZStream();
  zlibInflateInit2(stream, rawWindowBits);
  const room = new Uint8Array(roomSize);
  let isOver = false;
  for await (const piece of pieces) {
    stream.input = piece;
    stream.next_in = 0;
    stream.avail_in = piece.length;
    // With its room full, it may hold more of what it was given before.
    for (let isFull = false; !isOver && (isFull || stream.avail_in > 0);) {
      stream.output = room;
      stream.next_out = 0;
      stream.avail_out = roomSize;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      if (stream.next_out > 0) yield room.slice(0, stream.next_out);
      isFull = stream.avail_out === 0;
      isOver = status === Z_STREAM_END;
      // It says `Z_BUF_ERROR` where all was given already, and it waits for more.
      if (!isOver && status !== Z_OK && status !== Z_BUF_ERROR) throw new DamagedEntry({ what: 'broken-stream' });
    }
    if (stream.avail_in > 0) throw new DamagedEntry({ what: 'broken-stream' });
  }
  if (!isOver) throw new DamagedEntry({ what: 'broken-stream' });
}
