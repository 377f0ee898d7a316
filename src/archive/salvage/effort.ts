// How much work a search may make. Honest archives need hardly more than one look at every byte; bytes that are made to look
// like headers all over could ask for the square of that.

/** Work that needs no leave, as bytes looked at. */
const free = 64 * 1024 * 1024;
/** How many times over the bytes of an archive may be looked at, all in all. */
const times = 16;
/** A read somewhere else costs as much as looking at so many bytes. */
const costOfRead = 16 * 1024;

export class Effort {
  #left: number;

  /** @param size bytes of the archive */
  constructor(size: number) {
    this.#left = free + times * size;
  }

  /** Looked at so many bytes. */
  look(bytes: number): void {
    this.#left -= bytes;
  }

  /** Read elsewhere in the archive. */
  read(): void {
    this.#left -= costOfRead;
  }

  isSpent(): boolean {
    return this.#left < 0;
  }
}
