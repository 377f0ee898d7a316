/** How the bytes of a file come that an archive takes over. */
export interface Packing {
  readonly method: 'stored' | 'deflate';
  /** Bytes; null where that is known only when all of them have come. */
  readonly size: number | null;
}
