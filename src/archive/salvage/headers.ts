// What going on past damage must know of a format: its headers, and how far each can be believed. The walk (walk.ts) and the
// search (search.ts) are the same for all three.
import type { Entry } from '../entry.ts';

/** An entry as its header describes it. */
export interface Header {
  readonly entry: Entry;
  /** Where its data begins in the joined archive, and where it ends. */
  readonly dataStart: number;
  readonly end: number;
  /** From where on another header may lie, should this one not tell the truth. */
  readonly searchStart: number;
  /**
   * What speaks for that end besides the header. `nothing`: a stored file of a format without checksums. `decoding`: data that
   * decodes to the last byte ends there. `framing`: it was followed piece by piece, each of which states its length twice.
   */
  readonly proof: 'nothing' | 'decoding' | 'framing';
}

export interface Headers {
  /** What each begins with: three or four letters, which prove nothing. */
  readonly signature: string;
  /** Bytes that `looksTrue` needs of a header that it can take for true. */
  readonly room: number;
  /** Could a header as writers write them begin with these bytes? Cheap, and strict: it is asked of bytes anywhere. */
  looksTrue(bytes: Uint8Array): boolean;
  /** Null where no header lies. @param limit where the readable bytes end; `end` of what is found may lie behind it */
  readAt(offset: number, limit: number): Promise<Header | null>;
  /** Bytes of what closes the archive, where the last bytes do; 0 where nothing does. */
  readonly closingLength: number;
  /** Where what closes the archive ends, if it begins here; else null. */
  endOfClosing(offset: number, limit: number): Promise<number | null>;
}

/** What must be lent to the reading of a damaged archive: it lies further on in the flow. */
export interface Salvage {
  /** Does the data of this entry decode, to its last byte? Reads all of it. */
  proves(entry: Entry, signal: AbortSignal): Promise<boolean>;
}
