// Node 20's DecompressionStream passes over bytes behind the end of a deflate stream; browsers do not. This is one that
// does as Chromium: https://compression.spec.whatwg.org/#decompress-and-enqueue-a-chunk. Small streams only.
import { inflateRawSync, type InflateRaw } from 'node:zlib';
import { concat } from './byte-writer.ts';

/** How many were made: how often the browser had to decide. */
export const strictStreams = { count: 0 };

export class StrictDecompressionStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: string) {
    if (format !== 'deflate-raw') throw new TypeError(`${format} is not what this program uses`);
    strictStreams.count += 1;
    const pieces: Uint8Array[] = [];
    super({
      transform(piece) {
        pieces.push(piece);
      },
      flush(controller) {
        controller.enqueue(inflateExactly(concat(pieces)));
      },
    });
  }
}

/** Bytes of a raw deflate stream that ends in the last byte of `packed`. @throws where it is anything else */
export function inflateExactly(packed: Uint8Array): Uint8Array {
  // With `info` the answer is an object, which the types of Node 20 do not know.
  const answer: unknown = inflateRawSync(packed, { info: true });
  if (!isAnswer(answer)) throw new Error('zlib answers in another form');
  if (answer.engine.bytesWritten < packed.length) throw new TypeError('Junk found after end of compressed data.');
  return new Uint8Array(answer.buffer);
}

function isAnswer(value: unknown): value is { readonly buffer: Buffer; readonly engine: InflateRaw } {
  return typeof value === 'object' && value !== null && 'buffer' in value && 'engine' in value;
}
