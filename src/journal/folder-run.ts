// One run into a folder, from its first sign there to its last: the lock, the marker, and what it is kept under. Begun anew,
// or taken up where an earlier visit was broken off.
import type { JoinedSource } from '../parts/joined-source.ts';
import type { Plan, Step } from '../plan/make-plan.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { NamesGiven } from '../sink/folder-tree.ts';
import { toFolderError } from './folder-error.ts';
import { Journal } from './journal.ts';
import { namesGiven, removeLeftovers } from './leftovers.ts';
import { areSameParts, identify } from './part-identity.ts';
import { isSamePrint, printOf } from './plan-print.ts';
import { namesBefore, plannedFolders } from './planned-names.ts';
import { newRunId } from './run-id.ts';
import { holdRun, isRunHeld } from './run-lock.ts';
import { markedRun, RunMarker } from './run-marker.ts';
import type { RunHandles, RunStore } from './run-store.ts';
import {
  nothingDone,
  savedVersion,
  type RunProgress,
  type RunStart,
  type SavedChoices,
  type SavedRun,
} from './saved-run.ts';

/** What a run reads, and where it writes. */
export interface RunPlace {
  readonly source: JoinedSource;
  readonly plan: Plan;
  readonly handles: RunHandles;
  readonly store: RunStore;
}

export class FolderRun {
  readonly saved: SavedRun;
  readonly #place: RunPlace;
  readonly #marker: RunMarker;
  readonly #unlock: () => void;
  #journal: Journal | null = null;

  private constructor(saved: SavedRun, place: RunPlace, unlock: () => void) {
    this.saved = saved;
    this.#place = place;
    this.#marker = new RunMarker(place.handles.folder, saved.start.id);
    this.#unlock = unlock;
  }

  /** @throws ExtractError `folder-in-use` where another tab extracts into it; what else is wrong with the folder or the parts */
  static async begin(place: RunPlace, choices: SavedChoices): Promise<FolderRun> {
    const { source, plan, handles } = place;
    const id = newRunId();
    const parts = await identify(source);
    const start: Omit<RunStart, 'namesBefore'> = {
      version: savedVersion,
      id,
      startedMs: Date.now(),
      backup: parts.at(-1)?.name ?? '',
      parts,
      folder: handles.folder.name,
      choices,
      print: printOf(keptSteps(plan)),
      size: plan.size,
    };
    const unlock = await hold(id, handles.folder);
    const marker = new RunMarker(handles.folder, id);
    try {
      await marker.make();
      // Looked at with the own marker there: of two that begin at once, at least one sees the other.
      await clearEarlier(place, id);
      const names = await namesBefore(handles.folder, plannedFolders(plan.steps));
      return new FolderRun({ start: { ...start, namesBefore: names }, progress: nothingDone }, place, unlock);
    } catch (error) {
      await marker.remove();
      unlock();
      throw toFolderError(error, handles.folder);
    }
  }

  /**
   * Goes on with a run, once all is as it was: the folder, the backup and what follows from the two.
   * @throws ExtractError `not-this-backup`, `folder-changed`, `folder-in-use`, …
   */
  static async takeUp(saved: SavedRun, place: RunPlace): Promise<FolderRun> {
    const { source, plan, handles } = place;
    const { id, backup, parts, print } = saved.start;
    if (!areSameParts(parts, await identify(source)) || !isSamePrint(print, printOf(keptSteps(plan))))
      throw new ExtractError('not-this-backup', { text: backup });
    const unlock = await hold(id, handles.folder);
    const run = new FolderRun(saved, place, unlock);
    try {
      await run.#marker.verify();
      await removeLeftovers(handles.folder, plan.steps, saved);
      return run;
    } catch (error) {
      unlock();
      throw toFolderError(error, handles.folder);
    }
  }

  /** How far earlier visits have come. */
  get earlier(): RunProgress {
    return this.saved.progress;
  }

  /** Names that earlier visits have given, which this one must not give again. */
  get given(): NamesGiven {
    return namesGiven(this.#place.plan.steps, this.saved);
  }

  /** @throws ExtractError `folder-changed` where this is not the folder that the run began in, `folder-gone` where there is none */
  verify(): Promise<void> {
    return this.#marker.verify();
  }

  /** @param onLost nothing can be kept; the run goes on without */
  async keep(onLost: (error: unknown) => void): Promise<Journal> {
    const { store, plan, handles } = this.#place;
    const steps = keptSteps(plan);
    this.#journal = await Journal.open({ store, run: this.saved, steps, onLost }, handles);
    return this.#journal;
  }

  /** The run has ended. One that failed stays on record, and its folder marked, so that it can be gone on with. */
  async end({ isKept }: { readonly isKept: boolean }): Promise<void> {
    await this.#journal?.end({ isKept });
    if (!isKept) await this.#marker.remove();
    this.#unlock();
  }
}

/** By their numbers: what goes aside stands behind what goes into the folder. */
function keptSteps({ steps, aside }: Plan): readonly Step[] {
  return aside.length === 0 ? steps : [...steps, ...aside];
}

/** What a tab that was just closed takes to let go. */
const patienceMs = 2_000;

async function hold(id: string, folder: FileSystemDirectoryHandle): Promise<() => void> {
  const unlock = await holdRun(id, patienceMs);
  if (unlock === null) throw new ExtractError('folder-in-use', { text: folder.name });
  return unlock;
}

/** Ids of the runs whose markers stand in this folder. @throws ExtractError where it cannot be listed */
export async function runsMarkedIn(folder: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const ids: string[] = [];
  try {
    for await (const name of folder.keys()) {
      const id = markedRun(name);
      if (id !== null) ids.push(id);
    }
  } catch (error) {
    throw toFolderError(error, folder);
  }
  return ids;
}

/** @throws ExtractError `folder-in-use` where one of these runs is on, in whatever tab */
export async function refuseIfHeld(folder: FileSystemDirectoryHandle, ids: readonly string[]): Promise<void> {
  for (const id of ids) if (await isRunHeld(id)) throw new ExtractError('folder-in-use', { text: folder.name });
}

/**
 * Runs that were broken off here: of one with the same plan, what it left unfinished is removed, as this run makes all of it
 * anew. The marker of another backup's run stays, as long as that can be gone on with.
 */
async function clearEarlier({ plan, handles, store }: RunPlace, ownId: string): Promise<void> {
  const { folder } = handles;
  const ids = (await runsMarkedIn(folder)).filter((id) => id !== ownId);
  await refuseIfHeld(folder, ids);
  for (const id of ids) {
    const saved = await store.find(id, folder).catch(() => null);
    if (saved !== null && !isSamePrint(saved.start.print, printOf(keptSteps(plan)))) continue;
    if (saved !== null) await removeLeftovers(folder, plan.steps, saved);
    await store.forget(id).catch(() => undefined);
    await new RunMarker(folder, id).remove();
  }
}
