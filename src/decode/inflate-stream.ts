// Inflates one raw deflate stream of any length through the browser's own decompressor, in constant memory.
import { unshared } from '../bytes/byte-source.ts';
import { DamagedEntry } from '../problems/damaged-entry.ts';

/**
 * The decompressor gives all that a piece holds before it can be held back, which may be 1,032 times as much: 1 MiB of zeros,
 * packed, took 1 GB. Bytes.
 */
const mostAtOnce = 32 * 1024;

/**
 * Plain bytes of one raw deflate stream whose bytes come in pieces. An error of `pieces` itself passes through as it is.
 * @throws DamagedEntry where the stream is broken, cut, or (in browsers; not in Node 20) followed by further bytes.
 */
export async function* inflateStream(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const failures: unknown[] = [];
  let rest = new Uint8Array();
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          if (rest.length === 0) {
            const next = await iterator.next();
            if (next.done === true) {
              controller.close();
              return;
            }
            rest = unshared(next.value);
          }
          controller.enqueue(rest.subarray(0, mostAtOnce));
          rest = rest.subarray(mostAtOnce);
        } catch (error) {
          failures.push(error);
          controller.error(error);
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is read before it is wanted.
    { highWaterMark: 0 },
  );
  const reader = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (failures.length > 0) throw failures[0];
    throw new DamagedEntry({ what: 'broken-stream' }, cause);
  } finally {
    // Frees the decompressor when the caller stops early; after an error there is nothing left to cancel.
    if (failures.length === 0) await reader.cancel().catch(() => undefined);
  }
}
