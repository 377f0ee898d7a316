// Random access to a run of bytes: where everything this program reads comes from.

/** A run of bytes of known size. Whoever calls `read` owns the bytes it returns and must not change them (they may be shared). */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`.
   * @throws RangeError where the range leaves the source: callers check against `size` first.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Where the bytes end that can be read together with the one at `offset`; `size` where this is left out. */
  endOfStretch?(offset: number): number;
}

export function checkRange(size: number, offset: number, length: number): void {
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset > size - length
  )
    throw new RangeError(`${length} bytes at ${offset} are outside a source of ${size}`);
}

/** Bytes already in memory. */
export class MemorySource implements ByteSource {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    return Promise.resolve(this.#bytes.subarray(offset, offset + length));
  }
}

/** A file or a Blob. A file that changed on disk rejects with the browser's NotReadableError. */
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
    const bytes = await readInto(this.#blob.slice(offset, offset + length), new Uint8Array(length));
    // A short read is a failed read, never the end of the file.
    if (bytes.length !== length) throw new RangeError(`${bytes.length} of ${length} bytes could be read`);
    return bytes;
  }
}

/**
 * Readers with a read under way. Chromium does not keep the stream of a Blob alive for the sake of a pending read: where
 * nothing else held the reader, it was collected in mid-read, and everything that waited for it waited for ever. Module
 * state on purpose, as it must be reachable whatever else is.
 */
const reading = new Set<ReadableStreamBYOBReader>();

/**
 * Fills a buffer of our own. `arrayBuffer()` would do, but Chromium takes four times as long over it, and its buffers
 * are collected so late that reading a large file takes hundreds of megabytes.
 * @returns what could be read, over the memory of `buffer`
 */
async function readInto(blob: Blob, buffer: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = byobReader(blob);
  if (reader === null) return new Uint8Array(await blob.arrayBuffer());
  reading.add(reader);
  try {
    let bytes = buffer;
    for (let done = 0; done < bytes.length;) {
      const { value } = await reader.read(bytes.subarray(done));
      // Cancelled by the browser; and an empty piece is the end.
      if (value === undefined) return bytes.subarray(0, 0);
      bytes = new Uint8Array(value.buffer);
      if (value.length === 0) return bytes.subarray(0, done);
      done += value.length;
    }
    return bytes;
  } finally {
    reading.delete(reader);
  }
}

/** Null where a Blob's stream cannot fill a given buffer (Safari). */
function byobReader(blob: Blob): ReadableStreamBYOBReader | null {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

/** The same bytes over a plain buffer, which is what streams and files take. Copies only what is shared between threads. */
export function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
