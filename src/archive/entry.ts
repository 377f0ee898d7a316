// What an archive says it holds, the same for the three formats: an index without file data, which plan/ and decode/ work from.
import type { Damage, Issue } from '../problems/issue.ts';

export type Format = 'jpa' | 'jps' | 'zip';

/** Where and how the bytes of an entry lie in the joined archive. Offsets and lengths are bytes. */
export type EntryData =
  | { readonly in: 'nothing' }
  /** Bytes as they are. */
  | { readonly in: 'stored'; readonly span: Span; readonly crc32?: number }
  /** One raw deflate stream (RFC 1951). */
  | { readonly in: 'deflate'; readonly span: Span; readonly crc32?: number }
  /** JPS: encrypted chunks one behind the other, each with its own deflate stream (or none). */
  | {
      readonly in: 'chunks';
      readonly span: Span;
      readonly deflated: boolean;
      readonly unseal: Unseal;
      /** Null where a block cannot be opened without its end. */
      readonly unsealStart: UnsealStart | null;
    }
  /** Bytes that only the format's own library can decode (encrypted ZIP entries). The stream ends in an error if a check fails. */
  | { readonly in: 'foreign'; readonly span: Span; readonly open: (signal: AbortSignal) => ReadableStream<Uint8Array> }
  /** Data that cannot be right, as the index shows before any of it is read. */
  | {
      readonly in: 'damaged';
      readonly span: Span;
      readonly damage: Damage;
      /** How its data is read from the start, as far as it goes; null where nothing is known of that. */
      readonly rest: EntryData | null;
    }
  /** A compression or entry type that is known by name only. */
  | { readonly in: 'unsupported'; readonly span: Span; readonly method: string };

/**
 * A run of bytes in the joined archive. ZIP states only where the local header lies; its data starts behind that header
 * (`localHeader` is what that must repeat), which is read when the entry is decoded.
 */
export interface Span {
  readonly offset: number;
  readonly length: number;
  readonly localHeader?: LocalHeader;
}

/** What a ZIP local header must repeat of the directory's record. The name's own bytes would double the memory of an index. */
export interface LocalHeader {
  /** Bytes. */
  readonly nameLength: number;
  readonly nameCrc32: number;
  readonly method: number;
  /** Null where damage is gone past: what a checksum proves need not be said twice. */
  readonly stated: {
    readonly flags: number;
    /** As stated, where it is no checksum too. */
    readonly crc32: number;
    /** Bytes, unpacked; packed, it is the length of the span. */
    readonly size: number;
  } | null;
}

/** Decrypts one sealed JPS block. @throws DamagedEntry where the block makes no sense. */
export type Unseal = (sealed: Uint8Array, plainSize: number) => Uint8Array | Promise<Uint8Array>;

/** Decrypts one sealed JPS block that comes in pieces, from its start and as far as they go. An error of theirs passes through. */
export type UnsealStart = (pieces: AsyncIterable<Uint8Array>, plainSize: number) => AsyncIterable<Uint8Array>;

export interface Entry {
  /** As in the archive, decoded to text; separators and oddities untouched. Never used to reach a file: see plan/safe-path.ts. */
  readonly path: string;
  /** The name's bytes were not text in the encoding they claim: `path` shows the odd ones as %XX. */
  readonly hasBadEncoding?: boolean;
  readonly kind: 'file' | 'directory' | 'link';
  /** Bytes when extracted. For a link, the length of its target. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  readonly data: EntryData;
  /** Unix st_mode with its type bits, where the format has it. */
  readonly mode?: number;
  /** Milliseconds since 1970, where the format has it. */
  readonly modifiedMs?: number;
}

/** The whole content of one archive, in archive order. */
export interface ArchiveIndex {
  readonly format: Format;
  /** "1.2"; for ZIP, empty. */
  readonly version: string;
  readonly isEncrypted: boolean;
  readonly entries: readonly Entry[];
  /** What reading the index found amiss, in order. */
  readonly issues: readonly Issue[];
  /** Which of the archive's own statements were compared with what it holds, and agreed. */
  readonly checks: readonly IndexCheck[];
}

/** A statement of the archive about itself that was compared with what was found and agreed. */
export type IndexCheck = 'entry-count' | 'total-size' | 'packed-size' | 'part-count' | 'end-mark';
