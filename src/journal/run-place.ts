// What a run is made of, besides what the user chose: what it reads, where it writes, where it is kept.
import type { Plan } from '../plan/make-plan.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import type { FolderHandles, RunHandles, RunStore } from './run-store.ts';
import type { PartIdentity } from './saved-run.ts';

interface Place {
  /** Of the backup, as they are now. */
  readonly parts: readonly PartIdentity[];
  readonly plan: Plan;
  readonly store: RunStore;
}

/** Of a run into a folder. */
export interface RunPlace extends Place {
  readonly handles: FolderHandles;
  /** Told whenever the browser has answered for the folder, before the run. @throws where nobody waits for more of it */
  readonly heard: () => void;
  /** Calls back as soon as nobody waits for the folder any more. */
  readonly onGivenUp: (call: () => void) => void;
}

/** Of a run into one file in the page's own storage. */
export interface FileRunPlace extends Place {
  readonly handles: RunHandles;
  /** Bytes that the file may come to. */
  readonly needed: number;
  /** In which it is opened, and all else is done. */
  readonly calls: BrowserCalls;
}
