// From picked files to an open backup: the survey, the one of its backups that is open, and, once its index is known, what
// there is to write of it.
import type { ArchiveIndex } from '../archive/entry.ts';
import { openArchive } from '../archive/open-archive.ts';
import type { OpenedArchive, ReadProgress } from '../archive/opened-archive.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { earlyIdentity } from './early-identity.ts';
import { FolderNames } from './folder-names.ts';
import { openOrExplain } from './open-or-explain.ts';
import { proveByDecoding } from './prove-by-decoding.ts';
import type { ReadyBackup } from './ready-backup.ts';
import { sendEveryMs } from './run-report.ts';
import { surveyFiles, type SurveyedBackup } from './survey.ts';
import type { BackupSummary, OpenOptions, OpenProgress, Survey } from './worker-api.ts';

interface OpenBackup {
  readonly options: OpenOptions;
  readonly backup: SurveyedBackup;
  readonly archive: OpenedArchive;
}

/** Who waits for an opening, and may cancel it. */
export interface Reader {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: OpenProgress) => void;
}

export class PickedBackups {
  #found: readonly SurveyedBackup[] = [];
  #open: OpenBackup | null = null;
  #ready: ReadyBackup | null = null;

  /** Of the last survey. */
  get found(): readonly SurveyedBackup[] {
    return this.#found;
  }

  /** The one that is open, once its index is known. */
  get ready(): ReadyBackup | null {
    return this.#ready;
  }

  /** @throws Error where none is, or its index is not known yet */
  get opened(): ReadyBackup {
    if (this.#ready === null) throw new Error('nothing is open');
    return this.#ready;
  }

  /**
   * Replaces the earlier survey; nothing is open any more.
   * @param folders in which each of the files lies, as far as that is known
   */
  async survey(files: readonly File[], folders: readonly string[]): Promise<Survey> {
    this.#close();
    const { survey, backups } = await surveyFiles(files, folders);
    this.#found = backups;
    return survey;
  }

  async open(id: number, options: OpenOptions, reader: Reader): Promise<BackupSummary> {
    const found = this.#found[id];
    if (found === undefined) throw new Error(`no backup ${id} in the survey`);
    const { salvages } = options;
    const backup = salvages ? { ...found, source: found.sourceWithGaps } : found;
    const { source } = backup;
    this.#close();
    const progress = progressOf(source, reader);
    const archive = salvages
      ? await openArchive(source, progress, proveByDecoding(source))
      : await openOrExplain(source, progress);
    this.#open = { options, backup, archive };
    return archive.state === 'open' ? this.#plan(this.#open, archive.index) : lockedSummary(backup, archive);
  }

  async unlock(password: string, reader: Reader): Promise<BackupSummary> {
    const open = this.#open;
    if (open?.archive.state !== 'locked') throw new Error('nothing to unlock');
    const { backup, archive } = open;
    return this.#plan(open, await archive.unlock(password, progressOf(backup.source, reader)));
  }

  #close(): void {
    this.#open = null;
    this.#ready = null;
  }

  #plan({ options, backup }: OpenBackup, index: ArchiveIndex): BackupSummary {
    const plan = makePlan(index);
    this.#ready = { options, backup, index, selection: null, plan, names: new FolderNames(index, plan) };
    const content = {
      fileCount: plan.fileCount,
      directoryCount: plan.directoryCount,
      linkCount: plan.links.length,
      size: plan.size,
      issues: [...index.issues, ...knownLosses(index), ...plan.issues],
      outside: plan.outside,
    };
    const { format, version, isEncrypted } = index;
    return { ...partsOf(backup), format, version, isEncrypted, slowKey: null, content };
  }
}

function progressOf(source: JoinedSource, { signal, onProgress }: Reader): ReadProgress {
  let lastSent = -Infinity;
  let now: OpenProgress = { bytesRead: 0, bytesTotal: source.size, entries: 0, site: null };
  const onEntry = earlyIdentity(source, signal, (site) => {
    now = { ...now, site };
    onProgress(now);
  });
  return {
    signal,
    onEntry,
    onProgress(bytesRead, entries) {
      now = { ...now, bytesRead, entries };
      if (performance.now() - lastSent < sendEveryMs) return;
      lastSent = performance.now();
      onProgress(now);
    },
  };
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
  { format, version, slowKey }: Extract<OpenedArchive, { readonly state: 'locked' }>,
): BackupSummary {
  return { ...partsOf(backup), format, version, isEncrypted: true, slowKey, content: null };
}
