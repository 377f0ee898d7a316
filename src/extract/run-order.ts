// What a run is to do, with everything that only the page and its session know.
import type { FileRun } from '../journal/file-run.ts';
import type { FolderRun } from '../journal/folder-run.ts';
import type { PartIdentity } from '../journal/saved-run.ts';
import type { Issue } from '../problems/issue.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import type { RunUpdate } from './events.ts';
import type { Job } from './job.ts';
import type { ReadyBackup } from './ready-backup.ts';
import type { RunControl } from './run-control.ts';
import type { RunManner, Target } from './worker-api.ts';

/** A run that is kept, so that it can be gone on with. */
export type RunOnRecord = FolderRun | FileRun;

/** What a run needs of where it goes. */
export interface Prepared {
  /** Planned for the folder, where it goes into one. */
  readonly ready: ReadyBackup;
  /** Begun, or taken up; null for a test, and for a file that is whole or nothing. */
  readonly kept: RunOnRecord | null;
}

export interface RunOrder {
  readonly target: Target;
  readonly choices: RunManner;
  /** Reads by what the parts of the backup are known again. Nobody is asked about a part that is slow. */
  readonly identify: () => Promise<readonly PartIdentity[]>;
  /**
   * Makes ready where it goes. What of that is given up leaves nothing.
   * @param parts of the backup, as they are now
   * @param onLeftBehind told of what may stay of a file all the same
   */
  readonly prepare: (
    calls: BrowserCalls,
    parts: readonly PartIdentity[],
    onLeftBehind: (issue: Issue) => void,
  ) => Promise<Prepared>;
  /** It is one of an earlier visit, and can be gone on with again as long as it has not begun. */
  readonly isContinued: boolean;
  /** Of picked files, where the browser gave any. */
  readonly handles: readonly FileSystemFileHandle[];
  readonly control: RunControl;
  readonly startSumThreads: Job['startSumThreads'];
  readonly onUpdate: (update: RunUpdate) => void | Promise<void>;
}
