// An output file that is read once more when it is closed, and compared with what was written to it.
import { Sha256, toHex } from '../../bytes/sha256.ts';
import { ExtractError } from '../../problems/extract-error.ts';
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import { sumOf } from '../read-back.ts';
import type { Place } from './place.ts';
import { toPlaceError } from './place-error.ts';

export class ComparedPlace implements Place {
  readonly #place: Place;
  readonly #signal: AbortSignal;
  readonly #sum: Sha256;

  /**
   * @param signal ends reading at once; the output is not whole then
   * @param sum of what is in it already; nobody knows how much is to come
   */
  constructor(place: Place, signal: AbortSignal, sum = new Sha256(Infinity)) {
    this.#place = place;
    this.#signal = signal;
    this.#sum = sum;
  }

  get calls(): BrowserCalls {
    return this.#place.calls;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#sum.add(bytes);
    await this.#place.write(bytes);
  }

  flush(): Promise<void> {
    return this.#place.flush();
  }

  /** @throws ExtractError `read-back-differs`; the reason of a stop */
  async close(): Promise<Blob | null> {
    const download = await this.#place.close();
    const found = await this.#find();
    this.#signal.throwIfAborted();
    const expected = await this.#sum.digest();
    if (found === null || toHex(found) !== toHex(expected)) throw new ExtractError('read-back-differs');
    return download;
  }

  readBack(): Promise<Blob> {
    return this.#place.readBack();
  }

  abandon(): Promise<Issue | null> {
    return this.#place.abandon();
  }

  async #find(): Promise<Uint8Array | null> {
    const { calls } = this;
    try {
      const file = await calls.answer(this.#place.readBack());
      return await sumOf(file, this.#signal, (call) => calls.answer(call));
    } catch (error) {
      throw toPlaceError(error);
    }
  }
}
