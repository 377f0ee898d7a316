// A file or a Blob as a source of bytes: read piece by piece, or on and on.
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
 * A stream covers so much. Not all of the file: whether a file has changed on disk is looked at where a stream is opened. Bytes.
 */
const runSize = 8 * 1024 * 1024;
/** Shorter reads hop over data, and most of a stream would be for nobody. Bytes. */
const shortestInRun = 256 * 1024;

/**
 * The same, where long reads that follow each other come out of one stream. For each stream the browser makes a pipe, whose
 * memory is new to it and to the page: with one for every half mebibyte its own process took a third more time.
 */
export class ForwardBlobSource implements ByteSource {
  readonly #blob: Blob;
  readonly #pieces: BlobSource;
  /** Where the last read has ended. */
  #end = -1;
  #run: Run | null = null;

  constructor(blob: Blob) {
    this.#blob = blob;
    this.#pieces = new BlobSource(blob);
  }

  get size(): number {
    return this.#blob.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    const follows = offset === this.#end && length >= shortestInRun;
    this.#end = offset + length;
    return (follows ? await this.#readOn(offset, length) : null) ?? this.#pieces.read(offset, length);
  }

  /** Null where a browser has no such streams. */
  async #readOn(offset: number, length: number): Promise<Uint8Array | null> {
    let run = this.#run;
    if (run?.covers(offset, length) !== true) {
      run?.end();
      run = Run.open(this.#blob, offset, Math.max(length, runSize));
      this.#run = run;
    }
    try {
      return run === null ? null : await run.read(length);
    } catch (error) {
      // Its stream gives nothing any more.
      if (this.#run === run) this.#run = null;
      throw error;
    }
  }
}

/** One stream, and how far it has been asked for. */
class Run {
  readonly #reader: ReadableStreamBYOBReader;
  readonly #end: number;
  #position: number;
  /** The last read: each waits for the one before, and fails with it. */
  #last: Promise<Uint8Array> = Promise.resolve(new Uint8Array());

  private constructor(reader: ReadableStreamBYOBReader, start: number, end: number) {
    this.#reader = reader;
    this.#position = start;
    this.#end = end;
  }

  static open(blob: Blob, start: number, size: number): Run | null {
    const end = Math.min(start + size, blob.size);
    const reader = byobReader(blob.slice(start, end));
    return reader && new Run(reader, start, end);
  }

  covers(offset: number, length: number): boolean {
    return offset === this.#position && offset + length <= this.#end;
  }

  read(length: number): Promise<Uint8Array> {
    this.#position += length;
    this.#last = this.#last.then(() => fill(this.#reader, length));
    return this.#last;
  }

  /** What is left of the stream is not wanted. */
  end(): void {
    // One that has failed is over, and whoever read from it has been told.
    void this.#reader.cancel().catch(() => undefined);
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
async function fill(reader: ReadableStreamBYOBReader, length: number): Promise<Uint8Array> {
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
function byobReader(blob: Blob): ReadableStreamBYOBReader | null {
  try {
    return blob.stream().getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}
