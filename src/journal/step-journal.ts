// What the loop over the steps asks of a journal, and tells it, wherever the run goes.
import type { TakenSoFar } from '../decode/transfer.ts';
import type { Issue } from '../problems/issue.ts';
import type { SaidOfAll } from './said-of-all.ts';

/** What became of a step. */
export interface StepResult {
  readonly delivered: boolean;
  readonly issues: readonly Issue[];
}

export interface StepJournal {
  /** In this visit or an earlier one. */
  isDone(step: number): boolean;
  /** To be awaited before a step leaves anything anywhere. Mostly there is nothing to wait for. */
  begin(step: number): Promise<void>;
  /** The step is settled: its file is complete, or the issues say what became of it. */
  done(step: number, result: StepResult): void;
  /** Of the archive as a whole, not of a step: told once, in whichever visit that is. */
  told(issue: Issue): void;
  /** Of all that fails alike, and for a visit that goes on with the run too. It is in the next save. */
  said(said: SaidOfAll): void;
  /** It is time to save, and the run has to stand still for that: a journal that saves as the run goes on never says so. */
  readonly isSaveDue: boolean;
  /** Is it time to save before a long file is begun? Only where it was saved just before can it be kept in part. */
  readonly isLongFileDue: boolean;
  /**
   * To be called where `isSaveDue` or `isLongFileDue` asks for that, while no step is under way but one.
   * @param soFar how far that one has come, the first that is not done; null where it has not begun
   */
  save(soFar: TakenSoFar | null): Promise<void>;
  /** How far an earlier visit has come with a step that is not done; null where it is to be begun. */
  soFarOf(step: number): TakenSoFar | null;
  /** Name of the archive beside the files that this visit or an earlier one was making. */
  readonly archive: string | null;
  /**
   * An archive of steps that are not done is about to be made, of this name; null: it is whole, and they are done. To be
   * awaited, with `save`, before anything of that name is in the folder.
   */
  making(archive: string | null): void;
}
