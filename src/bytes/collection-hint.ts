// Makes the garbage collector look in time at what it does not count, or comes to late. What the browser holds for a file
// that was written (handle, stream, pipe) goes when its JavaScript object is collected, and Chromium's collector looks so
// seldom that 80,000 small files took more than 300 MB, and 235 MB with these hints. The records of a ZIP's directory outlive
// one minor collection after the other. Buffers it does count: one that is never touched takes no memory, and makes it look.

/** Bytes. */
const untouchedSize = 64 * 1024 * 1024;

export class CollectionHint {
  readonly #between: number;
  #count = 0;
  #bytesAsked = 0;

  /** @param between so many things dropped are worth a look */
  constructor(between: number) {
    this.#between = between;
  }

  /** One more thing is of no use any longer. */
  dropped(): void {
    this.#count += 1;
    if (this.#count % this.#between !== 0) return;
    try {
      // Kept in a sum, so that no compiler finds the buffer to be useless.
      this.#bytesAsked += new ArrayBuffer(untouchedSize).byteLength;
    } catch (error) {
      // No room for it: then the collector has just looked.
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** Of all untouched buffers together. */
  get bytesAsked(): number {
    return this.#bytesAsked;
  }
}
