// What the worker remembers between calls: the backups found, the one that is open, and the run on it.
import type { ArchiveIndex } from '../archive/entry.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { OpenedArchive, ReadProgress } from '../archive/opened-archive.ts';
import { FolderRun, type RunPlace } from '../journal/folder-run.ts';
import { isEmptyFolder, RunMarker } from '../journal/run-marker.ts';
import type { RunStore } from '../journal/run-store.ts';
import type { SavedRun } from '../journal/saved-run.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import { makePlan, type Plan } from '../plan/make-plan.ts';
import type { Sink } from '../sink/sink.ts';
import { PrivatePlace } from '../sink/place/private-place.ts';
import type { Outcome } from './events.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { restoreScript } from '../restore/restore-script.ts';
import { planFor, surveyNames } from './folder-names.ts';
import { KeptRuns, recognised, storeForRuns } from './kept-runs.ts';
import { PartExchange } from './part-exchange.ts';
import { openOrExplain } from './open-or-explain.ts';
import { proveByDecoding } from './prove-by-decoding.ts';
import { toRestorePlan } from './restore-plan.ts';
import { RunControl } from './run-control.ts';
import { runBackup, type ReadyBackup, type RunOrder } from './run-backup.ts';
import { sendEveryMs } from './run-report.ts';
import { surveyFiles, type SurveyedBackup } from './survey.ts';
import type {
  BackupSummary,
  ExtractWorkerApi,
  FolderSurvey,
  OpenOptions,
  OpenProgress,
  Recognised,
  RunChoices,
  Survey,
  Target,
  UnfinishedRun,
} from './worker-api.ts';
import type { HoldAnswer } from './hold.ts';

interface OpenBackup {
  readonly options: OpenOptions;
  readonly backup: SurveyedBackup;
  readonly archive: OpenedArchive;
}

export class Session implements ExtractWorkerApi {
  readonly #kept: KeptRuns;
  /** Of picked files, by name. */
  #handles: ReadonlyMap<string, FileSystemFileHandle> = new Map();
  #found: readonly SurveyedBackup[] = [];
  #open: OpenBackup | null = null;
  #ready: ReadyBackup | null = null;
  /** The last run, if it was into a folder: what a restore script is made from, should one be asked for. */
  #lastIntoFolder: { readonly plan: Plan; readonly issues: readonly Issue[] } | null = null;
  /** Of the last run, while what it made is still to be downloaded. */
  #lastSink: Sink | null = null;
  #exchange: PartExchange | null = null;
  #control = new RunControl();

  constructor(store: RunStore = storeForRuns()) {
    this.#kept = new KeptRuns(store);
  }

  async survey(files: readonly File[]): Promise<Survey> {
    this.#open = null;
    this.#ready = null;
    const { survey, backups } = await surveyFiles(files);
    this.#found = backups;
    return survey;
  }

  async open(id: number, options: OpenOptions, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    const found = this.#found[id];
    if (found === undefined) throw new Error(`no backup ${id} in the survey`);
    const { salvages } = options;
    const backup = salvages ? { ...found, source: found.sourceWithGaps } : found;
    const { source } = backup;
    this.#open = null;
    this.#ready = null;
    const progress = this.#progress(source, onProgress);
    const archive = salvages
      ? await openArchive(source, progress, proveByDecoding(source))
      : await openOrExplain(source, progress);
    this.#open = { options, backup, archive };
    return archive.state === 'open' ? this.#plan(this.#open, archive.index) : lockedSummary(backup, archive);
  }

  async unlock(password: string, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    const open = this.#open;
    if (open?.archive.state !== 'locked') throw new Error('nothing to unlock');
    const { backup, archive } = open;
    return this.#plan(open, await archive.unlock(password, this.#progress(backup.source, onProgress)));
  }

  async surveyFolder(folder: FileSystemDirectoryHandle): Promise<FolderSurvey> {
    const ready = this.#ready;
    if (ready === null) return { isEmpty: await isEmptyFolder(folder), refused: null, unfinished: null };
    return {
      isEmpty: await isEmptyFolder(folder),
      refused: await surveyNames(folder, ready),
      unfinished: await this.#kept.inFolder(folder, ready.backup.source, ready.plan.steps),
    };
  }

  keepHandles(handles: readonly FileSystemFileHandle[]): Promise<void> {
    this.#handles = new Map(handles.map((handle) => [handle.name, handle]));
    return Promise.resolve();
  }

  unfinishedRuns(): Promise<readonly UnfinishedRun[]> {
    return this.#kept.all();
  }

  async verifyRun(runId: string, folder: FileSystemDirectoryHandle): Promise<void> {
    await this.#runOf(runId, folder);
    await new RunMarker(folder, runId).verify();
  }

  async recognise(runId: string, folder: FileSystemDirectoryHandle): Promise<Recognised | null> {
    const run = await this.#runOf(runId, folder);
    const place = await recognised(
      this.#found.map(({ source }) => source),
      run,
    );
    const known = place === null ? undefined : this.#found[place];
    return known === undefined ? null : { id: known.found.id, options: { salvages: run.start.choices.salvages } };
  }

  forgetRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    return this.#kept.forget(runId, folder);
  }

  async extract(target: Target, choices: RunChoices, onUpdate: RunOrder['onUpdate']): Promise<Outcome> {
    const control = new RunControl();
    // Before anything is waited for: a run can be cancelled from its first moment.
    this.#control = control;
    if (target.kind !== 'folder')
      return this.#run(this.#opened(), { target, choices, folderRun: null, control, onUpdate });
    const { folder, existing, refused } = target;
    const ready = await this.#readyFor(folder, refused);
    const saved = { existing, refused, ...ready.options, ...choices };
    const folderRun = await FolderRun.begin(this.#placeOf(folder, ready), saved);
    return this.#run(ready, { target, choices, folderRun, control, onUpdate });
  }

  async continueRun(
    runId: string,
    folder: FileSystemDirectoryHandle,
    onUpdate: RunOrder['onUpdate'],
  ): Promise<Outcome> {
    const control = new RunControl();
    this.#control = control;
    const saved = await this.#runOf(runId, folder);
    const { existing, refused, skipsDamage, pace } = saved.start.choices;
    const ready = await this.#readyFor(folder, refused);
    const folderRun = await FolderRun.takeUp(saved, this.#placeOf(folder, ready));
    return this.#run(ready, {
      target: { kind: 'folder', folder, existing, refused },
      choices: { skipsDamage, pace },
      folderRun,
      control,
      onUpdate,
    });
  }

  /** @throws ExtractError where it is not kept any more */
  async #runOf(id: string, folder: FileSystemDirectoryHandle): Promise<SavedRun> {
    const saved = await this.#kept.store.find(id, folder);
    if (saved === null) throw new ExtractError('nothing-to-continue');
    return saved;
  }

  #opened(): ReadyBackup {
    if (this.#ready === null) throw new Error('nothing is open');
    return this.#ready;
  }

  /** The open backup, planned for this folder. */
  async #readyFor(folder: FileSystemDirectoryHandle, refused: RefusedPolicy): Promise<ReadyBackup> {
    const ready = this.#opened();
    return { ...ready, plan: await planFor(folder, ready, refused) };
  }

  #placeOf(folder: FileSystemDirectoryHandle, { backup, plan }: ReadyBackup): RunPlace {
    const { source } = backup;
    const parts = source.parts.flatMap(({ name }) => this.#handles.get(name) ?? []);
    const handles = { folder, parts: parts.length === source.parts.length ? parts : null };
    return { source, plan, handles, store: this.#kept.store };
  }

  async #run(ready: ReadyBackup, order: RunOrder): Promise<Outcome> {
    this.#exchange = await PartExchange.begin(ready.backup.source, ready.backup.files);
    const { outcome, sink, issues } = await runBackup(ready, order);
    this.#lastSink = outcome.download === null ? null : sink;
    this.#lastIntoFolder = order.folderRun === null ? null : { plan: ready.plan, issues };
    return outcome;
  }

  tidy(): Promise<void> {
    return PrivatePlace.tidy();
  }

  async forgetOutput(): Promise<void> {
    const sink = this.#lastSink;
    this.#lastSink = null;
    await sink?.abandon();
  }

  restoreScript(): Promise<Blob> {
    if (this.#lastIntoFolder === null) return Promise.reject(new Error('nothing was extracted into a folder'));
    const { plan, issues } = this.#lastIntoFolder;
    const script = restoreScript(toRestorePlan(plan, issues));
    return Promise.resolve(new Blob([...script], { type: 'text/plain;charset=utf-8' }));
  }

  pause(): Promise<void> {
    this.#control.pause();
    return Promise.resolve();
  }

  resume(): Promise<void> {
    this.#control.resume();
    return Promise.resolve();
  }

  answer(answer: HoldAnswer): Promise<void> {
    this.#control.answer(answer);
    return Promise.resolve();
  }

  async replacePart(file: File): Promise<boolean> {
    const isTaken = (await this.#exchange?.offer(file)) ?? false;
    if (isTaken) this.#control.answer('retry');
    return isTaken;
  }

  cancel(): Promise<void> {
    this.#control.cancel();
    return Promise.resolve();
  }

  #progress(source: JoinedSource, onProgress: (progress: OpenProgress) => void): ReadProgress {
    this.#control = new RunControl();
    const { signal } = this.#control;
    let lastSent = -Infinity;
    return {
      signal,
      onProgress(bytesRead, entries) {
        if (performance.now() - lastSent < sendEveryMs) return;
        lastSent = performance.now();
        onProgress({ bytesRead, bytesTotal: source.size, entries });
      },
    };
  }

  #plan({ options, backup }: OpenBackup, index: ArchiveIndex): BackupSummary {
    const plan = makePlan(index);
    this.#ready = { options, backup, index, plan };
    const content = {
      fileCount: plan.fileCount,
      directoryCount: plan.directoryCount,
      linkCount: plan.links.length,
      size: plan.size,
      awkwardNames: plan.awkwardNames,
      issues: [...index.issues, ...knownLosses(index), ...plan.issues],
    };
    const { format, version, isEncrypted } = index;
    return { ...partsOf(backup), format, version, isEncrypted, content };
  }
}

/** Entries of which the index says that they cannot be had: told before the run, which finds it out again at each. */
function knownLosses({ entries }: ArchiveIndex): readonly Issue[] {
  return entries.flatMap(({ path, data }) =>
    data.in === 'damaged' ? [{ kind: 'damaged', path, damage: data.damage } as const] : [],
  );
}

function partsOf({ found }: SurveyedBackup): Pick<BackupSummary, 'name' | 'parts' | 'packedSize'> {
  return { name: found.name, parts: found.parts, packedSize: found.size };
}

function lockedSummary(
  backup: SurveyedBackup,
  { format, version }: Extract<OpenedArchive, { readonly state: 'locked' }>,
): BackupSummary {
  return { ...partsOf(backup), format, version, isEncrypted: true, content: null };
}
