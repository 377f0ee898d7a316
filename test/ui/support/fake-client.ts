// A worker that does what the test says: every call is recorded, and answered by hand or by a preset.
import type { Outcome, RunUpdate } from '../../../src/extract/events.ts';
import type { ListKind } from '../../../src/extract/lists-api.ts';
import type { HashProgress, PartSum } from '../../../src/extract/part-hashing-api.ts';
import type { EntryTable } from '../../../src/listing/entry-table.ts';
import { tableOf } from '../../../src/listing/entry-table.ts';
import type { Preset } from '../../../src/plan/presets.ts';
import type { Selection } from '../../../src/plan/selection.ts';
import type { HoldAnswer } from '../../../src/extract/hold.ts';
import type {
  BackupSummary,
  EntryChoices,
  ContentSummary,
  FolderSurvey,
  FoundBackup,
  OpenOptions,
  OpenProgress,
  PartLine,
  Recognised,
  RunChoices,
  Survey,
  Target,
  UnfinishedRun,
} from '../../../src/extract/worker-api.ts';
import type { WorkerClient } from '../../../src/extract/worker-client.ts';
import type { ExtractError, Where } from '../../../src/problems/extract-error.ts';
import { FakeDatabases } from './fake-databases.ts';
import { Pending } from './pending.ts';

export function found(id: number, name: string, missing?: Where): FoundBackup {
  const parts: readonly PartLine[] = [{ name, size: 100, state: 'present' }];
  const problem = missing === undefined ? null : ({ code: 'parts-missing', where: missing } as const);
  return { id, name, folder: '', size: 100, parts, problem };
}

export const content: ContentSummary = {
  fileCount: 4,
  directoryCount: 1,
  linkCount: 0,
  size: 400,
  issues: [{ kind: 'bytes-before', count: 3 }],
  outside: { count: 0, size: 0 },
};

export const open: BackupSummary = {
  name: 'site.jpa',
  format: 'jpa',
  version: '1.2',
  isEncrypted: false,
  slowKey: null,
  parts: [{ name: 'site.jpa', size: 100, state: 'present' }],
  packedSize: 100,
  content,
};

export const locked: BackupSummary = { ...open, name: 'site.jps', format: 'jps', isEncrypted: true, content: null };

export function update(change: Partial<RunUpdate> = {}): RunUpdate {
  return {
    runId: null,
    step: 'files',
    filesDone: 1,
    filesTotal: 4,
    bytesDone: 100,
    bytesWritten: 100,
    bytesTotal: 400,
    path: 'index.php',
    part: { name: 'site.jpa', number: 1, count: 1 },
    closing: 0,
    idleMs: 0,
    isPaused: false,
    held: null,
    copied: null,
    isResting: false,
    newIssues: [],
    newLog: [],
    ...change,
  };
}

export function outcome(change: Partial<Outcome> = {}): Outcome {
  return {
    isCancelled: false,
    isKept: false,
    format: 'jpa',
    destination: { kind: 'folder', name: 'public_html' },
    download: null,
    filesWritten: 4,
    isSelection: false,
    filesChosen: change.filesTotal ?? 4,
    filesTotal: 4,
    filesCompared: 0,
    filesHashed: 0,
    filesKept: 0,
    aside: [],
    bytesWritten: 400,
    partsCount: 1,
    entriesTotal: 5,
    elapsedMs: 1000,
    isComplete: true,
    checks: [],
    hasInstaller: true,
    ...change,
  };
}

export const halfRead: OpenProgress = { bytesRead: 50, bytesTotal: 100, entries: 2, site: null };

export class FakeClient extends FakeDatabases implements WorkerClient {
  surveyed: readonly File[] = [];
  /** In which folders they lie. */
  surveyedIn: readonly string[] = [];
  /** What leads back to them. */
  handles: readonly (FileSystemFileHandle | null)[] = [];
  isDisposed = false;
  survey_: Survey = { backups: [found(0, 'site.jpa')], strays: [] };
  opened: () => Promise<BackupSummary> = () => Promise.resolve(open);
  unlocked: (password: string) => Promise<BackupSummary> = () => Promise.resolve({ ...locked, content });
  folder: () => Promise<FolderSurvey> = () =>
    Promise.resolve({ isEmpty: true, refused: null, unfinished: null, unknownRuns: null });
  choices: RunChoices | null = null;
  target: Target | null = null;
  readonly run = new Pending<Outcome>();
  onUpdate: (update: RunUpdate) => void = () => undefined;
  /** Tells progress of the call to `open` or `unlock` made last: also after its answer, as it comes by another way. */
  tellProgress: (progress: OpenProgress) => void = () => undefined;
  #onDeath: (error: ExtractError) => void = () => undefined;

