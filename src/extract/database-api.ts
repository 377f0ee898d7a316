// What the page may ask of the worker about the databases in the open backup. Types only.
import type { DatabaseFacts } from '../site/databases.ts';

/** How a database is to be saved. */
export interface DatabaseOrder {
  /** `DatabaseFacts.key` */
  readonly key: string;
  /** As in the dump; null for all. */
  readonly tables: readonly string[] | null;
  /** What `#__` becomes; null keeps it. */
  readonly prefix: string | null;
  /** A `DROP … IF EXISTS` before each `CREATE …`. */
  readonly dropsFirst: boolean;
  /** Files of the dump that are not used, as they are damaged: paths in the archive. */
  readonly without: readonly string[];
  readonly isCompressed: boolean;
  /** For the first lines of the file; null where it is not known. */
  readonly site: string | null;
  /** When the backup was made, for people. */
  readonly takenAt: string | null;
  /** The file that the user chose; null to make one that is downloaded. */
  readonly handle: FileSystemFileHandle | null;
  /** See `Target`. */
  readonly page: string;
}

/** Bytes of the dump. */
export interface DatabaseProgress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

export interface SavedDatabase {
  /** What there is to download; null where the file lies where the user wants it. */
  readonly download: Blob | null;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly tables: number;
  readonly statements: number;
  /** Bytes: a server has to take as much at once. */
  readonly longestStatement: number;
  /** Views that read tables which were not chosen (the first hundred). */
  readonly viewsLeftOut: readonly string[];
  /** Statements that no dump has: left out. */
  readonly foreignCount: number;
  /** What they begin with, in capitals (the first twenty); '' for what is no word. */
  readonly foreignWords: readonly string[];
}

export interface DatabaseApi {
  listDatabases(): Promise<readonly DatabaseFacts[]>;
  /** Reads a dump to see which tables it holds. Null where it was cancelled. @throws ExtractError */
  listTables(key: string, onProgress: (progress: DatabaseProgress) => void): Promise<readonly string[] | null>;
  /** Null where it was cancelled: nothing of the file is kept then, nor where it fails. @throws ExtractError */
  exportDatabase(order: DatabaseOrder, onProgress: (progress: DatabaseProgress) => void): Promise<SavedDatabase | null>;
  /** Of both. */
  cancelDatabase(): Promise<void>;
  /** Removes the file that was made for a download, if there is one. */
  forgetDatabase(): Promise<void>;
}
