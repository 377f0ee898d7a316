// A pool that shows who still looks at bytes that were given back: they are others by then.
import { BufferPool } from '../../src/bytes/buffer-pool.ts';

export class PoisoningPool extends BufferPool {
  /** Handed out, and not given back since. */
  readonly #out = new WeakSet<ArrayBufferLike>();

  override take(size: number): Uint8Array<ArrayBuffer> {
    const bytes = super.take(size);
    this.#out.add(bytes.buffer);
    return bytes;
  }

  override give(bytes: Uint8Array): void {
    if (!this.#out.delete(bytes.buffer)) return;
    new Uint8Array(bytes.buffer).fill(0xaa);
    super.give(bytes);
  }
}
