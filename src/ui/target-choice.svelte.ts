// Where the open backup goes, and how: the folder or the file, what must be answered before, and what is chosen for the run.
import type { ExistingPolicy, RunChoices, Target } from '../extract/worker-api.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import { ExtractError, type Problem } from '../problems/extract-error.ts';
import type { BackupContent } from './backup-content.svelte.ts';
import { targetProblem } from './failure.ts';
import { folderQuestion } from './folder-question.ts';
import { targetLine } from './log-words.ts';
import type { RunFollower, RunOrder } from './run-follower.ts';
import type { ChosenFolder, OpenBackup, PackTarget, Ready } from './run-state.ts';
import type { IsSuperseded, RunSteps } from './run-steps.svelte.ts';
import type { WorkerLine } from './worker-line.ts';

export interface TargetChoiceParts {
  readonly steps: RunSteps;
  readonly worker: WorkerLine;
  readonly follower: RunFollower;
  /** Knows what of the open backup is to be extracted. */
  readonly content: Pick<BackupContent, 'selection' | 'keepsOutside' | 'keepOutside'>;
}

export class TargetChoice {
  #choices = $state.raw<RunChoices>({
    skipsDamage: false,
    keepsDamaged: false,
    keepsOutside: false,
    selection: null,
    pace: null,
    comparesAfterWriting: false,
    writesDirectly: false,
  });
  readonly #steps: RunSteps;
  readonly #worker: WorkerLine;
  readonly #follower: RunFollower;
  readonly #content: TargetChoiceParts['content'];

  constructor({ steps, worker, follower, content }: TargetChoiceParts) {
    this.#steps = steps;
    this.#worker = worker;
    this.#follower = follower;
    this.#content = content;
  }

  get choices(): RunChoices {
    const { selection, keepsOutside } = this.#content;
    return { ...this.#choices, selection, keepsOutside };
  }

  /** How it is done, which stays for the next run. What is extracted is of the open backup alone, and what is ticked by then. */
  choose(choices: RunChoices): void {
    this.#choices = choices;
    if (choices.keepsOutside !== this.#content.keepsOutside) void this.#content.keepOutside(choices.keepsOutside);
  }

  /** Takes a folder: extracts into an empty one, and asks first where there is anything to be asked about. */
  async extractInto(folder: FileSystemDirectoryHandle): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready' || !this.#hasContent()) return;
    const { selection, keepsOutside } = this.choices;
    await this.#steps.take(async (isSuperseded) => {
      const survey = await this.#worker.client.surveyFolder(folder, { selection, keepsOutside }).catch(targetProblem);
      if (isSuperseded()) return;
      if (survey instanceof ExtractError) this.refuse(survey);
      else await this.#extractOrAsk(state, { folder, survey, closes: [] }, isSuperseded);
    });
  }

  /** What was broken off in the chosen folder is not to be gone on with. */
  async startAnew(): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready' || state.chosen === null) return;
    const chosen = { ...state.chosen, survey: { ...state.chosen.survey, unfinished: null } };
    await this.#steps.take((isSuperseded) => this.#extractOrAsk(state, chosen, isSuperseded));
  }

  /** The runs in the chosen folder of which nothing is known here are over. */
  async closeUnknownRuns(): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready' || state.chosen === null) return;
    const chosen = { ...state.chosen, closes: state.chosen.survey.unknownRuns?.ids ?? [] };
    await this.#steps.take((isSuperseded) => this.#extractOrAsk(state, chosen, isSuperseded));
  }

  /** Answers what to do with the files in the chosen folder, and with names that it refuses. */
  async extractOver(existing: ExistingPolicy, refused: RefusedPolicy): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready' || state.chosen === null) return;
    const target = intoFolder(state.chosen, existing, refused);
    await this.#steps.take((isSuperseded) => this.#extract(state.backup, target, isSuperseded));
  }

  /** The folder or file chosen just now cannot be taken; the backup stays open for another. */
  refuse({ code, where }: Problem): void {
    const { state } = this.#steps;
    if (state.name === 'ready') this.#steps.state = { ...state, chosen: null, refusal: { code, where } };
  }

  /** The chosen folder is not to be used after all. */
  leaveFolder(): void {
    const { state } = this.#steps;
    if (state.name === 'ready') this.#steps.state = { ...state, chosen: null };
  }

  /** Puts everything into one file: the one chosen, or one to be downloaded. */
  async packInto(target: PackTarget): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready' || !this.#hasContent()) return;
    await this.#steps.take((isSuperseded) => this.#extract(state.backup, target, isSuperseded));
  }

  /** Reads and checks everything, whatever is to be extracted, and writes nothing. */
  async test(): Promise<void> {
    const { state } = this.#steps;
    if (state.name !== 'ready') return;
    await this.#steps.take((isSuperseded) => this.#extract(state.backup, { kind: 'test' }, isSuperseded));
  }

  /** There is no run of nothing. */
  #hasContent(): boolean {
    return this.choices.selection?.length !== 0;
  }

  async #extractOrAsk({ backup }: Ready, chosen: ChosenFolder, isSuperseded: IsSuperseded): Promise<void> {
    if (folderQuestion(chosen) === null)
      await this.#extract(backup, intoFolder(chosen, 'keep-both', 'side-zip'), isSuperseded);
    else this.#steps.state = { name: 'ready', backup, chosen, refusal: null };
  }

  async #extract(backup: OpenBackup, target: Target, isSuperseded: IsSuperseded): Promise<void> {
    const destination = { kind: target.kind, name: nameOf(target, backup) };
    const folder = target.kind === 'folder' ? target.folder : null;
    const { choices } = this;
    const start: RunOrder['start'] = (client, onUpdate) => client.extract(target, choices, onUpdate);
    this.#steps.note([targetLine(target)]);
    await this.#follower.follow({ backup, destination, folder, start }, isSuperseded);
  }
}

function nameOf(target: Target, backup: OpenBackup): string {
  if (target.kind === 'test') return backup.name;
  return target.kind === 'folder' ? target.folder.name : target.name;
}

function intoFolder({ folder, closes }: ChosenFolder, existing: ExistingPolicy, refused: RefusedPolicy): Target {
  return { kind: 'folder', folder, existing, refused, closes };
}
