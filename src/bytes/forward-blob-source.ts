// A file or a Blob as a source of bytes for readers that move forward.
import { BlobSource, byobReader, fill } from './blob-source.ts';
import { checkRange, type ByteSource } from './byte-source.ts';

/** A stream covers so much. Bytes. */
const streamSize = 8 * 1024 * 1024;
/** Shorter reads hop over data, and most of a stream would be for nobody. Bytes. */
const shortestInStream = 256 * 1024;
/** A run reads in two places at a time: what comes next, and what is read ahead. */
const mostStreams = 2;
/** Nobody has read on for so long: the file is let go of. */
const idleMs = 1000;

/**
 * Long reads that follow each other come out of one stream. For each stream the browser makes a pipe, whose memory is new to it
 * and to the page, and that takes both of them time. A browser looks where a stream is opened
 * whether the file has changed; so that no bytes pass that came later, one byte of the file is read anew after every read.
 */
export class ForwardBlobSource implements ByteSource {
  readonly #blob: Blob;
  readonly #pieces: BlobSource;
  /** Where the last reads have ended. */
  readonly #ends: number[] = [];
  /** The one used last comes last. */
  #streams: ForwardStream[] = [];
  #hasStreams = true;

  constructor(blob: Blob) {
    this.#blob = blob;
    this.#pieces = new BlobSource(blob);
  }

  get size(): number {
    return this.#blob.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    const at = this.#ends.indexOf(offset);
    const follows = at >= 0 && length >= shortestInStream;
    if (at >= 0) this.#ends.splice(at, 1);
    this.#ends.push(offset + length);
    if (this.#ends.length > mostStreams) this.#ends.shift();
    const stream = follows ? this.#streamAt(offset, length) : null;
    if (stream === null) return this.#pieces.read(offset, length);
    try {
      const bytes = await stream.read(length);
      await this.#pieces.read(offset, 1);
      return bytes;
    } catch (error) {
      this.#let(stream);
      throw error;
    }
  }

  /** Null where a browser has no such streams. */
  #streamAt(offset: number, length: number): ForwardStream | null {
    const open = this.#streams.find((stream) => stream.isAt(offset));
    if (open?.holds(length) === true) {
      this.#streams = [...this.#streams.filter((stream) => stream !== open), open];
      return open;
    }
    if (open !== undefined) this.#let(open);
    if (!this.#hasStreams) return null;
    const end = Math.min(offset + Math.max(length, streamSize), this.size);
    const reader = byobReader(this.#blob.slice(offset, end));
    if (reader === null) {
      this.#hasStreams = false;
      return null;
    }
    const stream: ForwardStream = new ForwardStream(reader, { start: offset, end }, () => {
      this.#let(stream);
    });
    this.#streams.push(stream);
    const [oldest] = this.#streams;
    if (oldest !== undefined && this.#streams.length > mostStreams) this.#let(oldest);
    return stream;
  }

  #let(stream: ForwardStream): void {
    this.#streams = this.#streams.filter((other) => other !== stream);
    stream.end();
  }
}

/** One stream, and how far it has been asked for. */
class ForwardStream {
  readonly #reader: ReadableStreamBYOBReader;
  readonly #end: number;
  readonly #onIdle: () => void;
  #position: number;
  /** The last read: each waits for the one before, and fails with it. */
  #last: Promise<Uint8Array> = Promise.resolve(new Uint8Array());
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    reader: ReadableStreamBYOBReader,
    { start, end }: { readonly start: number; readonly end: number },
    onIdle: () => void,
  ) {
    this.#reader = reader;
    this.#position = start;
    this.#end = end;
    this.#onIdle = onIdle;
  }

  isAt(offset: number): boolean {
    return offset === this.#position;
  }

  holds(length: number): boolean {
    return this.#position + length <= this.#end;
  }

  read(length: number): Promise<Uint8Array> {
    clearTimeout(this.#timer);
    this.#position += length;
    const read = this.#last.then(() => fill(this.#reader, length));
    this.#last = read;
    const rest = (): void => {
      if (this.#last === read) this.#timer = setTimeout(this.#onIdle, idleMs);
    };
    read.then(rest, rest);
    return read;
  }

  /** What is left of the stream is not wanted. What is being read of it still comes. */
  end(): void {
    clearTimeout(this.#timer);
    const cancel = async (): Promise<Uint8Array> => {
      await this.#reader.cancel();
      return new Uint8Array();
    };
    this.#last = this.#last.then(cancel, cancel);
    // A stream that has failed has told whoever read it, and has nothing left to cancel.
    this.#last.catch(() => undefined);
  }
}
