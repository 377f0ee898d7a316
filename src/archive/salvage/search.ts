// Finds the next true header in bytes of which nothing is known. The letters of a signature are no proof, as files hold them
// too: a header must be one that a writer would write, and lead to another one, to the end, or to data that decodes.
import { hasAscii } from '../../bytes/text.ts';
import type { JoinedSource } from '../../parts/joined-source.ts';
import type { Effort } from './effort.ts';
import type { Header, Headers, Salvage } from './headers.ts';

const pieceLength = 1024 * 1024;

export interface SearchIn {
  readonly source: JoinedSource;
  readonly headers: Headers;
  readonly salvage: Salvage;
  readonly effort: Effort;
  readonly signal: AbortSignal;
  /** Called as it goes on, with where it is. Throws when the signal is aborted. */
  tell(offset: number): void;
}

export interface Reach {
  /** Where the bytes end that follow each other. */
  readonly limit: number;
  /** Where the header must begin at the latest, if not anywhere before `limit`. */
  readonly until?: number;
}

/**
 * Where the next header lies that can be believed, or null. One that is all right in itself but leads nowhere counts if no
 * better one lies in what would be its data: what comes behind it may be damaged too.
 */
export async function search(to: SearchIn, from: number, { limit, until = limit }: Reach): Promise<number | null> {
  let weak: { readonly offset: number; readonly end: number } | null = null;
  for await (const offset of candidates(to, from, until)) {
    if (weak !== null && offset >= weak.end) return weak.offset;
    to.effort.read();
    const header = await to.headers.readAt(offset, limit);
    if (header === null) continue;
    if (header.proof === 'framing' || (await leadsOn(to, header.end, limit)) || (await isProved(to, header, limit)))
      return offset;
    weak ??= { offset, end: header.end };
  }
  return weak?.offset ?? null;
}

/**
 * Looks within what should be the data of one file for a chain of headers that leads over its end: then this file is cut, and
 * the chain is the archive's own. One that ends before, or right there, is of an archive stored in this one.
 */
export async function searchChainAcross(
  to: SearchIn,
  { searchStart, end }: Header,
  limit: number,
): Promise<number | null> {
  let passed = searchStart;
  for await (const offset of candidates(to, searchStart, end)) {
    if (offset < passed) continue;
    let at = offset;
    while (at < end) {
      to.effort.read();
      const header = await to.headers.readAt(at, limit);
      if (header === null) break;
      at = header.end;
    }
    if (at > end && (await leadsOn(to, at, limit))) return offset;
    passed = at;
  }
  return null;
}

/** Does another header begin here, or end the bytes here as they should? */
export async function leadsOn({ headers }: SearchIn, end: number, limit: number): Promise<boolean> {
  if (end >= limit) return end === limit;
  return (await headers.readAt(end, limit)) !== null || (await headers.endOfClosing(end, limit)) !== null;
}

/** Does the data decode, to the byte? */
export async function isProved({ salvage, signal }: SearchIn, header: Header, limit: number): Promise<boolean> {
  return header.proof === 'decoding' && header.end <= limit && salvage.proves(header.entry, signal);
}

/** Places where a header may begin, in order. */
async function* candidates(to: SearchIn, from: number, limit: number): AsyncGenerator<number, void> {
  const { source, headers, effort } = to;
  const { signature, room } = headers;
  for (let start = from; start < limit && !effort.isSpent(); start += pieceLength) {
    to.tell(start);
    const length = Math.min(pieceLength, limit - start);
    const bytes = await source.read(start, Math.min(length + room, source.endOfStretch(start) - start));
    effort.look(length);
    for (let at = indexOf(bytes, signature, 0); at !== -1 && at < length; at = indexOf(bytes, signature, at + 1)) {
      if (effort.isSpent()) return;
      effort.look(room);
      if (headers.looksTrue(bytes.subarray(at, at + room))) yield start + at;
    }
  }
}

function indexOf(bytes: Uint8Array, signature: string, from: number): number {
  const first = signature.charCodeAt(0);
  let at = bytes.indexOf(first, from);
  while (at !== -1 && !hasAscii(bytes, signature, at)) at = bytes.indexOf(first, at + 1);
  return at;
}
