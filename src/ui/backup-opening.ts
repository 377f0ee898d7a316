// From picked files to an open backup: the survey, the choice among several, the password. What was picked is kept, so that a
// missing part can be added and a backup opened anew.
import type { BackupSummary, FoundBackup, OpenOptions, OpenProgress, Recognised } from '../extract/worker-api.ts';
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import { folderOf } from './file-folders.ts';
import { handlesOf } from './file-handles.ts';
import { openedLines, surveyLines } from './log-words.ts';
import { addToPicked } from './picked-files.ts';
import { isOpen, readyWith, type NeedsPassword, type OpenBackup } from './run-state.ts';
import type { IsSuperseded, RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

/** What files are picked for, where there is more to it than to see what is in them. */
export interface Errand {
  /** Name of the backup that is wanted. */
  readonly title: string;
  /** The wanted one of the backups found; null where it is not among them. */
  recognise(found: readonly FoundBackup[]): Promise<Recognised | null>;
  /** Goes on from there: the state is the errand's now. */
  onOpen(backup: OpenBackup, isSuperseded: IsSuperseded): Promise<void>;
}

export interface BackupOpeningParts {
  readonly steps: RunSteps;
  readonly worker: WorkerLine;
  readonly now: () => number;
  /** Told of every backup that has been opened, before anything else is done with it. */
  readonly onOpen: (backup: OpenBackup) => void;
}

/** With these another password may open the backup: what was picked stays open. */
const passwordCodes: ReadonlySet<ErrorCode> = new Set(['wrong-password', 'wrong-password-or-damage']);

export class BackupOpening {
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #now: () => number;
  readonly #onOpen: (backup: OpenBackup) => void;
  #picked: readonly File[] = [];
  /** Which of the backups found was to be opened last. */
  #lastId = 0;
  #errand: Errand | null = null;
  /** They were looked at, and are not what the errand is about. */
  #isPickedInVain = false;

  constructor({ steps, worker, now, onOpen }: BackupOpeningParts) {
    this.#steps = steps;
    this.#worker = worker;
    this.#now = now;
    this.#onOpen = onOpen;
  }

  /** The files picked so far. */
  get files(): readonly File[] {
    return this.#picked;
  }

  /** What they were picked for, until it can go on from the open backup. */
  get errand(): Errand | null {
    return this.#errand;
  }

  get hasFiles(): boolean {
    return this.#picked.length > 0;
  }

  forgetFiles(): void {
    this.#picked = [];
    this.#errand = null;
    this.#isPickedInVain = false;
  }

  /** From now on files are picked for this. @param files what there is of them already */
  async begin(errand: Errand, files: readonly File[]): Promise<void> {
    this.#errand = errand;
    this.#isPickedInVain = false;
    this.#picked = files;
    if (this.hasFiles) await this.survey({ opensAlone: true });
  }

  /** Adds to the files picked so far. */
  async addFiles(files: readonly File[]): Promise<void> {
    this.#picked = this.#isPickedInVain ? files : addToPicked(this.#picked, files);
    await this.survey({ opensAlone: true });
  }

  /** Looks at the picked files, and opens the one that is wanted, or a single sound one, by itself if it may. */
  async survey({ opensAlone }: { readonly opensAlone: boolean }): Promise<void> {
    if (!opensAlone) this.#errand = null;
    const { state } = this.#steps;
    const before = state.name === 'idle' ? state.survey : null;
    await this.#steps.take(async (isSuperseded) => {
      const { title } = before === null && this.#errand !== null ? this.#errand : { title: null };
      this.#steps.state =
        title === null
          ? { name: 'idle', survey: before, isSurveying: true }
          : { name: 'opening', title, progress: null };
      const startMs = this.#now();
      const survey = await this.#worker.client.survey(this.#picked, this.#picked.map(folderOf));
      if (isSuperseded()) return;
      this.#steps.note(surveyLines(survey, this.#now() - startMs));
      await this.#keepHandles();
      const wanted = opensAlone ? await this.#wanted(survey.backups) : null;
      if (isSuperseded()) return;
      this.#steps.state = { name: 'idle', survey, isSurveying: false };
      if (wanted !== null) await this.#open(wanted, nameOf(survey.backups, wanted.id));
    });
  }

  /** After opening failed on damage: opens the same backup anew and goes on past it. */
  async goPastDamage(): Promise<void> {
    await this.survey({ opensAlone: false });
    await this.open(this.#lastId, { salvages: true });
  }

  /** Opens one of the backups found, whatever the files were picked for. */
  async open(id: number, options: OpenOptions = { salvages: false }): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'idle') return;
    this.#errand = null;
    await this.#open({ id, options }, nameOf(state.survey?.backups ?? [], id));
  }

  async unlock(password: string): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'needs-password' || state.isChecking) return;
    await this.#steps.take(async (isSuperseded) => {
      this.#steps.state = { ...state, isChecking: true };
      // As in opening: progress may come after the answer.
      const isWaiting = () => {
        const now = this.#steps.state;
        return !isSuperseded() && now.name === 'needs-password' && now.isChecking;
      };
      const onProgress = (progress: OpenProgress) => {
        if (isWaiting()) this.#steps.state = { ...state, isChecking: true, progress };
      };
      const startMs = this.#now();
      let backup: BackupSummary;
      try {
        backup = await this.#worker.client.unlock(password, onProgress);
      } catch (error) {
        if (!(error instanceof ExtractError) || !passwordCodes.has(error.code)) throw error;
        if (isSuperseded()) return;
        this.#steps.note(['a password was tried, and was not the one']);
        const refusal = { code: error.code, where: error.where };
        this.#steps.state = { ...state, failures: state.failures + 1, refusal };
        return;
      }
      if (isSuperseded()) return;
      if (!isOpen(backup)) throw new TypeError('an unlocked backup has a content');
      this.#steps.note(openedLines(backup, this.#now() - startMs));
      await this.#opened(backup, isSuperseded);
    });
  }

  async #open({ id, options }: Recognised, title: string): Promise<void> {
    this.#lastId = id;
    await this.#steps.take(async (isSuperseded) => {
      this.#steps.state = { name: 'opening', title, progress: null };
      // Progress comes by another way than the answer, and may come after it.
      const isWaiting = () => !isSuperseded() && this.#steps.state.name === 'opening';
      const onProgress = (progress: OpenProgress) => {
        if (isWaiting()) this.#steps.state = { name: 'opening', title, progress };
      };
      const startMs = this.#now();
      const backup = await this.#worker.client.open(id, options, onProgress);
      if (isSuperseded()) return;
      this.#steps.note(openedLines(backup, this.#now() - startMs));
      if (isOpen(backup)) await this.#opened(backup, isSuperseded);
      else this.#steps.state = lockedWith(backup);
    });
  }

  async #opened(backup: OpenBackup, isSuperseded: IsSuperseded): Promise<void> {
    const errand = this.#errand;
    this.#errand = null;
    this.#onOpen(backup);
    if (errand === null) this.#steps.state = readyWith(backup);
    else await errand.onOpen(backup, isSuperseded);
  }

  async #wanted(found: readonly FoundBackup[]): Promise<Recognised | null> {
    const [only, ...others] = found;
    const isSound = only?.problem === null && others.length === 0;
    if (this.#errand === null) return isSound ? { id: only.id, options: { salvages: false } } : null;
    const wanted = await this.#errand.recognise(found);
    // A missing part can be added; what is whole and another backup would only be in the way.
    this.#isPickedInVain = wanted === null && found.every(({ problem }) => problem === null);
    return wanted;
  }

  /** So that a run on these files can be found again. */
  async #keepHandles(): Promise<void> {
    const handles = handlesOf(this.#picked);
    if (handles.some((handle) => handle !== null)) await this.#worker.client.keepHandles(handles);
  }
}

function lockedWith(backup: BackupSummary): NeedsPassword {
  return { name: 'needs-password', backup, isChecking: false, progress: null, failures: 0, refusal: null };
}

function nameOf(found: readonly FoundBackup[], id: number): string {
  return found.find((backup) => backup.id === id)?.name ?? '';
}
