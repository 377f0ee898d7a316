// Runs that were broken off, as the page is told of them: those of the browser's storage, and those that a chosen folder tells of.
import { BrowserStore } from '../journal/browser-store.ts';
import { refuseIfHeld, runsMarkedIn, tidyAfter } from '../journal/earlier-runs.ts';
import { forgetFileRun } from '../journal/earlier-files.ts';
import { unknownRunsIn } from '../journal/find-unknown-runs.ts';
import { FolderStore } from '../journal/folder-store.ts';
import { areSameParts, identify } from '../journal/part-identity.ts';
import { isRunId } from '../journal/run-id.ts';
import { isRunHeld, whileHeld } from '../journal/run-lock.ts';
import type { KeptRun, RunHandles, RunStore } from '../journal/run-store.ts';
import { bytesUnderWay, isFileRun, type SavedRun } from '../journal/saved-run.ts';
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Step } from '../plan/make-plan.ts';
import { removeUnfilled } from '../sink/place/chosen-file.ts';
import { unlessStuck } from './unless-stuck.ts';
import type { FolderSurvey, UnfinishedRun, UnfinishedTarget } from './worker-api.ts';

/** On file:// all local pages share the browser's storage, and with a handle the leave to write: nothing is kept in it. */
export function storeForRuns(): RunStore {
  return globalThis.origin === 'null' ? new FolderStore() : new BrowserStore();
}

export class KeptRuns {
  readonly store: RunStore;
  /** See `Closing`. */
  readonly closable = new Set<string>();

  constructor(store: RunStore) {
    this.store = store;
  }

  /** The latest first; without those that are under way in another tab. None where the browser keeps nothing. */
  async all(): Promise<readonly UnfinishedRun[]> {
    const found: KeptRun[] = [];
    for (const kept of await this.store.all().catch(() => []))
      if (!(await isRunHeld(kept.run.start.id))) found.push(kept);
    found.sort((a, b) => b.run.start.startedMs - a.run.start.startedMs);
    return found.flatMap((kept) => unfinished(kept) ?? []);
  }

  /**
   * Runs that are marked in this folder: one of this backup that was broken off, and those of which nothing is known here.
   * @param steps of the plan: a file that the archive itself brings marks nothing
   * @throws ExtractError `folder-in-use` where a run is under way there in another tab; `folder-stuck`
   */
  async inFolder(
    folder: FileSystemDirectoryHandle,
    source: JoinedSource,
    steps: readonly Step[],
  ): Promise<Pick<FolderSurvey, 'unfinished' | 'unknownRuns'>> {
    const { found, unknownRuns } = await unlessStuck(folder, async (heard) => {
      const ids = await runsMarkedIn(folder, steps);
      heard();
      await refuseIfHeld(folder, ids, this.store);
      const runs = await Promise.all(ids.map((id) => this.store.find(id, folder).catch(() => null)));
      const unknown = ids.filter((id, place) => runs[place] === null && !this.closable.has(id));
      return { found: runs, unknownRuns: await unknownRunsIn(folder, unknown) };
    });
    // Reads the backup, which is none of the folder's business.
    for (const run of found)
      if (run !== null && (await isOf(source, run)))
        return { unfinished: unfinished({ run, handles: { folder, parts: null, output: null } }), unknownRuns };
    return { unfinished: null, unknownRuns };
  }

  /**
   * @param folder of a run into one. Null where it cannot be reached: its marker stays, and so do the empty files that the run
   *   has left
   */
  async forget(id: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    // One that is under way in another tab is that tab's to cancel.
    if (await isRunHeld(id)) return;
    await whileHeld(id, () => this.#forget(id, folder));
  }

  async #forget(id: string, folder: FileSystemDirectoryHandle | null): Promise<void> {
    const finding = () => this.store.find(id, folder);
    const run = await (folder === null ? finding() : unlessStuck(folder, finding)).catch(() => null);
    if (run !== null && isFileRun(run)) {
      const output = await this.store.outputOf(id).catch(() => null);
      await forgetFileRun(run, this.store);
      if (output !== null) await removeUnfilled(output, run.start.startedMs);
      return;
    }
    await this.store.forget(id);
    if (folder === null || run === null) return;
    // Where that fails, or is not answered, the next run into the folder does it.
    await unlessStuck(folder, (heard) => tidyAfter(folder, run, heard)).catch(() => undefined);
  }

  /** Is this the id of a run into one file that can be gone on with? @throws where nobody can say */
  async isFileKept(id: string): Promise<boolean> {
    const run = isRunId(id) ? await this.store.find(id, null) : null;
    return run !== null && isFileRun(run);
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

/** Null where nothing leads back to it. */
function unfinished({ run, handles }: KeptRun): UnfinishedRun | null {
  const { start, progress } = run;
  const target = targetOf(run, handles);
  if (target === null) return null;
  return {
    id: start.id,
    backup: start.backup,
    partNames: start.parts.map(({ name }) => name),
    target,
    startedMs: start.startedMs,
    isSelection: start.choices.selection !== null,
    fraction: start.size === 0 ? 0 : (progress.bytesDone + bytesUnderWay(run)) / start.size,
    parts: handles.parts,
  };
}

function targetOf({ start: { target } }: SavedRun, { folder, output }: RunHandles): UnfinishedTarget | null {
  if (target.kind !== 'folder') return { ...target, file: output };
  return folder && { ...target, folder };
}
