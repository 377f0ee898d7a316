// One run into a folder, from its first sign there to its last: the lock, the marker, and what it is kept under. Begun anew,
// or taken up where an earlier visit was broken off.
import { ExtractError } from '../problems/extract-error.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import type { NamesGiven } from '../sink/folder-tree.ts';
import { toFolderError } from './folder-error.ts';
import { Journal } from './journal.ts';
import { closeEarlier } from './earlier-runs.ts';
import { withoutGoneArchives } from './gone-archives.ts';
import { withoutGone } from './gone-files.ts';
import { namesGiven, removeLeftovers } from './leftovers.ts';
import { areSameParts } from './part-identity.ts';
import { isSamePrint, keptSteps, printOf } from './plan-print.ts';
import { namesBefore, plannedFolders } from './planned-names.ts';
import { newRunId } from './run-id.ts';
import { handoverMs, holdRun } from './run-lock.ts';
import { RunMarker } from './run-marker.ts';
import type { RunPlace } from './run-place.ts';
import {
  isFileRun,
  nothingDone,
  savedVersion,
  type FolderChoices,
  type FolderStart,
  type RunSoFar,
  type SavedFolderRun,
} from './saved-run.ts';

/** A folder that does not let go of the marker is not waited for any longer: the next run there takes it away. */
const graceMs = 2000;

export class FolderRun {
  readonly kind = 'folder';
  readonly saved: SavedFolderRun;
  readonly #place: RunPlace;
  readonly #marker: RunMarker;
  readonly #unlock: () => void;
  /** It is one of an earlier visit. */
  readonly #isTakenUp: boolean;
  #journal: Journal | null = null;
  #isOver = false;
  /** The folder is not marked any more, whatever is still written late. */
  #isUnmarked = false;

  private constructor(saved: SavedFolderRun, place: RunPlace, unlock: () => void) {
    this.saved = saved;
    this.#place = place;
    this.#marker = new RunMarker(place.handles.folder, saved.start.id);
    this.#unlock = unlock;
    this.#isTakenUp = saved.progress !== nothingDone;
  }

  /**
   * Leaves nothing where it fails.
   * @param closable see `Closing`; this run is one from now on: whether it is on, its lock tells
   * @throws ExtractError `folder-in-use` where another tab extracts into it, `folder-marked` where another browser may; what
   *   else is wrong with the folder or the parts
   */
  static async begin(place: RunPlace, choices: FolderChoices, closable = new Set<string>()): Promise<FolderRun> {
    const { parts, plan, handles, heard } = place;
    const id = newRunId();
    const start: Omit<FolderStart, 'namesBefore'> = {
      version: savedVersion,
      id,
      startedMs: Date.now(),
      backup: parts.at(-1)?.name ?? '',
      parts,
      target: { kind: 'folder', name: handles.folder.name },
      choices,
      print: printOf(keptSteps(plan)),
      size: plan.size,
    };
    const unlock = await hold(id, handles.folder);
    // Whoever has stopped waiting for the folder may want to try again.
    place.onGivenUp(unlock);
    const marker = new RunMarker(handles.folder, id);
    closable.add(id);
    try {
      await marker.make();
      heard();
      // Looked at with the own marker there: of two that begin at once, at least one sees the other.
      await closeEarlier(place, { ownId: id, closable });
      const names = await namesBefore(handles.folder, plannedFolders(plan.steps), heard);
      return new FolderRun({ start: { ...start, namesBefore: names }, progress: nothingDone }, place, unlock);
    } catch (error) {
      await marker.remove();
      unlock();
      throw toFolderError(error, handles.folder);
    }
  }

  /**
   * Goes on with a run, once all is as it was: the folder, the backup and what follows from the two.
   * @param found on record, when nothing held the run
   * @throws ExtractError `not-this-backup`, `plan-differs`, `nothing-to-continue`, `folder-changed`, `folder-in-use`, …
   */
  static async takeUp(found: SavedFolderRun, place: RunPlace): Promise<FolderRun> {
    const { plan, handles, store, heard } = place;
    const { id, backup, parts, print, target } = found.start;
    if (!areSameParts(parts, place.parts)) throw new ExtractError('not-this-backup', { text: backup });
    if (!isSamePrint(print, printOf(keptSteps(plan)))) throw new ExtractError('plan-differs', { text: target.name });
    const unlock = await hold(id, handles.folder);
    // Whoever has stopped waiting for the folder may want to try again.
    place.onGivenUp(unlock);
    const marker = new RunMarker(handles.folder, id);
    try {
      // Another tab may have gone on with it before it let go, or come to its end: what was found tells too little then, and
      // what it wrote since would be taken for leftovers.
      const saved = await store.find(id, handles.folder);
      heard();
      if (saved === null || isFileRun(saved)) throw new ExtractError('nothing-to-continue');
      await marker.verify();
      heard();
      const { steps } = plan;
      await removeLeftovers(handles.folder, { steps, run: saved, heard });
      const kept = await withoutGoneArchives(handles.folder, { plan, run: saved, heard });
      const run = await withoutGone(handles.folder, { steps, run: kept, heard });
      // That has taken its time: of a folder whose disk went out meanwhile, all files would count as gone.
      await marker.verify();
      heard();
      return new FolderRun(run, place, unlock);
    } catch (error) {
      unlock();
      throw toFolderError(error, handles.folder);
    }
  }

  /** How far earlier visits have come. */
  get earlier(): RunSoFar {
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
    const { store, plan, handles, heard } = this.#place;
    const steps = keptSteps(plan);
    const journal = await Journal.open({ store, run: this.saved, steps, isOnRecord: this.#isTakenUp, onLost }, handles);
    // The run has ended without it, as nobody waited any more.
    if (this.#isOver) await journal.end({ isKept: this.#isTakenUp });
    heard();
    this.#journal = journal;
    await this.#marker.sign();
    if (this.#isUnmarked) await this.#marker.remove();
    return journal;
  }

  /** Could it be gone on with, should it end now? */
  get isOnRecord(): boolean {
    return this.#journal === null ? this.#isTakenUp : !this.#journal.isLost;
  }

  /**
   * The run has ended, or has not even come to its first step; only the first call counts. One that failed stays on record,
   * and its folder marked, so that it can be gone on with.
   */
  async end({ isKept }: { readonly isKept: boolean }): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const isEmpty = this.#journal === null && !this.#isTakenUp;
    await this.#journal?.end({ isKept });
    this.#isUnmarked = !isKept || isEmpty;
    if (this.#isUnmarked) await isOverWithin(graceMs, this.#marker.remove());
    this.#unlock();
  }
}

async function hold(id: string, folder: FileSystemDirectoryHandle): Promise<() => void> {
  const unlock = await holdRun(id, handoverMs);
  if (unlock === null) throw new ExtractError('folder-in-use', { text: folder.name });
  return unlock;
}
