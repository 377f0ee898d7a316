// Packs plain bytes into one raw deflate stream (RFC 1951), through the browser's own compressor.
import { unshared } from '../bytes/byte-source.ts';

/** An error of `pieces` passes through as it is; a user who stops early ends `pieces` too. */
export async function* deflateStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = new CompressionStream('deflate-raw');
  const writer = writable.getWriter();
  const reader = readable.getReader();
  const feeding = feed(pieces, writer);
  // Met below; until then nobody may be waiting for it.
  feeding.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await feeding;
  } catch (error) {
    // Where the feeding failed, its error is the one that tells something.
    await feeding;
    throw error;
  } finally {
    // Frees the compressor and ends the feeding where the caller stops early.
    await reader.cancel().catch(() => undefined);
  }
}

async function feed(
  pieces: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
): Promise<void> {
  try {
    for await (const piece of pieces) await writer.write(unshared(piece));
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
