// What the page may ask of the worker. Types only: both sides import this and nothing of each other.
import type { Format } from '../archive/entry.ts';
import type { SlowKey } from '../archive/opened-archive.ts';
import type { UnknownRuns } from '../journal/unknown-runs.ts';
import type { OutputFormat } from '../pack/packer.ts';
import type { RefusedPolicy, RefusedSummary } from '../plan/folder-rules.ts';
import type { OutsideSummary } from '../plan/make-plan.ts';
import type { Selection } from '../plan/selection.ts';
import type { Problem } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import type { ContentApi } from './content-api.ts';
import type { DatabaseApi } from './database-api.ts';
import type { Outcome, RunUpdate } from './events.ts';
import type { HoldAnswer } from './hold.ts';
import type { ListsApi } from './lists-api.ts';
import type { PartHashingApi } from './part-hashing-api.ts';
import type { SiteIdentity } from '../site/card.ts';
import type { EntryAccessApi } from './entry-access-api.ts';
import type { SiteApi } from './site-api.ts';

/** One line of a part list. */
export interface PartLine {
  /** File name, or the name a missing part should have. */
  readonly name: string;
  /** Bytes; 0 for a missing part. */
  readonly size: number;
  readonly state: 'present' | 'missing' | 'doubled' | 'empty' | 'unfinished' | 'odd-size';
}

/** One backup found among the picked files. */
export interface FoundBackup {
  /** Handle for `open`; valid until the next `survey`. */
  readonly id: number;
  /** Name of its last part: what people call the backup. */
  readonly name: string;
  /** In which the part of that name lies, folders joined with `/`; empty where that is not known. */
  readonly folder: string;
  /** Bytes of all parts at hand. */
  readonly size: number;
  readonly parts: readonly PartLine[];
  /** What must be mended before it can be opened, if anything. */
  readonly problem: Problem | null;
}

export interface Survey {
  readonly backups: readonly FoundBackup[];
  /** Names of picked files that belong to no backup (the first hundred). */
  readonly strays: readonly string[];
}

/** What can be said of a backup before anything is extracted. Sizes are bytes. */
export interface BackupSummary {
  readonly name: string;
  readonly format: Format;
  readonly version: string;
  readonly isEncrypted: boolean;
  /** Told before a password is tried, where one is needed; null where trying one takes no time to speak of. */
  readonly slowKey: SlowKey | null;
  readonly parts: readonly PartLine[];
  /** Bytes of all parts. */
  readonly packedSize: number;
  readonly content: ContentSummary | null;
}

/** Null in a summary until the index could be read, that is, until the password is right. */
export interface ContentSummary {
  readonly fileCount: number;
  readonly directoryCount: number;
  readonly linkCount: number;
  /** Bytes of all files when extracted: the space needed. */
  readonly size: number;
  /** Entries that will not be written or go under another name, and what is amiss with the archive itself. */
  readonly issues: readonly Issue[];
  /** Of those that will not be written, what can be had by `RunChoices.keepsOutside`; not in the numbers above. */
  readonly outside: OutsideSummary;
}

/** What a look at a chosen folder has told. */
export interface FolderSurvey {
  readonly isEmpty: boolean;
  /** What of the open backup it does not take, for its name; null where it takes everything. */
  readonly refused: RefusedSummary | null;
  /** A run of the open backup that was broken off in it. */
  readonly unfinished: UnfinishedRun | null;
  /** Marked in it and not kept here: another browser may be extracting into it. Null where there are none. */
  readonly unknownRuns: UnknownRuns | null;
}

/** Where a run wrote that was broken off, and what leads back to that. */
export type UnfinishedTarget =
  | { readonly kind: 'folder'; readonly name: string; readonly folder: FileSystemDirectoryHandle }
  | {
      readonly kind: OutputFormat;
      /** Of the file. */
      readonly name: string;
      /** The one that the user chose; null for one that is downloaded. */
      readonly file: FileSystemFileHandle | null;
      /** Name of the page that made it: whoever goes on with it holds that page's lock from then on. */
      readonly page: string;
    };

/** A run that was broken off, and can be gone on with. */
export interface UnfinishedRun {
  readonly id: string;
  /** Name of the backup's last part. */
  readonly backup: string;
  readonly partNames: readonly string[];
  readonly target: UnfinishedTarget;
  /** Since 1970. */
  readonly startedMs: number;
  /** It extracts only some of the entries. */
  readonly isSelection: boolean;
  /** Of the bytes to be written, 0 to 1. */
  readonly fraction: number;
  /** What leads back to the parts, in order. Null where they were picked in a way that gives nothing. */
  readonly parts: readonly FileSystemFileHandle[] | null;
}

/** What to do where a file of that name is in the folder already. */
export type ExistingPolicy = 'overwrite' | 'skip' | 'keep-both';

/** How a run is done: one that is gone on with keeps to it. */
export interface RunManner {
  /** Go on past damage without asking. Off: the first damage holds the run and asks. */
  readonly skipsDamage: boolean;
  /** Of what is left out without asking for its damage, keep what can be read, under a name of its own. */
  readonly keepsDamaged: boolean;
  /** Put files and folders whose paths lead out of the chosen folder into `_outside` within it. Off: they are left out. */
  readonly keepsOutside: boolean;
  /** Which entries are to be extracted: not none. A run that is gone on with keeps to what it was begun with. */
  readonly selection: Selection;
  /** Null: no rest between steps. */
  readonly pace: Pace | null;
  /** Read back what was written, once it is closed, and compare. A test writes nothing. */
  readonly comparesAfterWriting: boolean;
}

