// Pages of a source for readers that look at little here and there, and often at what lies close to what they have just seen. A
// look far away costs no more than a page.
import { checkRange, type ByteSource } from './byte-source.ts';

const pageSize = 8192;

/** Not for concurrent reads. One page is in memory. */
export class PagedSource implements ByteSource {
  readonly size: number;
  readonly #source: ByteSource;
  #start = 0;
  #page: Uint8Array = new Uint8Array();

  constructor(source: ByteSource) {
    this.size = source.size;
    this.#source = source;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    if (length > pageSize / 2) return this.#source.read(offset, length);
    if (offset < this.#start || offset + length > this.#start + this.#page.length) {
      // Pages overlap by half, so that one of them holds all of it.
      const start = offset - (offset % (pageSize / 2));
      this.#page = await this.#source.read(start, Math.min(pageSize, this.size - start));
      this.#start = start;
    }
    return this.#page.subarray(offset - this.#start, offset - this.#start + length);
  }
}
