// Runs that were broken off, as the page is told of them: those of the browser's storage, and those that a chosen folder tells of.
import { BrowserStore } from '../journal/browser-store.ts';
import { refuseIfHeld, runsMarkedIn, tidyAfter } from '../journal/earlier-runs.ts';
import { FolderStore } from '../journal/folder-store.ts';
import { areSameParts, identify } from '../journal/part-identity.ts';
import { isRunHeld } from '../journal/run-lock.ts';
import type { KeptRun, RunHandles, RunStore } from '../journal/run-store.ts';
import type { SavedRun } from '../journal/saved-run.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Step } from '../plan/make-plan.ts';
import { unlessStuck } from './unless-stuck.ts';
import type { UnfinishedRun } from './worker-api.ts';

/** On file:// all local pages share the browser's storage, and with a handle the leave to write: nothing is kept in it. */
export function storeForRuns(): RunStore {
  return globalThis.origin === 'null' ? new FolderStore() : new BrowserStore();
}

export class KeptRuns {
  readonly store: RunStore;

  constructor(store: RunStore) {
    this.store = store;
  }

  /** The latest first; without those that are under way in another tab. None where the browser keeps nothing. */
  async all(): Promise<readonly UnfinishedRun[]> {
    const found: KeptRun[] = [];
    for (const kept of await this.store.all().catch(() => []))
      if (!(await isRunHeld(kept.run.start.id))) found.push(kept);
    found.sort((a, b) => b.run.start.startedMs - a.run.start.startedMs);
    return found.map(({ run, handles }) => unfinished(run, handles));
  }

  /**
   * A run of this backup that was broken off in this folder.
   * @param steps of the plan: a file that the archive itself brings marks nothing
   * @throws ExtractError `folder-in-use` where a run is under way there in another tab
   */
  async inFolder(
    folder: FileSystemDirectoryHandle,
    source: JoinedSource,
    steps: readonly Step[],
  ): Promise<UnfinishedRun | null> {
    const ids = await runsMarkedIn(folder, steps);
    await refuseIfHeld(folder, ids);
    for (const id of ids) {
      const run = await this.store.find(id, folder).catch(() => null);
      if (run !== null && (await isOf(source, run))) return unfinished(run, { folder, parts: null });
    }
    return null;
  }

  /** @param folder null where it cannot be reached: its marker stays, and so do the empty files that the run has left */
  async forget(id: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    const run = folder === null ? null : await this.store.find(id, folder).catch(() => null);
    await this.store.forget(id);
    if (folder === null || run === null) return;
    // Where that fails, or is not answered, the next run into the folder does it.
    await unlessStuck(folder, (heard) => tidyAfter(folder, run, heard)).catch(() => undefined);
  }
}

async function isOf(source: JoinedSource, { start }: SavedRun): Promise<boolean> {
  return areSameParts(start.parts, await identify(source));
}

/** The place among `sources` of the backup that a run was reading; null where it is none of them. */
export async function recognised(sources: readonly JoinedSource[], run: SavedRun): Promise<number | null> {
  for (const [place, source] of sources.entries()) if (await isOf(source, run)) return place;
  return null;
}

function unfinished({ start, progress }: SavedRun, handles: RunHandles): UnfinishedRun {
  return {
    id: start.id,
    backup: start.backup,
    partNames: start.parts.map(({ name }) => name),
    folder: start.target.name,
    startedMs: start.startedMs,
    isSelection: start.choices.selection !== null,
    fraction: start.size === 0 ? 0 : progress.bytesDone / start.size,
    handles,
  };
}
