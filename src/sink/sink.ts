// Where extracted bytes go. A sink is given checked paths only, and says of every file what became of it.
import type { Entry } from '../archive/entry.ts';
import type { Proof } from '../decode/packing.ts';
import type { SafePath } from '../plan/safe-path.ts';
import type { Issue } from '../problems/issue.ts';
import type { Owed } from './browser-calls.ts';

/** One file to be written. */
export interface NewFile {
  readonly entry: Entry;
  readonly path: SafePath;
  /** Another entry has this path but for case or Unicode form: look before creating. */
  readonly hasTwin: boolean;
  /** What is known of its data, where the sink wants it proved. */
  readonly proof: Proof | null;
  /** Bytes of its data that the archive has which is gone on with: the file was begun by an earlier visit. */
  readonly given?: number;
}

/** What became of a file: complete under its name, complete under another name (an issue says which), or not there. */
export interface FileResult {
  readonly delivered: boolean;
  readonly issue?: Issue;
}

/** Watches a place that may become another one without a word: its disk is taken out, the computer sleeps. */
export interface Lookout {
  /** How often it was found to be another, or gone. What was delivered between the last good look and that may be lost. */
  readonly changes: number;
  /** Looks. What was delivered before is there for good where it is still the same. @throws ExtractError where it is not */
  look(): Promise<void>;
}

/** A file in the making. Call `write` any number of times, then exactly one of `finish` and `discard`; after a `finish` that has thrown, `discard` too. */
export interface FileWriter {
  /**
   * Hands bytes over (the sink owns them from now on). Resolves when the sink is ready for more, not when they are written.
   * False: no more of this file is wanted, because writing it has failed or it is to be left; `finish` says which.
   */
  write(bytes: Uint8Array): Promise<boolean>;
  /**
   * The file is whole. Resolves once it is complete at its final name, or the sink has said why not.
   * @throws ExtractError for what may pass or be mended: nothing can be written at all (disk full, permission withdrawn,
   *   folder gone), or not this file (`write-failed`, `write-blocked`). Nothing of it is left but what `discard` tells.
   */
  finish(): Promise<FileResult>;
  /**
   * The file is not whole, or `finish` has thrown: nothing of it stays at its name. A file that was there before is untouched.
   * An issue where something of it could not be removed.
   */
  discard(): Promise<Issue | null>;
  /** What is finished will be written once more, as it may not be there: its name is free for that. Only with a lookout. */
  release?(): void;
}

export interface Sink extends Owed {
  /**
   * How it wants the data of files. Unproved: plain bytes as they are decoded; a file that turns out to be damaged is taken
   * back. Plain and packed: only what has passed every check, as such an output takes nothing back.
   */
  readonly takes: 'unproved' | 'plain' | 'packed';
  /**
   * Can what failed be started again? Then `recover` is called before it is. An archive in the making cannot: what was
   * written of it is written.
   */
  readonly canRetry: boolean;
  /** Null where what is delivered cannot be anywhere else. */
  readonly lookout: Lookout | null;
  /** Nothing that it takes stays anywhere: a piece of a damaged file is of no use here. */
  readonly isNowhere?: true;
  /** Can it make symbolic links? If not, `addLink` is not called. */
  readonly hasLinks: boolean;
  /** Files handed over to the browser that it has not closed yet. */
  readonly closingCount: number;
  /**
   * Waits no more for files of which the browser has owed an answer for so long: their `finish` says that they failed. Of one
   * file that everything goes into, whatever is still called fails.
   */
  giveUp(waitingMs: number): void;
  /** Makes a directory, and those above it. Resolves with what became of it. */
  makeDirectory(path: SafePath, entry: Entry): Promise<FileResult>;
  /** Starts a file. Resolves when the sink has room for one more. */
  startFile(file: NewFile): Promise<FileWriter>;
  addLink(path: SafePath, entry: Entry, target: string): Promise<FileResult>;
  /** Before anything is tried again, and now and then. @throws ExtractError where the place is not what it was */
  recover(): Promise<void>;
  /**
   * Of an archive in the making, where it can be gone on with: all that it was given so far has come to its place. To be called
   * while nothing is under way, or between two pieces of one file.
   * @returns bytes of the archive so far
   * @throws ExtractError
   */
  settle?(): Promise<number>;
  /**
   * All that the run has to deliver has been: completes the output.
   * @returns a file to download; null where everything lies where the user wants it
   * @throws ExtractError where it cannot be completed
   */
  end(): Promise<Blob | null>;
  /**
   * What can only be whole or nothing is removed, and a download that is not wanted any more; complete files in a folder stay.
   * An issue where something of it may stay all the same.
   */
  abandon(): Promise<Issue | null>;
}
