// Compresses what is written (gzip, RFC 1952) on its way to another place.
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import type { Place } from './place.ts';

export class GzipPlace implements Place {
  readonly #inner: Place;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  readonly #pouring: Promise<void>;

  constructor(inner: Place) {
    const { readable, writable } = new CompressionStream('gzip');
    this.#inner = inner;
    this.#writer = writable.getWriter();
    this.#pouring = pour(readable, inner);
    // Met by the next write, or by close.
    this.#pouring.catch(() => undefined);
  }

  get calls(): BrowserCalls {
    return this.#inner.calls;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await this.#writer.write(bytes);
    } catch (error) {
      // The other end has failed first, and knows why.
      await this.#pouring;
      throw error;
    }
  }

  async close(): Promise<Blob | null> {
    await this.#writer.close().catch(() => undefined);
    await this.#pouring;
    return this.#inner.close();
  }

  readBack(): Promise<Blob> {
    return this.#inner.readBack();
  }

  async abandon(): Promise<Issue | null> {
    await this.#writer.abort().catch(() => undefined);
    await this.#pouring.catch(() => undefined);
    return this.#inner.abandon();
  }
}

async function pour(readable: ReadableStream<Uint8Array<ArrayBuffer>>, inner: Place): Promise<void> {
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await inner.write(value);
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
}
