// The run as the page sees it: one tagged union. `name` is the word on <main data-state>.
import type { Destination, Outcome, RunUpdate } from '../extract/events.ts';
import type {
  BackupSummary,
  ContentSummary,
  FolderSurvey,
  OpenProgress,
  Survey,
  Target,
} from '../extract/worker-api.ts';
import type { Problem } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { nextReading, type Reading } from './progress-meter.ts';

/** A backup whose content is known: nothing stands between it and a folder. */
export interface OpenBackup extends BackupSummary {
  readonly content: ContentSummary;
}

/** A single output file. */
export type PackTarget = Exclude<Target, { readonly kind: 'folder' | 'test' }>;

export interface Idle {
  readonly name: 'idle';
  /** What the picked files are; null while nothing was picked. */
  readonly survey: Survey | null;
  readonly isSurveying: boolean;
}

export interface Opening {
  readonly name: 'opening';
  readonly title: string;
  readonly progress: OpenProgress | null;
}

export interface NeedsPassword {
  readonly name: 'needs-password';
  readonly backup: BackupSummary;
  readonly isChecking: boolean;
  /** How far the list of files has been read, once the password was right. */
  readonly progress: OpenProgress | null;
  /** Passwords so far that opened nothing. */
  readonly failures: number;
  /** What the last one was refused with; null before the first. */
  readonly refusal: Problem | null;
}

export interface ChosenFolder {
  readonly folder: FileSystemDirectoryHandle;
  readonly survey: FolderSurvey;
  /** Of its unknown runs, those that are over, as the user says. */
  readonly closes: readonly string[];
}

export interface Ready {
  readonly name: 'ready';
  readonly backup: OpenBackup;
  /** A chosen folder of which there is something to be asked (folder-question.ts): answered first. */
  readonly chosen: ChosenFolder | null;
  /** Why the folder or file chosen last could not be taken. */
  readonly refusal: Problem | null;
}

interface UnderWay<Name> {
  readonly name: Name;
  readonly backup: OpenBackup;
  readonly destination: Destination;
  /** Where it writes into a folder: what a permission is asked for again. */
  readonly folder: FileSystemDirectoryHandle | null;
  /** Null until the worker's first word. */
  readonly update: RunUpdate | null;
  readonly reading: Reading;
  readonly issues: readonly Issue[];
  /** When the user pressed Cancel, on the clock of performance.now(); null before. */
  readonly cancelledMs: number | null;
}

export type Running = UnderWay<'running'> | UnderWay<'paused'>;

interface Over<Name> {
  readonly name: Name;
  readonly backup: OpenBackup;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

/** Cancelled, and not waited for: there is no outcome, only what the run said last. */
interface Abandoned extends Omit<Over<'cancelled'>, 'outcome'> {
  readonly outcome: null;
  readonly run: Running;
}

export interface Done extends Over<'done'> {
  /** What there was to download has been handed to the browser. */
  readonly isSaved: boolean;
}
export type Cancelled = Over<'cancelled'> | Abandoned;
export type Ended = Done | Cancelled;

export interface Failed {
  readonly name: 'failed';
  /** Null for a fault of the program itself. */
  readonly problem: Problem | null;
  /** The run that was under way, if one was. */
  readonly run: Running | null;
  /** The backup that is still open, so that extracting can be tried again; null where it must be opened anew. */
  readonly backup: OpenBackup | null;
}

export type RunState = Idle | Opening | NeedsPassword | Ready | Running | Ended | Failed;

export const nothingPicked: Idle = { name: 'idle', survey: null, isSurveying: false };

export function readyWith(backup: OpenBackup): Ready {
  return { name: 'ready', backup, chosen: null, refusal: null };
}

/** Has the run come to its first step? The worker may speak before, where it has to wait for the browser. */
export function hasBegun({ update }: Running): boolean {
  return update !== null && (update.runId !== null || update.step !== 'parts');
}

/** Everything found amiss so far, in order. */
export function issuesOf(state: RunState): readonly Issue[] {
  switch (state.name) {
    case 'idle':
    case 'opening':
    case 'needs-password':
      return [];
    case 'ready':
      return state.backup.content.issues;
    case 'running':
    case 'paused':
      // A run tells anew what was known before, with its first snapshot; one that never comes to its first step, only its own.
      return !hasBegun(state) ? withOwn(state) : state.issues;
    case 'done':
    case 'cancelled':
      return state.issues;
    case 'failed':
      return state.run !== null ? issuesOf(state.run) : (state.backup?.content.issues ?? []);
    default:
      return state satisfies never;
  }
}

function withOwn({ backup: { content }, issues }: Running): readonly Issue[] {
  return [...content.issues, ...issuesBeyond(issues, content.issues)];
}

/** Those of `issues` that are not among `known`. They cross the worker line as copies, so they are compared by what they say. */
export function issuesBeyond(issues: readonly Issue[], known: readonly Issue[]): readonly Issue[] {
  const said = new Set(known.map((issue) => JSON.stringify(issue)));
  return issues.filter((issue) => !said.has(JSON.stringify(issue)));
}

export function isOpen(backup: BackupSummary): backup is OpenBackup {
  return backup.content !== null;
}

/**
 * The state after a snapshot from the worker. Whether the run is paused is what the user said last: a snapshot may have been
 * on its way when the button was pressed. The last one may even arrive after the outcome; its issues count all the same.
 */
export function withUpdate(state: RunState, update: RunUpdate, nowMs: number): RunState {
  if (!('issues' in state)) return state;
  const issues = update.newIssues.length === 0 ? state.issues : [...state.issues, ...update.newIssues];
  return 'reading' in state
    ? { ...state, update, issues, reading: nextReading(state.reading, update, nowMs) }
    : { ...state, issues };
}
