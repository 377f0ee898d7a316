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
