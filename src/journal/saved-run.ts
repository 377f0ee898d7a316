// What is kept of a run so that a later visit can go on with it: of one into a folder, and of one into a file in the page's own
// storage. Data only. A password, a key or the content of a file is never among it.
import type { TakenSoFar } from '../decode/transfer.ts';
import type { OutputFormat } from '../pack/packer.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import type { Selection } from '../plan/selection.ts';
import type { Issue } from '../problems/issue.ts';
import type { FilePrefix } from '../sink/place/private-file.ts';
import type { SaidOfAll } from './said-of-all.ts';
import type { StepRange } from './step-ranges.ts';

/** Of the form below. What an older or newer program has saved is not continued. */
export const savedVersion = 7;

/** By what a part is known again: its bytes, not its name, which a second download changes. */
export interface PartIdentity {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of its first and its last bytes; null where they could not be read. */
  readonly firstCrc32: number | null;
  readonly lastCrc32: number | null;
}

/** By what a plan is known again: a step is known by its number alone, so the plans must be the same. */
export interface PlanPrint {
  readonly stepCount: number;
  /** Over kind, path and size of every step, in order. */
  readonly crc32: number;
}

/** What the user chose, as far as it decides what is written. */
export interface SavedChoices {
  /** How the backup was opened: it decides what there is in it. */
  readonly salvages: boolean;
  readonly skipsDamage: boolean;
  readonly keepsDamaged: boolean;
  readonly keepsOutside: boolean;
  readonly comparesAfterWriting: boolean;
  /** Which entries of the archive are extracted. */
  readonly selection: Selection;
  /** Milliseconds. */
  readonly pace: { readonly minStepMs: number; readonly maxStepMs: number } | null;
}

/** What decides besides where it is written in a folder. */
export interface FolderChoices extends SavedChoices {
  readonly existing: 'overwrite' | 'skip' | 'keep-both';
  readonly refused: RefusedPolicy;
}

/** A folder by its path from the chosen one, and names in it. */
export type NamesInFolder = readonly [path: string, names: readonly string[]];

/** What is known when a run begins, and does not change. */
interface Started {
  readonly version: typeof savedVersion;
  /** Random. */
  readonly id: string;
  /** Since 1970. */
  readonly startedMs: number;
  /** What people call the backup: the name of its last part. */
  readonly backup: string;
  readonly parts: readonly PartIdentity[];
  readonly print: PlanPrint;
  /** Bytes of all files in the plan. */
  readonly size: number;
}

export interface FolderStart extends Started {
  readonly target: { readonly kind: 'folder'; readonly name: string };
  readonly choices: FolderChoices;
  /** What stood, before the run, where its files go or where it might put them: all else of those names is the run's own. */
  readonly namesBefore: readonly NamesInFolder[];
}

/** One file in the page's own storage. */
export interface FileTarget {
  readonly kind: OutputFormat;
  /** For the download. */
  readonly name: string;
  /** Name of the page that made it: the file is called after that, and after the run. */
  readonly page: string;
}

export interface FileStart extends Started {
  readonly target: FileTarget;
  readonly choices: SavedChoices;
}

/** What all steps done so far have come to. */
export interface RunSoFar {
  readonly filesDone: number;
  /** Bytes of the files done, written or not. */
  readonly bytesDone: number;
  readonly filesWritten: number;
  readonly bytesWritten: number;
  /** Of all visits so far. */
  readonly elapsedMs: number;
  /** What the steps done have suffered, and what was told of the archive meanwhile. */
  readonly issues: readonly Issue[];
  /** What nobody is to be asked again. */
  readonly saidOfAll: readonly SaidOfAll[];
}

/** How far a run into a folder has come. */
export interface FolderProgress extends RunSoFar {
  /** Steps up to here may have left something in the folder; later ones have not. */
  readonly begunUntil: number;
  readonly done: readonly StepRange[];
  /** Paths of the files among those begun that are not done: what may be left of them is found without the backup. */
  readonly undone: readonly string[];
  /** When this was noted, since 1970. */
  readonly savedMs: number;
  /**
   * Name of the archive in the root that is being made of steps that are not done: nothing had it when the run took it. Null
   * where none is in the making.
   */
  readonly archive: string | null;
}

export interface SavedFolderRun {
  readonly start: FolderStart;
  readonly progress: FolderProgress;
}

/** The records of a ZIP's members, in a file of their own. */
export interface DirectoryCut extends FilePrefix {
  readonly count: number;
}

/** The output between two of its members, or within one: what lies behind that in its files is of no use. */
export interface FileCut {
  readonly output: FilePrefix;
  /** Bytes of the archive that is in it: more, where it is compressed. */
  readonly archiveSize: number;
  /** Of its members that are whole; null for what is no ZIP. */
  readonly directory: DirectoryCut | null;
}

/** A file that a run was at. */
export interface UnderWay {
  readonly soFar: TakenSoFar;
  /** The output before the file was begun: should it turn out to be another than it was, it is done again from there. */
  readonly begun: FileCut;
}

/** How far a run into one file has come. */
export interface FileProgress extends RunSoFar {
  /** The steps before it are done, and lie before the cut. */
  readonly doneUntil: number;
  /** How far that very step has come; null where it is to be begun. */
  readonly underWay: UnderWay | null;
  readonly cut: FileCut;
}

export interface SavedFileRun {
  readonly start: FileStart;
  readonly progress: FileProgress;
}

export type RunStart = FolderStart | FileStart;
export type RunProgress = FolderProgress | FileProgress;
export type SavedRun = SavedFolderRun | SavedFileRun;

export function isFileRun(run: SavedRun): run is SavedFileRun {
  return run.start.target.kind !== 'folder';
}

/** Plain bytes that were proved of the file that a run was at. */
export function bytesUnderWay(run: SavedRun): number {
  return isFileRun(run) ? (run.progress.underWay?.soFar.proved ?? 0) : 0;
}

export const nothingSoFar: RunSoFar = {
  filesDone: 0,
  bytesDone: 0,
  filesWritten: 0,
  bytesWritten: 0,
  elapsedMs: 0,
  issues: [],
  saidOfAll: [],
};

export const nothingDone: FolderProgress = {
  ...nothingSoFar,
  begunUntil: 0,
  done: [],
  undone: [],
  savedMs: 0,
  archive: null,
};
