// One run into a file in the page's own storage, from where it is copied or downloaded: the lock, the files, and what it is kept
// under. Begun anew, or taken up where an earlier visit was broken off.
import { Sha256 } from '../bytes/sha256.ts';
import type { ZipSoFar } from '../pack/zip/zip-writer.ts';
import type { SafePath } from '../plan/safe-path.ts';
import { ExtractError, isErrorOf } from '../problems/extract-error.ts';
import { lookAt, removeUnfilled, type ChosenFile } from '../sink/place/chosen-file.ts';
import { emptyPrefix } from '../sink/place/private-file.ts';
import { expectRoom, openPrivateFolder } from '../sink/place/private-folder.ts';
import { PrivatePlace } from '../sink/place/private-place.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
import type { Sink } from '../sink/sink.ts';
import { forgetLost, refuseIfOutputHeld, takePlaceOfSame } from './earlier-files.ts';
import { FileJournal, type RunEnd } from './file-journal.ts';
import { areSameParts } from './part-identity.ts';
import { isSamePrint, printOf } from './plan-print.ts';
import { RunFiles } from './run-files.ts';
import { newRunId } from './run-id.ts';
import { handoverMs, holdRun } from './run-lock.ts';
import type { FileRunPlace } from './run-place.ts';
import {
  isFileRun,
  nothingSoFar,
  savedVersion,
  type FileCut,
  type FileProgress,
  type FileStart,
  type FileTarget,
  type RunSoFar,
  type SavedChoices,
  type SavedFileRun,
} from './saved-run.ts';

interface Parts {
  readonly saved: SavedFileRun;
  readonly of: FileRunPlace;
  readonly files: RunFiles;
  readonly output: ChosenFile | null;
  readonly sum: Sha256 | null;
  readonly unlock: () => void;
  readonly isTakenUp: boolean;
}

export class FileRun {
  readonly kind = 'file';
  readonly saved: SavedFileRun;
  /** Where the output goes. What is not whole stays there until the run says so. */
  readonly place: PrivatePlace;
  /** The file that the user chose, for what is made; null where that is downloaded. */
  readonly output: ChosenFile | null;
  /** Of what is in the output already; null where it is not to be compared. */
  readonly sum: Sha256 | null;
  readonly #of: FileRunPlace;
  readonly #files: RunFiles;
  readonly #unlock: () => void;
  /** It is one of an earlier visit. */
  readonly #isTakenUp: boolean;
  #journal: FileJournal | null = null;
  #isOver = false;

  private constructor({ saved, of, files, output, sum, unlock, isTakenUp }: Parts) {
    this.saved = saved;
    this.place = new PrivatePlace(files.output, of.calls, { isLasting: true });
    this.output = output;
    this.sum = sum;
    this.#of = of;
    this.#files = files;
    this.#unlock = unlock;
    this.#isTakenUp = isTakenUp;
  }

  /**
   * Leaves nothing where it fails. Null where the browser has no such storage, or no room in it for what can be written
   * elsewhere.
   * @throws ExtractError `output-is-part`, `output-in-use`, `no-room`, and what else the chosen file says
   */
  static async begin(of: FileRunPlace, target: FileTarget, choices: SavedChoices): Promise<FileRun | null> {
    const { parts, plan, store, needed, handles } = of;
    const start: FileStart = {
      version: savedVersion,
      id: newRunId(),
      startedMs: Date.now(),
      backup: parts.at(-1)?.name ?? '',
      parts,
      target,
      choices,
      print: printOf(plan.steps),
      size: plan.size,
    };
    const heard = (): void => {
      of.calls.heard();
    };
    let unlock: (() => void) | null = null;
    try {
      const output = await chosenFile(of, start.id);
      const folder = await openPrivateFolder();
      heard();
      if (folder === null) return null;
      unlock = await hold(start);
      await takePlaceOfSame(start, store, needed);
      heard();
      const files = await RunFiles.create(folder, start, heard);
      if (files === null) {
        unlock();
        return null;
      }
      const saved = { start, progress: nothingIn(start) };
      return new FileRun({ saved, of, files, output, sum: sumFor(choices), unlock, isTakenUp: false });
    } catch (error) {
      unlock?.();
      if (handles.output !== null && isErrorOf(error, 'no-room')) return null;
      // Who has been answered too late, and finds nobody waiting, leaves no file of the dialog's.
      if (handles.output !== null && !isErrorOf(error, 'output-in-use'))
        await removeUnfilled(handles.output, start.startedMs);
      throw toPlaceError(error);
    }
  }