/** What the user has chosen for a run, besides where it goes. */
export interface RunChoices extends RunManner {
  /**
   * A file that the user has chosen is not made in the page's own storage first, from where it could be gone on with: nothing
   * lies there, and what is not whole is lost.
   */
  readonly writesDirectly: boolean;
}

/** What decides, of the choices, which entries are extracted. A test is of everything, under whatever name. */
export type EntryChoices = Pick<RunChoices, 'selection' | 'keepsOutside'>;

/** Work in steps: each at most so long, and no next one before the least time is over. */
export interface Pace {
  readonly minStepMs: number;
  readonly maxStepMs: number;
}

/** Where a run delivers. */
export type Target =
  | {
      readonly kind: 'folder';
      readonly folder: FileSystemDirectoryHandle;
      readonly existing: ExistingPolicy;
      readonly refused: RefusedPolicy;
      /** Of the `unknownRuns` in it, those that are over, as the user says: what they left unfinished is removed. */
      readonly closes: readonly string[];
    }
  | {
      readonly kind: OutputFormat;
      /** File name, for a download. */
      readonly name: string;
      /** The file that the user chose; null to make one that is downloaded. */
      readonly handle: FileSystemFileHandle | null;
      /** Name of the page: one that no other page has, and under which it holds a lock while it is open. */
      readonly page: string;
    }
  /** Nowhere: everything is read and checked, whatever was selected, and nothing is written. */
  | { readonly kind: 'test' };

/** How much of the backup has been read while opening it, in bytes. */
export interface OpenProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly entries: number;
  /** Which site it is, as soon as that is known. */
  readonly site: SiteIdentity | null;
}

/** How a backup is to be opened. */
export interface OpenOptions {
  /** Go on past damage, and do without parts that are missing. Off: the first damage of the list of files ends the opening. */
  readonly salvages: boolean;
}

/** The backup of a run, and how it was opened for it. */
export interface Recognised {
  readonly id: number;
  readonly options: OpenOptions;
}

/** What can be asked of the open backup without a run. */
export type InspectionApi = ContentApi & ListsApi & PartHashingApi & SiteApi & EntryAccessApi & DatabaseApi;

export interface ExtractWorkerApi extends InspectionApi {
  /**
   * Sorts picked files into backups. Replaces the earlier survey.
   * @param folders in which each of them lies, in the same order; empty for a file of which that is not known
   */
  survey(files: readonly File[], folders?: readonly string[]): Promise<Survey>;
  /** Opens one of them. `content` is null where a password is needed first. */
  open(id: number, options: OpenOptions, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary>;
  /** Checks the password and reads the index, as `open` was told to. @throws ExtractError `wrong-password`; the backup stays open for a new try. */
  unlock(password: string, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary>;
  /** What there is to know of a chosen folder before a run of the chosen entries into it. Writes nothing. */
  surveyFolder(folder: FileSystemDirectoryHandle, choices: EntryChoices): Promise<FolderSurvey>;
  /** Extracts what is chosen. Resolves for a cancelled run too, and only after the last update has arrived. */
  extract(target: Target, choices: RunChoices, onUpdate: (update: RunUpdate) => void | Promise<void>): Promise<Outcome>;
  /**
   * What leads back to the picked files, should a run be broken off. To be told before it is begun.
   * @param handles of each file of the last survey, in the same order; null for a file that has none
   */
  keepHandles(handles: readonly (FileSystemFileHandle | null)[]): Promise<void>;
  /** Runs that were broken off, in this page or an earlier one, the latest first. None where the browser keeps nothing. */
  unfinishedRuns(): Promise<readonly UnfinishedRun[]>;
  /**
   * @param folder that it writes into; null for a run into one file
   * @throws ExtractError where it cannot be gone on with: `nothing-to-continue`, `folder-changed`, `output-lost`, …
   */
  verifyRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void>;
  /** Which of the backups found is the one of this run, by its bytes; null where it is none of them. */
  recognise(runId: string, folder: FileSystemDirectoryHandle | null): Promise<Recognised | null>;
  /** Goes on with a run, whose backup is open. Otherwise like `extract`. */
  continueRun(
    runId: string,
    folder: FileSystemDirectoryHandle | null,
    onUpdate: (update: RunUpdate) => void | Promise<void>,
  ): Promise<Outcome>;
  /** @param folder null for a run into one file, and where it cannot be reached */
  forgetRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void>;
  /** Answers what a run is held for. Where it is not held any more, all but `stop` come too late, and do nothing. */
  answer(answer: HoldAnswer): Promise<void>;
  /** A part picked again in mid-run. False where it is not one of those that the run began with; else a run that is held tries again. */
  replacePart(file: File): Promise<boolean>;
  /** Removes output files that pages have left which are no longer open, but for those of runs that can be gone on with. */
  tidy(): Promise<void>;
  /** Removes the output file that the last run has made for a download, if it has. */
  forgetOutput(): Promise<void>;
  /** A shell script for what the last run into a folder could not set. @throws Error where there was none */
  restoreScript(): Promise<Blob>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
}
