// What the page may ask of the sums of parts.

/** SHA-256 of one part, as the server's own program says it. */
export interface PartSum {
  /** File name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes of all parts at hand. */
export interface HashProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export interface PartHashingApi {
  /** Reads every part of the open backup that is at hand, in order. Null where it was cancelled. @throws ExtractError `part-unreadable` */
  hashParts(onProgress: (progress: HashProgress) => void): Promise<readonly PartSum[] | null>;
  cancelHashing(): Promise<void>;
}
