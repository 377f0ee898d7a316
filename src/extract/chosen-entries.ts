// The open backup as far as it is to be extracted: its plan, and what its names come up against, are of the chosen entries alone.
// The one plan that is there when a backup is opened is of everything that goes where its path says.
import { makePlan } from '../plan/make-plan.ts';
import { selectedCount, selectEntries } from '../plan/selection.ts';
import { FolderNames } from './folder-names.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { EntryChoices } from './worker-api.ts';

interface Chosen {
  readonly of: ReadyBackup;
  readonly key: string;
  readonly backup: ReadyBackup;
}

export class ChosenEntries {
  /** A folder is looked at before the run into it: both need the same plan. */
  #last: Chosen | null = null;

  /** @throws Error where nothing is chosen: there is no run of nothing, and the page begins none */
  from(ready: ReadyBackup, { selection, keepsOutside }: EntryChoices): ReadyBackup {
    if (this.#last?.of !== ready) this.#last = null;
    const { entries } = ready.index;
    const count = selectedCount(selection, entries.length);
    const choices = {
      selection: count === entries.length ? null : selection,
      keepsOutside: keepsOutside && ready.plan.outside.count > 0,
    };
    if (choices.selection === null && !choices.keepsOutside) return ready;
    if (count === 0) throw new Error('nothing is chosen');
    const key = JSON.stringify(choices);
    if (this.#last?.key !== key) this.#last = { of: ready, key, backup: backupOf(ready, choices) };
    return this.#last.backup;
  }
}

function backupOf(ready: ReadyBackup, { selection, ...choices }: EntryChoices): ReadyBackup {
  const chosen = selectEntries(ready.index, selection);
  const plan = makePlan(chosen, null, choices);
  return { ...ready, selection, plan, names: new FolderNames(chosen, plan, choices) };
}