  survey(files: readonly File[], folders: readonly string[] = []): Promise<Survey> {
    this.calls.push('survey');
    this.surveyed = files;
    this.surveyedIn = folders;
    return Promise.resolve(this.survey_);
  }

  open(id: number, { salvages }: OpenOptions, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    this.calls.push(`open ${id}${salvages ? ' past damage' : ''}`);
    this.#tellsTo(onProgress);
    return this.opened();
  }

  unlock(password: string, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    this.calls.push('unlock');
    this.#tellsTo(onProgress);
    return this.unlocked(password);
  }

  table: EntryTable = tableOf([]);
  /** What a preset means. */
  chosen: (preset: Preset) => Selection = () => null;

  /** Asked of every backup that is opened, and not noted. */
  listEntries(): Promise<EntryTable> {
    return Promise.resolve(this.table);
  }

  choose(preset: Preset): Promise<Selection> {
    this.calls.push(`choose ${preset.kind}`);
    return Promise.resolve(this.chosen(preset));
  }

  /** What of the backup the folder was last surveyed for. */
  surveyedFor: EntryChoices | null = null;

  surveyFolder(_: unknown, choices: EntryChoices): Promise<FolderSurvey> {
    this.surveyedFor = choices;
    return this.folder();
  }

  extract(target: Target, choices: RunChoices, onUpdate: (update: RunUpdate) => void): Promise<Outcome> {
    this.choices = choices;
    this.target = target;
    this.calls.push(`extract ${target.kind === 'folder' ? target.existing : target.kind}`);
    this.onUpdate = onUpdate;
    return this.run.promise;
  }

  unfinished: readonly UnfinishedRun[] = [];
  /** Which of the backups found is the one of a run. */
  known: Recognised | null = { id: 0, options: { salvages: false } };

  keepHandles(handles: readonly (FileSystemFileHandle | null)[]): Promise<void> {
    this.handles = handles;
    return this.#noted(`keepHandles ${handles.length}`);
  }

  unfinishedRuns(): Promise<readonly UnfinishedRun[]> {
    return Promise.resolve(this.unfinished);
  }

  /** Null, or why a run cannot be gone on with. */
  broken: Error | null = null;

  verifyRun(runId: string): Promise<void> {
    this.calls.push(`verifyRun ${runId}`);
    return this.broken === null ? Promise.resolve() : Promise.reject(this.broken);
  }

  recognise(runId: string): Promise<Recognised | null> {
    this.calls.push(`recognise ${runId}`);
    return Promise.resolve(this.known);
  }

  continueRun(runId: string, _: unknown, onUpdate: (update: RunUpdate) => void): Promise<Outcome> {
    this.calls.push(`continueRun ${runId}`);
    this.onUpdate = onUpdate;
    return this.run.promise;
  }

  forgetRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    return this.#noted(folder === null ? `forgetRun ${runId}` : `forgetRun ${runId} ${folder.name}`);
  }

  tidy(): Promise<void> {
    return this.#noted('tidy');
  }

  forgetOutput(): Promise<void> {
    return this.#noted('forgetOutput');
  }

  restoreScript(): Promise<Blob> {
    this.calls.push('restoreScript');
    return Promise.resolve(new Blob(['#!/bin/sh']));
  }

  list(kind: ListKind): Promise<Blob> {
    this.calls.push(`list ${kind}`);
    return Promise.resolve(new Blob([kind]));
  }

  /** What a call to `hashParts` comes to. */
  readonly hashed = new Pending<readonly PartSum[] | null>();

  hashParts(onProgress: (progress: HashProgress) => void): Promise<readonly PartSum[] | null> {
    this.calls.push('hashParts');
    onProgress({ bytesRead: 50, bytesTotal: 100 });
    return this.hashed.promise;
  }

  cancelHashing(): Promise<void> {
    return this.#noted('cancelHashing');
  }

  pause(): Promise<void> {
    return this.#noted('pause');
  }

  resume(): Promise<void> {
    return this.#noted('resume');
  }

  answer(answer: HoldAnswer): Promise<void> {
    return this.#noted(`answer ${answer}`);
  }

  replacePart(file: File): Promise<boolean> {
    this.calls.push(`replacePart ${file.name}`);
    return Promise.resolve(file.name === 'site.jpa');
  }

  cancel(): Promise<void> {
    return this.#noted('cancel');
  }

  onDeath(listener: (error: ExtractError) => void): void {
    this.#onDeath = listener;
  }

  dispose(): void {
    this.isDisposed = true;
  }

  die(error: ExtractError): void {
    this.#onDeath(error);
  }

  #tellsTo(onProgress: (progress: OpenProgress) => void): void {
    this.tellProgress = onProgress;
    onProgress(halfRead);
  }

  #noted(call: string): Promise<void> {
    this.calls.push(call);
    return Promise.resolve();
  }
}