  /**
   * Goes on with a run, once all is as it was: the backup, what is to be made of it, and what there is of that already.
   * @param found on record, when nothing held the run
   * @throws ExtractError `not-this-backup`, `plan-differs`, `output-in-use`, `no-room`; `nothing-to-continue`, and nothing is
   *   touched then; `output-lost`, and nothing of the run is kept then
   */
  static async takeUp(found: SavedFileRun, of: FileRunPlace): Promise<FileRun> {
    const { start } = found;
    const { plan, calls, store, needed } = of;
    const { name } = start.target;
    if (!areSameParts(start.parts, of.parts)) throw new ExtractError('not-this-backup', { text: start.backup });
    if (!isSamePrint(start.print, printOf(plan.steps))) throw new ExtractError('plan-differs');
    const unlock = await hold(start);
    try {
      const output = await chosenFile(of, start.id);
      const folder = await openPrivateFolder();
      calls.heard();
      if (folder === null) throw new ExtractError('output-refused', { text: name });
      // Another tab may have gone on with it before it let go, or come to its end: then the file is somebody's download.
      const saved = await store.find(start.id, null);
      calls.heard();
      if (saved === null || !isFileRun(saved)) throw new ExtractError('nothing-to-continue');
      const { progress } = saved;
      const sum = sumFor(start.choices);
      const files = await RunFiles.reopen(folder, start, {
        cut: progress.cut,
        heard: () => {
          calls.heard();
        },
        onPiece: (bytes) => sum?.add(bytes),
      });
      try {
        // Only now, as what lay behind the cut was in the way. For what does not fit there may be room at the chosen file.
        if (output === null) await expectRoom(needed - progress.cut.archiveSize);
        calls.heard();
      } catch (error) {
        files.close();
        throw error;
      }
      return new FileRun({ saved, of, files, output, sum, unlock, isTakenUp: true });
    } catch (error) {
      const isLost = isErrorOf(error, 'output-lost');
      if (isLost) await forgetLost(found, store);
      if (isLost && of.handles.output !== null) await removeUnfilled(of.handles.output, start.startedMs);
      unlock();
      throw isLost ? new ExtractError('output-lost', { text: name }, error) : toPlaceError(error);
    }
  }

  /** How far earlier visits have come. */
  get earlier(): RunSoFar {
    return this.saved.progress;
  }

  /** The archive in the output, to be gone on with. */
  get archive(): ZipSoFar {
    return { size: this.saved.progress.cut.archiveSize, directory: this.#files.directory };
  }

  /** Directories that are in it. */
  get made(): readonly SafePath[] {
    const done = this.#of.plan.steps.slice(0, this.saved.progress.doneUntil);
    return done.flatMap(({ kind, path }) => (kind === 'directory' ? [path] : []));
  }

  /**
   * @param sink that fills the output
   * @param onLost nothing can be kept; the run goes on without
   */
  async keep(sink: Sink, onLost: (error: unknown) => void): Promise<FileJournal> {
    const { store, plan, handles, calls } = this.#of;
    const cut = async (): Promise<FileCut | null> => {
      if (sink.settle === undefined) throw new Error('an output that cannot be gone on with');
      const archiveSize = await sink.settle();
      // To settle may have been what the storage had no room for any more.
      return this.#journal?.isLost === true ? null : this.#cutAt(archiveSize);
    };
    const options = { store, run: this.saved, steps: plan.steps, isOnRecord: this.#isTakenUp, cut, onLost };
    const journal = await FileJournal.open(options, handles);
    // The run has ended without it, as nobody waited any more.
    if (this.#isOver) await journal.end({ isKept: this.#isTakenUp });
    this.#journal = journal;
    calls.heard();
    return journal;
  }

  /** Null where the storage has no room for that, and the run goes on without it. @throws ExtractError */
  #cutAt(archiveSize: number): FileCut | null {
    try {
      return this.#files.cut(archiveSize);
    } catch (error) {
      if (this.output === null || !isErrorOf(error, 'no-room')) throw error;
      this.outgrow();
      return null;
    }
  }

  /** The storage is full: the output is on its way to where nobody can go on with it. */
  outgrow(): void {
    this.#journal?.lose(new DOMException('the storage is full', 'QuotaExceededError'));
  }

  /** Could it be gone on with, should it end now? */
  get isOnRecord(): boolean {
    return this.#journal === null ? this.#isTakenUp : !this.#journal.isLost;
  }

  /**
   * The run has ended, or has not even come to its first step; only the first call counts. One that failed stays on record with
   * its files, so that it can be gone on with. What is whole and to be downloaded belongs to the page.
   */
  async end({ isKept, isDoubted = false }: RunEnd): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const stays = isKept && this.isOnRecord;
    await this.#journal?.end({ isKept: stays, isDoubted });
    if (stays) this.#files.close();
    else {
      await this.#files.remove({ keepsOutput: this.output === null && this.place.isWhole });
      this.place.release();
      if (this.output !== null) await removeUnfilled(this.output.handle, this.saved.start.startedMs);
    }
    this.#unlock();
  }
}

/** @throws ExtractError `output-is-part`, `output-in-use`; what the browser says */
async function chosenFile(
  { handles: { output }, parts, store, calls }: FileRunPlace,
  ownId: string,
): Promise<ChosenFile | null> {
  if (output === null) return null;
  const chosen = await lookAt(output, parts);
  calls.heard();
  await refuseIfOutputHeld(output, ownId, store);
  calls.heard();
  return chosen;
}

function sumFor({ comparesAfterWriting }: SavedChoices): Sha256 | null {
  return comparesAfterWriting ? new Sha256(Infinity) : null;
}

function nothingIn({ target }: FileStart): FileProgress {
  const directory = target.kind === 'zip' ? { ...emptyPrefix, count: 0 } : null;
  return { ...nothingSoFar, doneUntil: 0, underWay: null, cut: { output: emptyPrefix, archiveSize: 0, directory } };
}

async function hold({ id, target }: FileStart): Promise<() => void> {
  const unlock = await holdRun(id, handoverMs);
  if (unlock === null) throw new ExtractError('output-in-use', { text: target.name });
  return unlock;
}
