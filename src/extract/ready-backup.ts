// A backup whose index is known: what a run, or a look into it, starts from.
import type { ArchiveIndex } from '../archive/entry.ts';
import type { Plan } from '../plan/make-plan.ts';
import type { Selection } from '../plan/selection.ts';
import type { FolderNames } from './folder-names.ts';
import type { SurveyedBackup } from './survey.ts';
import type { OpenOptions } from './worker-api.ts';

/** A backup that is open, and what there is to write of it. */
export interface ReadyBackup {
  readonly options: OpenOptions;
  readonly backup: SurveyedBackup;
  /** Of the whole archive. */
  readonly index: ArchiveIndex;
  /** What of it is to be extracted; `plan` and `names` are of that alone. */
  readonly selection: Selection;
  readonly plan: Plan;
  readonly names: FolderNames;
}
