// Gathers the many small writes of an archive writer into few large ones: every call to a file costs a trip to the browser.
// While one batch is being written the next is filled.
import type { Output } from '../../pack/packer.ts';
import type { Place } from './place.ts';

/**
 * Bytes. Chromium copies what it is given, and what is a mebibyte or more it copies to memory that it asks the system for each
 * time: 85 MB in batches of that size took a worker 0.36 s of processor time, in batches of half of it 0.1 s.
 */
const batchSize = 512 * 1024;

export class BatchedOutput implements Output {
  readonly #place: Place;
  #filling = new Uint8Array(batchSize);
  #other = new Uint8Array(batchSize);
  #filled = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(place: Place) {
    this.#place = place;
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const count = Math.min(bytes.length - done, batchSize - this.#filled);
      this.#filling.set(bytes.subarray(done, done + count), this.#filled);
      this.#filled += count;
      done += count;
      if (this.#filled === batchSize) await this.#send();
    }
  }

  /** Resolves when the place has taken everything. */
  async flush(): Promise<void> {
    if (this.#filled > 0) await this.#send();
    await this.#writing;
  }

  /** Waits for the batch before, not for this one. */
  async #send(): Promise<void> {
    await this.#writing;
    const batch = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#other] = [this.#other, this.#filling];
    this.#filled = 0;
    this.#writing = this.#place.write(batch);
    // Met by the next send, or by flush.
    this.#writing.catch(() => undefined);
  }
}
