// What the worker remembers between calls: what was picked (picked-backups.ts), the run on it, and what the last run left. What
// needs no run is in inspection.ts.
import { verifyFiles } from '../journal/earlier-files.ts';
import { identify } from '../journal/part-identity.ts';
import { isEmptyFolder, RunMarker } from '../journal/run-marker.ts';
import type { RunStore } from '../journal/run-store.ts';
import { isFileRun, type SavedRun } from '../journal/saved-run.ts';
import { EntrySums } from '../listing/entry-sums.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { NamedFile } from '../parts/part-set.ts';
import type { Sink } from '../sink/sink.ts';
import { tidyPrivate } from '../sink/place/private-folder.ts';
import type { Outcome } from './events.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { restoreScript } from '../restore/restore-script.ts';
import { ChosenEntries } from './chosen-entries.ts';
import { Inspection } from './inspection.ts';
import { KeptRuns, recognised, storeForRuns } from './kept-runs.ts';
import { PartExchange } from './part-exchange.ts';
import type { Reader } from './picked-backups.ts';
import { earlierRun, newRun, type RunNeeds } from './prepare-run.ts';
import { toRestorePlan } from './restore-plan.ts';
import { RunControl } from './run-control.ts';
import { unlessStuck } from './unless-stuck.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { runBackup } from './run-backup.ts';
import type { RunOrder } from './run-order.ts';
import type {
  BackupSummary,
  EntryChoices,
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

/** What a test is of, whatever is chosen: it tells what an extraction leaves out unless told otherwise. */
const everything: EntryChoices = { selection: null, keepsOutside: false };

export class Session extends Inspection implements ExtractWorkerApi {
  readonly #chosen = new ChosenEntries();
  readonly #kept: KeptRuns;
  readonly #startSumThreads: RunOrder['startSumThreads'];
  /** The files of the last survey. */
  #files: readonly File[] = [];
  /** Of those files that have one. */
  #handles: ReadonlyMap<NamedFile, FileSystemFileHandle> = new Map();
  /** The last run, if it was into a folder: what a restore script is made from, should one be asked for. */
  #lastIntoFolder: { readonly plan: Plan; readonly issues: readonly Issue[] } | null = null;
  /** Of the last run, while what it made is still to be downloaded. */
  #lastSink: Sink | null = null;
  #exchange: PartExchange | null = null;
  #control = new RunControl();

  constructor(store: RunStore = storeForRuns(), startSumThreads: RunOrder['startSumThreads'] = () => null) {
    super();
    this.#kept = new KeptRuns(store);
    this.#startSumThreads = startSumThreads;
  }

  survey(files: readonly File[], folders: readonly string[] = []): Promise<Survey> {
    this.lists.forget();
    this.#files = files;
    this.#handles = new Map();
    return this.picked.survey(files, folders);
  }

  open(id: number, options: OpenOptions, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    return this.picked.open(id, options, this.#reader(onProgress));
  }

  unlock(password: string, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    return this.picked.unlock(password, this.#reader(onProgress));
  }

  async surveyFolder(folder: FileSystemDirectoryHandle, choices: EntryChoices): Promise<FolderSurvey> {
    const { ready } = this.picked;
    const found = await unlessStuck(folder, async (heard) => {
      const isEmpty = await isEmptyFolder(folder);
      heard();
      const names = ready && this.#chosen.from(ready, choices).names;
      return { isEmpty, refused: names && (await names.survey(folder, heard)) };
    });
    if (ready === null) return { ...found, unfinished: null, unknownRuns: null };
    return { ...found, ...(await this.#kept.inFolder(folder, ready.backup.source, ready.plan.steps)) };
  }

  keepHandles(handles: readonly (FileSystemFileHandle | null)[]): Promise<void> {
    this.#handles = new Map(
      this.#files.flatMap((file, index) => {
        const handle = handles[index] ?? null;
        return handle === null ? [] : [[file, handle] as const];
      }),
    );
    return Promise.resolve();
  }

  unfinishedRuns(): Promise<readonly UnfinishedRun[]> {
    return this.#kept.all();
  }

  async verifyRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    const run = await this.#runOf(runId, folder);
    if (isFileRun(run)) await verifyFiles(run, this.#kept.store);
    else if (folder !== null) await unlessStuck(folder, () => new RunMarker(folder, runId).verify());
  }

  async recognise(runId: string, folder: FileSystemDirectoryHandle | null): Promise<Recognised | null> {
    const run = await this.#runOf(runId, folder);
    const { found } = this.picked;
    const place = await recognised(
      found.map(({ source }) => source),
      run,
    );
    const known = place === null ? undefined : found[place];
    return known === undefined ? null : { id: known.found.id, options: { salvages: run.start.choices.salvages } };
  }

  forgetRun(runId: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    return this.#kept.forget(runId, folder);
  }

  async extract(target: Target, choices: RunChoices, onUpdate: RunOrder['onUpdate']): Promise<Outcome> {
    const control = new RunControl();
    // Before anything is waited for: a run can be cancelled from its first moment.
    this.#control = control;
    const chosen = this.#opened(target.kind === 'test' ? everything : choices);
    const run = newRun(this.#needsOf(chosen), target, choices);
    return this.#run(chosen, { ...run, choices, isContinued: false, control, onUpdate });
  }

  async continueRun(
    runId: string,
    folder: FileSystemDirectoryHandle | null,
    onUpdate: RunOrder['onUpdate'],
  ): Promise<Outcome> {
    const control = new RunControl();
    this.#control = control;
    const saved = await this.#runOf(runId, folder);
    const { choices } = saved.start;
    const chosen = this.#opened(choices);
    const run = earlierRun(this.#needsOf(chosen), saved, folder);
    return this.#run(chosen, { ...run, choices, isContinued: true, control, onUpdate });
  }

  /** @throws ExtractError where it is not kept any more */
  async #runOf(id: string, folder: FileSystemDirectoryHandle | null): Promise<SavedRun> {
    const finding = () => this.#kept.store.find(id, folder);
    const saved = await (folder === null ? finding() : unlessStuck(folder, finding));
    if (saved === null) throw new ExtractError('nothing-to-continue');
    return saved;
  }

  /** The open backup, as far as it is to be extracted. */
  #opened(choices: EntryChoices): ReadyBackup {
    return this.#chosen.from(this.picked.opened, choices);
  }

  #needsOf(chosen: ReadyBackup): RunNeeds {
    const { source, picked } = chosen.backup;
    const handles = picked.flatMap((file) => this.#handles.get(file) ?? []);
    return {
      chosen,
      handles: handles.length === source.parts.length ? handles : null,
      store: this.#kept.store,
      closable: this.#kept.closable,
    };
  }

  async #run(ready: ReadyBackup, order: Omit<RunOrder, 'handles' | 'startSumThreads' | 'identify'>): Promise<Outcome> {
    this.#exchange = null;
    this.lists.forget();
    const { outcome, begun, issues } = await runBackup(ready, {
      ...order,
      handles: [...this.#handles.values()],
      startSumThreads: this.#startSumThreads,
      identify: async () => {
        const parts = await identify(ready.backup.source);
        this.#exchange = new PartExchange(ready.backup.files, parts);
        return parts;
      },
    });
    // Of a run that has not begun there is nothing to be made.
    const { sums, kept = null, ...rest } = begun ?? { sums: new EntrySums([]), ready, sink: null };
    this.lists.keep({ ...rest.ready, issues, sums, isCompared: order.target.kind !== 'test' });
    this.#lastSink = outcome.download === null ? null : rest.sink;
    this.#lastIntoFolder = kept?.kind === 'folder' ? { plan: rest.ready.plan, issues } : null;
    return outcome;
  }

  tidy(): Promise<void> {
    return tidyPrivate((id) => this.#kept.isFileKept(id));
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

  /** Whoever opens a backup can be cancelled like a run. */
  #reader(onProgress: (progress: OpenProgress) => void): Reader {
    this.#control = new RunControl();
    return { signal: this.#control.signal, onProgress };
  }
}
