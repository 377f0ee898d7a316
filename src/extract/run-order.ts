// What a run is to do, with everything that only the page and its session know.
import type { FolderRun } from '../journal/folder-run.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import type { RunUpdate } from './events.ts';
import type { Job } from './job.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { RunControl } from './run-control.ts';
import type { RunChoices, Target } from './worker-api.ts';

/** What a run needs of its folder; of one into a file it is what is open. */
export interface Prepared {
  /** Planned for the folder. */
  readonly ready: ReadyBackup;
  /** Begun, or taken up; null for a run into one file. */
  readonly folderRun: FolderRun | null;
}

export interface RunOrder {
  readonly target: Target;
  readonly choices: RunChoices;
  /** Makes its folder ready. What of that is given up leaves nothing. */
  readonly prepare: (calls: BrowserCalls) => Promise<Prepared>;
  /** It is one of an earlier visit, and can be gone on with again as long as it has not begun. */
  readonly isContinued: boolean;
  /** Of picked files, where the browser gave any. */
  readonly handles: readonly FileSystemFileHandle[];
  readonly control: RunControl;
  readonly startSumThreads: Job['startSumThreads'];
  readonly onUpdate: (update: RunUpdate) => void | Promise<void>;
}
