// What a folder does with names, as it was found out by asking it. The plan follows these rules and asks nobody itself.

/** What becomes of entries whose names the folder does not take. */
export type RefusedPolicy = 'side-zip' | 'rename' | 'skip';

export interface FolderRules {
  /** Does the folder refuse a component of this name? */
  readonly refuses: (name: string) => boolean;
  /** Two names of one key are one name to the folder. */
  readonly key: (name: string) => string;
  readonly policy: RefusedPolicy;
}

/** Bytes of UTF-8: the suffix of the browser's swap file must fit behind a name, and 255 is all that a name may have. */
export const longestName = 248;

const encoder = new TextEncoder();

export function isTooLong(name: string): boolean {
  // A UTF-16 unit becomes three bytes at most: few names need to be encoded to know.
  return name.length * 3 > longestName && encoder.encode(name).length > longestName;
}

/** Why a folder does not take an entry; `text` is what is odd about its name. */
export interface RefusalReason {
  readonly of: 'character' | 'start' | 'end' | 'extension' | 'name' | 'length' | 'depth' | 'path';
  readonly text: string;
}

/** What a folder does not take of a backup. */
export interface RefusedSummary {
  /** Files and folders that the archive lists. */
  readonly count: number;
  readonly fileCount: number;
  /** Bytes of the files. */
  readonly size: number;
  /** A few of their paths. */
  readonly examples: readonly string[];
  /** The commonest, and how many entries each concerns. */
  readonly reasons: readonly { readonly reason: RefusalReason; readonly count: number }[];
}
