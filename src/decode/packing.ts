// How the data of a file comes that an archive takes over from another.
import type { EntryData, Span } from '../archive/entry.ts';

/** How the bytes of a file come that an archive takes over. */
export interface Packing {
  readonly method: 'stored' | 'deflate';
  /** Bytes; null where that is known only when all of them have come. */
  readonly size: number | null;
}

/** Said of data that has passed every check before the first byte of it is given. */
export interface Proof {
  /** Of the plain bytes. */
  readonly crc32: number;
  /** How the bytes come that are given. */
  readonly packing: Packing;
}

/** Data that another archive can hold as it lies in this one. */
export type TakeableData = Extract<EntryData, { readonly in: 'stored' | 'deflate' }>;

/** Where data lies of which nothing is packed anew; null for all other. */
export function takenSpan(data: EntryData): Span | null {
  const isTaken = data.in === 'stored' || data.in === 'deflate' || (data.in === 'chunks' && data.deflated);
  return isTaken ? data.span : null;
}
