// Bytes gathered from many places, in memory that is used again.

const leastCapacity = 64 * 1024;
/** So few are copied sooner than a view of them is made. */
const fewBytes = 64;

export class ByteBuilder {
  #bytes = new Uint8Array(leastCapacity);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Bytes of memory, filled or not. */
  get capacity(): number {
    return this.#bytes.length;
  }

  /** What has been gathered: valid until the next call. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }

  append(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const size = this.#size + to - from;
    if (size > this.#bytes.length) this.#grow(size);
    if (to - from > fewBytes) this.#bytes.set(bytes.subarray(from, to), this.#size);
    else for (let index = from; index < to; index += 1) this.#bytes[this.#size + index - from] = bytes[index] ?? 0;
    this.#size = size;
  }

  clear(): void {
    this.#size = 0;
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, this.#bytes.length * 2));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}
