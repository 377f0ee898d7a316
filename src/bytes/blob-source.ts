// A file or a Blob as a source of bytes.
import { checkRange, type ByteSource } from './byte-source.ts';

/** A file that changed on disk rejects with the browser's NotReadableError. */
export class BlobSource implements ByteSource {
  readonly #blob: Blob;

  constructor(blob: Blob) {
    this.#blob = blob;
  }

  get size(): number {
    return this.#blob.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    const piece = this.#blob.slice(offset, offset + length);
    const reader = byobReader(piece);
    return reader === null ? whole(new Uint8Array(await piece.arrayBuffer()), length) : fill(reader, length);
  }
}

/**
 * Readers with a read under way. Chromium does not keep the stream of a Blob alive for the sake of a pending read: where
 * nothing else held the reader, it was collected in mid-read, and everything that waited for it waited for ever. Module
 * state on purpose, as it must be reachable whatever else is.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/**
 * Exactly `length` bytes, into a buffer of our own. `arrayBuffer()` would do, but Chromium takes four times as long over it, and its buffers
 * are collected so late that reading a large file takes hundreds of megabytes.
 */
export async function fill(reader: ReadableStreamBYOBReader, length: number): Promise<Uint8Array> {
  reading.add(reader);
  try {
    let bytes = new Uint8Array(length);
    for (let done = 0; done < bytes.length;) {
      const { value } = await reader.read(bytes.subarray(done));
      // Cancelled by the browser; and an empty piece is the end.
      if (value === undefined) return whole(new Uint8Array(), length);
      bytes = new Uint8Array(value.buffer);
      if (value.length === 0) return whole(bytes.subarray(0, done), length);
      done += value.length;
    }
    return bytes;
  } finally {
    reading.delete(reader);
  }
}

/** A short read is a failed read, never the end of the file. */
function whole(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${bytes.length} of ${length} bytes could be read`);
  return bytes;
}

/** Null where a Blob's stream cannot fill a given buffer (Safari). */
export function byobReader(blob: Blob): ReadableStreamBYOBReader | null {
  const stream = blob.stream();
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    // Some begin to read at once.
    void stream.cancel();
    return null;
  }
}
