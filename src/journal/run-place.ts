// What a run into a folder is made of, besides what the user chose: what it reads, where it writes, where it is kept.
import type { Plan } from '../plan/make-plan.ts';
import type { RunHandles, RunStore } from './run-store.ts';
import type { PartIdentity } from './saved-run.ts';

export interface RunPlace {
  /** Of the backup, as they are now. */
  readonly parts: readonly PartIdentity[];
  readonly plan: Plan;
  readonly handles: RunHandles;
  readonly store: RunStore;
  /** Told whenever the browser has answered for the folder, before the run. @throws where nobody waits for more of it */
  readonly heard: () => void;
}
