// From picked files to an open backup: the survey, the choice among several, the password. What was picked is kept, so that a
// missing part can be added and a backup opened anew.
import type { OpenOptions, OpenProgress } from '../extract/worker-api.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { openedLines, surveyLines } from './log-words.ts';
import { addToPicked } from './picked-files.ts';
import { isOpen, readyWith } from './run-state.ts';
import type { RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

export class BackupOpening {
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #now: () => number;
  #picked: readonly File[] = [];
  /** Which of the backups found was to be opened last. */
  #lastId = 0;

  constructor(steps: RunSteps, worker: WorkerLine, now: () => number) {
    this.#steps = steps;
    this.#worker = worker;
    this.#now = now;
  }

  get hasFiles(): boolean {
    return this.#picked.length > 0;
  }

  forgetFiles(): void {
    this.#picked = [];
  }

  /** Adds to the files picked so far. */
  async addFiles(files: readonly File[]): Promise<void> {
    this.#picked = addToPicked(this.#picked, files);
    await this.survey({ opensAlone: true });
  }

  /** Looks at the picked files, and opens a single sound backup by itself if it may. */
  async survey({ opensAlone }: { readonly opensAlone: boolean }): Promise<void> {
    const { state } = this.#steps;
    const before = state.name === 'idle' ? state.survey : null;
    await this.#steps.take(async (isSuperseded) => {
      this.#steps.state = { name: 'idle', survey: before, isSurveying: true };
      const startMs = this.#now();
      const survey = await this.#worker.client.survey(this.#picked);
      if (isSuperseded()) return;
      this.#steps.note(surveyLines(survey, this.#now() - startMs));
      this.#steps.state = { name: 'idle', survey, isSurveying: false };
      const [only, ...others] = survey.backups;
      if (opensAlone && only?.problem === null && others.length === 0) await this.open(only.id);
    });
  }

  /** After opening failed on damage: opens the same backup anew and goes on past it. */
  async goPastDamage(): Promise<void> {
    await this.survey({ opensAlone: false });
    await this.open(this.#lastId, { salvages: true });
  }

  async open(id: number, options: OpenOptions = { salvages: false }): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'idle') return;
    this.#lastId = id;
    const title = state.survey?.backups.find((backup) => backup.id === id)?.name ?? '';
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
      this.#steps.state = isOpen(backup)
        ? readyWith(backup)
        : { name: 'needs-password', backup, isChecking: false, progress: null, failures: 0 };
    });
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
      try {
        const backup = await this.#worker.client.unlock(password, onProgress);
        if (isSuperseded()) return;
        if (!isOpen(backup)) throw new TypeError('an unlocked backup has a content');
        this.#steps.note(openedLines(backup, this.#now() - startMs));
        this.#steps.state = readyWith(backup);
      } catch (error) {
        if (!(error instanceof ExtractError) || error.code !== 'wrong-password') throw error;
        if (isSuperseded()) return;
        this.#steps.note(['a password was tried, and was not the one']);
        this.#steps.state = { ...state, failures: state.failures + 1 };
      }
    });
  }
}
