// The file of the archive beside the others, in the root of the folder: its name, how it is begun, and how it goes again.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { archiveName } from '../journal/archive-name.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import type { Plan } from '../plan/make-plan.ts';
import { foldedName } from '../plan/name-key.ts';
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { FilePlace } from '../sink/place/file-place.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
import { removeMade } from '../sink/remove-made.ts';
import type { Sink } from '../sink/sink.ts';
import { exceptionName } from '../sink/write-error.ts';
import type { Job } from './job.ts';
import { comparedPlace, packInto } from './open-sink.ts';

/** Removing a file takes less, if it is answered at all. */
const graceMs = 5000;

export interface AsideNeeds {
  readonly folder: FileSystemDirectoryHandle;
  readonly refused: RefusedPolicy;
  /** Of the backup that is being read: nothing may be written over them. */
  readonly parts: readonly JoinedPart[];
  readonly pool: BufferPool;
}

export interface OpenArchive {
  readonly name: string;
  readonly sink: Sink;
}

export class AsideFile {
  readonly #needs: AsideNeeds;
  /** The same for all tries, and all visits: what one has left is replaced by the next. */
  #name: string | null = null;

  constructor(needs: AsideNeeds) {
    this.#needs = needs;
  }

  /** @throws ExtractError, with the codes of the folder (`toFolderTrouble`) still to be given to it */
  async open({ plan, sink, journal, choices, control }: Job): Promise<OpenArchive> {
    const { folder, parts, pool } = this.#needs;
    try {
      const planned = plannedAtRoot(plan);
      const name = (this.#name ??= journal?.archive ?? (await freeName(folder, planned)));
      // Where the browser keeps its bytes: left there by one that was killed.
      const swap = `${name}.crswap`;
      if (!planned.has(foldedName(swap))) await removeMade(folder, swap);
      // On record before it is there: a later visit must know it for the run's own.
      journal?.making(name);
      await journal?.save();
      const handle = await folder.getFileHandle(name, { create: true });
      const file = await FilePlace.open(handle, parts, { isRemoved: false });
      return {
        name,
        sink: packInto('zip', {
          file: comparedPlace(file, choices.comparesAfterWriting ? control : null),
          pool,
          verify: () => sink.recover(),
        }),
      };
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  /**
   * It is not wanted, or not whole. Nothing is removed from a folder that has come up in the place of the chosen one. A run that
   * was stopped is not kept for a browser that does not answer.
   * @returns what could not be removed
   */
  async remove({ sink, control }: Job): Promise<Issue | null> {
    if (this.#name === null) return null;
    const path = this.#name;
    const removing = this.#remove(path, sink);
    if (!control.signal.aborted || (await isOverWithin(graceMs, removing))) return removing;
    return { kind: 'left-behind', path, reason: 'TimeoutError' };
  }

  async #remove(path: string, sink: Sink): Promise<Issue | null> {
    try {
      await sink.recover();
    } catch (error) {
      if (!(error instanceof ExtractError)) throw error;
      return { kind: 'left-behind', path, reason: exceptionName(error.cause) };
    }
    const reason = await removeMade(this.#needs.folder, path);
    return reason === null ? null : { kind: 'left-behind', path, reason };
  }

  /** What is wrong with the folder, or its disk, where that is why the archive could not be made: the page can mend it. */
  toFolderTrouble(error: ExtractError, bytesLeft: number): ExtractError {
    const code = folderCodes[exceptionName(error.cause)];
    if (code === undefined) return error;
    const where = code === 'disk-full' ? { expected: bytesLeft } : { text: this.#needs.folder.name };
    return new ExtractError(code, where, error);
  }
}

const folderCodes: Partial<Record<string, ErrorCode>> = {
  NotAllowedError: 'folder-refused',
  NotFoundError: 'folder-gone',
  NoModificationAllowedError: 'folder-read-only',
  QuotaExceededError: 'disk-full',
};

/**
 * Under which nothing is in the folder, neither from before nor out of the backup. An empty file of that name that no entry
 * accounts for is what a run has left that was broken off in here.
 */
async function freeName(folder: FileSystemDirectoryHandle, planned: ReadonlySet<string>): Promise<string> {
  const taken = new Set<string>();
  for await (const [name, handle] of folder.entries()) {
    const isLeftOver = name === archiveName() && !planned.has(foldedName(name)) && (await isEmptyFile(handle));
    if (!isLeftOver) taken.add(foldedName(name));
  }
  let number = 1;
  while (taken.has(foldedName(archiveName(number)))) number += 1;
  return archiveName(number);
}

async function isEmptyFile(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Promise<boolean> {
  return handle.kind === 'file' && (await handle.getFile()).size === 0;
}

function plannedAtRoot({ steps }: Plan): ReadonlySet<string> {
  return new Set(steps.flatMap(({ path }) => (path.length === 1 ? path.map(foldedName) : [])));
}
