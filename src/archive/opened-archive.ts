// What opening an archive gives, whatever the format: an index, or a lock that a password opens.
import type { ArchiveIndex, Entry, Format } from './entry.ts';

export interface ReadProgress {
  readonly signal: AbortSignal;
  /** Called as the walk goes on: how far in the archive it is, in bytes, and how many entries it has found. */
  onProgress(bytesRead: number, entries: number): void;
  /** Called for each entry as soon as it is known, long before the last. Not where damage is gone past: there it may turn out to be none. */
  onEntry?(entry: Entry): void;
}

/** A key that takes unusually long to make of a password. */
export interface SlowKey {
  readonly iterations: number;
  /** On this computer, for each time it is made. */
  readonly estimatedMs: number;
  /** It is made anew for every header and every block of data. */
  readonly isPerBlock: boolean;
}

export type OpenedArchive =
  | { readonly state: 'open'; readonly index: ArchiveIndex }
  | {
      readonly state: 'locked';
      readonly format: Format;
      readonly version: string;
      readonly slowKey: SlowKey | null;
      /** @throws ExtractError `wrong-password`; may be called again. */
      unlock(password: string, progress: ReadProgress): Promise<ArchiveIndex>;
    };
