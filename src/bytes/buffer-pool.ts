// Buffers that are used again. Browsers collect dropped ones late: without this, what a run has decoded stays in memory for
// seconds after it is written, and a fresh buffer has to be filled with zeros each time.

const smallest = 4096;
/** What lies ready is at most this much, all together. Bytes. */
const mostKept = 16 * 1024 * 1024;

export class BufferPool {
  readonly #free = new Map<number, ArrayBuffer[]>();
  readonly #own = new WeakSet<ArrayBuffer>();
  #kept = 0;

  /** `size` bytes with any content. Whoever holds them owns them; losing them costs nothing but the next one's making. */
  take(size: number): Uint8Array<ArrayBuffer> {
    const capacity = capacityFor(size);
    const kept = this.#free.get(capacity)?.pop();
    if (kept !== undefined) {
      this.#kept -= capacity;
      return new Uint8Array(kept, 0, size);
    }
    const made = new ArrayBuffer(capacity);
    this.#own.add(made);
    return new Uint8Array(made, 0, size);
  }

  /** Takes bytes back that nobody looks at any more, if they came from here; others are left alone. Once for each `take`. */
  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || !this.#own.has(buffer)) return;
    const capacity = buffer.byteLength;
    if (this.#kept + capacity > mostKept) return;
    this.#kept += capacity;
    const others = this.#free.get(capacity);
    if (others === undefined) this.#free.set(capacity, [buffer]);
    else others.push(buffer);
  }
}

/** The next power of two: few sizes, so that one fits again soon. */
function capacityFor(size: number): number {
  return size <= smallest ? smallest : 2 ** Math.ceil(Math.log2(size));
}
