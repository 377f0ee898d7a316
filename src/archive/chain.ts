// An archive as what it is to someone who knows nothing of it yet: runs of bytes, each of which says where it ends and the next
// begins. Who looks for the reason why an archive cannot be read follows them as far as they lead.
import type { Entry } from './entry.ts';
import type { Headers } from './salvage/headers.ts';

export interface Link {
  /** Of the bytes whose length is stated. */
  readonly start: number;
  readonly end: number;
  /** Null where that is still sealed. */
  readonly entry: Entry | null;
  /** If its last byte lay right before `offset`, would what lies there speak for it? */
  readonly endsAt: (offset: number) => Promise<boolean>;
}

/** From header to header, for formats whose headers can be read. Ends where the next one cannot. */
export async function* followHeaders(headers: Headers, start: number, limit: number): AsyncGenerator<Link, void> {
  let position = start;
  while (position < limit) {
    const header = await headers.readAt(position, limit);
    if (header === null) {
      const closed = await headers.endOfClosing(position, limit);
      if (closed === null) return;
      position = closed;
      continue;
    }
    const endsAt = async (offset: number): Promise<boolean> =>
      offset === limit || (offset < limit && (await headers.readAt(offset, limit)) !== null);
    yield { start: header.dataStart, end: header.end, entry: header.entry, endsAt };
    position = header.end;
  }
}
