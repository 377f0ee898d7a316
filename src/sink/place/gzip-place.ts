// Compresses what is written (gzip, RFC 1952) on its way to another place. A gzip file is one member or many, one behind the
// other: every flush ends one, as nothing of the browser's compressor could be taken to a later visit.
import type { Issue } from '../../problems/issue.ts';
import type { BrowserCalls } from '../browser-calls.ts';
import type { Place } from './place.ts';

/** A member in the making. */
interface Member {
  readonly writer: WritableStreamDefaultWriter<BufferSource>;
  readonly pouring: Promise<void>;
}

export class GzipPlace implements Place {
  readonly #inner: Place;
  /** Begun with the first bytes that go into it. */
  #member: Member | null = null;
  /** A file without a member is no gzip file. */
  #hasMember = false;

  constructor(inner: Place) {
    this.#inner = inner;
  }

  get calls(): BrowserCalls {
    return this.#inner.calls;
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { writer, pouring } = this.#begun();
    try {
      await writer.write(bytes);
    } catch (error) {
      // The other end has failed first, and knows why.
      await pouring;
      throw error;
    }
  }

  async flush(): Promise<void> {
    await this.#endMember();
    await this.#inner.flush();
  }

  async close(): Promise<Blob | null> {
    if (!this.#hasMember) this.#begun();
    await this.#endMember();
    return this.#inner.close();
  }

  readBack(): Promise<Blob> {
    return this.#inner.readBack();
  }

  async abandon(): Promise<Issue | null> {
    await this.#member?.writer.abort().catch(() => undefined);
    await this.#member?.pouring.catch(() => undefined);
    return this.#inner.abandon();
  }

  #begun(): Member {
    if (this.#member !== null) return this.#member;
    const { readable, writable } = new CompressionStream('gzip');
    const member = { writer: writable.getWriter(), pouring: pour(readable, this.#inner) };
    // Met by the next write, or by the end of the member.
    member.pouring.catch(() => undefined);
    this.#member = member;
    this.#hasMember = true;
    return member;
  }

  async #endMember(): Promise<void> {
    const member = this.#member;
    if (member === null) return;
    await member.writer.close().catch(() => undefined);
    await member.pouring;
    this.#member = null;
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
