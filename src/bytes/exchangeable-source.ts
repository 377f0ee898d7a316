// A source whose bytes can be had from another place from now on: a file that was touched or came back from elsewhere must be
// picked again, and whoever reads it need not know.
import { checkRange, type ByteSource } from './byte-source.ts';

export class ExchangeableSource implements ByteSource {
  #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    checkRange(this.size, offset, length);
    return this.#source.read(offset, length);
  }

  /** @param source of the same size; that it is the same in all else is for the caller to know */
  exchange(source: ByteSource): void {
    if (source.size !== this.size) throw new RangeError('another size');
    this.#source = source;
  }
}
