// What the worker remembers between calls: the backups found, the one that is open, and the run on it.
import type { ArchiveIndex } from '../archive/entry.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { OpenedArchive, ReadProgress } from '../archive/opened-archive.ts';
import { BufferPool } from '../bytes/buffer-pool.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { makePlan, type Plan } from '../plan/make-plan.ts';
import type { Sink } from '../sink/sink.ts';
import { PrivatePlace } from '../sink/place/private-place.ts';
import type { Outcome, RunUpdate } from './events.ts';
import type { Issue } from '../problems/issue.ts';
import { restoreScript } from '../restore/restore-script.ts';
import { extract } from './extract.ts';
import { openSink } from './open-sink.ts';
import { toOutcome } from './outcome.ts';
import { toRestorePlan } from './restore-plan.ts';
import { Pacer } from './pacer.ts';
import { RunControl } from './run-control.ts';
import { RunReport, sendEveryMs } from './run-report.ts';
import { surveyFiles, type SurveyedBackup } from './survey.ts';
import type {
  BackupSummary,
  ExtractWorkerApi,
  FolderSurvey,
  OpenProgress,
  RunChoices,
  Survey,
  Target,
} from './worker-api.ts';
import type { HoldAnswer } from './hold.ts';

interface OpenBackup {
  readonly backup: SurveyedBackup;
  readonly archive: OpenedArchive;
}

interface ReadyBackup {
  readonly backup: SurveyedBackup;
  readonly index: ArchiveIndex;
  readonly plan: Plan;
}

export class Session implements ExtractWorkerApi {
  #found: readonly SurveyedBackup[] = [];
  #open: OpenBackup | null = null;
  #ready: ReadyBackup | null = null;
  /** The last run, if it was into a folder: what a restore script is made from, should one be asked for. */
  #lastIntoFolder: { readonly plan: Plan; readonly issues: readonly Issue[] } | null = null;
  /** Of the last run, while what it made is still to be downloaded. */
  #lastSink: Sink | null = null;
  #control = new RunControl();

  async survey(files: readonly File[]): Promise<Survey> {
    this.#open = null;
    this.#ready = null;
    const { survey, backups } = await surveyFiles(files);
    this.#found = backups;
    return survey;
  }

  async open(id: number, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    const backup = this.#found[id];
    if (backup === undefined) throw new Error(`no backup ${id} in the survey`);
    this.#open = null;
    this.#ready = null;
    const archive = await openArchive(backup.source, this.#progress(backup.source, onProgress));
    this.#open = { backup, archive };
    return archive.state === 'open' ? this.#plan(backup, archive.index) : lockedSummary(backup, archive);
  }

  async unlock(password: string, onProgress: (progress: OpenProgress) => void): Promise<BackupSummary> {
    if (this.#open?.archive.state !== 'locked') throw new Error('nothing to unlock');
    const { backup, archive } = this.#open;
    return this.#plan(backup, await archive.unlock(password, this.#progress(backup.source, onProgress)));
  }

  async surveyFolder(folder: FileSystemDirectoryHandle): Promise<FolderSurvey> {
    const first = await folder.keys().next();
    return { isEmpty: first.done === true };
  }

  async extract(
    target: Target,
    choices: RunChoices,
    onUpdate: (update: RunUpdate) => void | Promise<void>,
  ): Promise<Outcome> {
    if (this.#ready === null) throw new Error('nothing is open');
    const { backup, index, plan } = this.#ready;
    const { source } = backup;
    const control = new RunControl();
    this.#control = control;
    const pool = new BufferPool();
    const pacer = new Pacer(choices.pace, control.signal);
    const sink = await openSink(target, { plan, parts: source.parts, pool });
    const report = new RunReport(source, { files: plan.fileCount, size: plan.size }, onUpdate);
    report.log(`${index.format} ${index.version}, ${source.parts.length} parts, ${index.entries.length} entries`);
    report.start(() => ({
      isPaused: control.isPaused,
      held: control.held,
      isResting: pacer.isResting,
      closingCount: sink.closingCount,
    }));
    let isCancelled = false;
    let download: Blob | null = null;
    try {
      download = await extract({ source, index, plan, sink, pool, control, report, choices, pacer });
    } catch (error) {
      if (!isAbort(error)) throw error;
      isCancelled = true;
      report.log('cancelled');
    } finally {
      await report.end();
    }
    this.#lastSink = download === null ? null : sink;
    this.#lastIntoFolder = target.kind === 'folder' ? { plan, issues: report.facts.issues } : null;
    const destination = { kind: target.kind, name: target.kind === 'folder' ? target.folder.name : target.name };
    return toOutcome(source, index, plan, { isCancelled, destination, download, ...report.facts });
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

  #plan(backup: SurveyedBackup, index: ArchiveIndex): BackupSummary {
    const plan = makePlan(index);
    this.#ready = { backup, index, plan };
    const content = {
      fileCount: plan.fileCount,
      directoryCount: plan.directoryCount,
      linkCount: plan.links.length,
      size: plan.size,
      awkwardNames: plan.awkwardNames,
      issues: [...index.issues, ...plan.issues],
    };
    const { format, version, isEncrypted } = index;
    return { ...partsOf(backup), format, version, isEncrypted, content };
  }
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

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
