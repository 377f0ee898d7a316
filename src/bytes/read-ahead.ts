// A window over a source for readers that move forward: headers one behind the other, or the data of entries in archive
// order. While the caller works on one window the next is being fetched, so small reads cost no round trip each. Between
// headers that lie close together it fetches the data too: one long read is much faster than many short ones.
import type { ByteSource } from './byte-source.ts';

export interface ReadAheadOptions {
  /** Bytes of a window while reads follow each other closely. */
  readonly window: number;
  /** Fetch the next window before it is asked for: right for reading everything, wasteful for hopping over data. */
  readonly prefetch: boolean;
}

/** The window of who reads all data, in order. Bytes. */
export const longWindow = 1024 * 1024;
const smallestWindow = 64 * 1024;

/** Bytes that are in memory, and where in the source they begin. */
interface ReadWindow {
  readonly start: number;
  readonly bytes: Uint8Array;
}

const nothing: ReadWindow = { start: 0, bytes: new Uint8Array() };

function endOf({ start, bytes }: ReadWindow): number {
  return start + bytes.length;
}

/** Not for concurrent reads: one reader, one read at a time. At most three windows are in memory, plus what a caller still holds. */
export class ReadAhead implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  readonly #options: ReadAheadOptions;
  #current = nothing;
  /** The window before, where the current one begins at its end: what lies over both is put together from them. */
  #before = nothing;
  #next: { readonly start: number; readonly length: number; readonly bytes: Promise<Uint8Array> } | null = null;
  #length = smallestWindow;

  constructor(source: ByteSource, options: ReadAheadOptions) {
    this.size = source.size;
    this.#source = source;
    this.#options = options;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const held = this.#held(offset, length);
    if (held !== null) return held;
    // As long as a window: no use keeping it. Over a gap: the source has its own word for that.
    const isOver = offset + length > this.endOfStretch(offset);
    if (isOver || length >= this.#options.window) return this.#source.read(offset, length);
    try {
      await this.#move(offset, length);
    } catch {
      // More was asked for than is needed: what lies behind the range may be what cannot be read.
      return this.#source.read(offset, length);
    }
    return this.#held(offset, length) ?? this.#source.read(offset, length);
  }

  /** The range, if it is in the window. Synchronous, so that a walk over small headers need not wait for each. */
  peek(offset: number, length: number): Uint8Array | null {
    return this.#held(offset, length);
  }

  endOfStretch(offset: number): number {
    return this.#source.endOfStretch?.(offset) ?? this.size;
  }

  endOfPart(offset: number): number {
    return this.#source.endOfPart?.(offset) ?? this.size;
  }

  #held(offset: number, length: number): Uint8Array | null {
    const current = this.#current;
    if (offset >= current.start) return within(current, offset, length);
    const before = this.#before;
    if (offset < before.start) return null;
    const size = current.start - offset;
    if (length <= size) return within(before, offset, length);
    const rest = within(current, current.start, length - size);
    // Copied, which is why only what is asked for is.
    return rest === null ? null : joined(before.bytes.subarray(offset - before.start), rest);
  }

  async #move(offset: number, length: number): Promise<void> {
    const { start } = this.#current;
    const end = endOf(this.#current);
    // Close behind the last window: a longer one pays. A long hop: most of it would be data nobody asked for.
    const isNear = offset >= start && offset - end < smallestWindow;
    this.#length = isNear ? Math.min(this.#length * 4, this.#options.window) : smallestWindow;

    const next = this.#next;
    this.#next = null;
    if (next !== null && offset >= start && offset + length <= next.start + next.length) {
      const bytes = await next.bytes;
      this.#before = this.#current;
      this.#current = { start: next.start, bytes };
    } else {
      const count = Math.min(Math.max(this.#length, length), this.endOfStretch(offset) - offset);
      const bytes = await this.#source.read(offset, count);
      this.#before = { start: offset, bytes: new Uint8Array() };
      this.#current = { start: offset, bytes };
    }
    this.#fetchNext();
  }

  #fetchNext(): void {
    const start = endOf(this.#current);
    if (!this.#options.prefetch || start >= this.size) return;
    const length = Math.min(this.#length, this.endOfStretch(start) - start);
    const bytes = this.#source.read(start, length);
    // A failure is met where the window is awaited; one that is never awaited concerns nobody.
    bytes.catch(() => undefined);
    this.#next = { start, length, bytes };
  }
}

function within({ start, bytes }: ReadWindow, offset: number, length: number): Uint8Array | null {
  const from = offset - start;
  return from + length > bytes.length ? null : bytes.subarray(from, from + length);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
