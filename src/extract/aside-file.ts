// The file of the archive beside the others, in the root of the folder: its name, how it is begun, and how it goes again.
import type { BufferPool } from '../bytes/buffer-pool.ts';
import { archiveName } from '../journal/archive-name.ts';
import type { JoinedPart } from '../parts/joined-source.ts';
import type { RefusedPolicy } from '../plan/folder-rules.ts';
import type { Plan } from '../plan/make-plan.ts';
import { foldedName } from '../plan/name-key.ts';
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';
import { FilePlace, removeEmpty, swapName } from '../sink/place/file-place.ts';
import type { BrowserCalls } from '../sink/browser-calls.ts';
import { isOverWithin } from '../sink/is-over-within.ts';
import { toPlaceError } from '../sink/place/place-error.ts';
import { removeMade, removeMadeHere } from '../sink/remove-made.ts';
import type { Sink } from '../sink/sink.ts';
import { exceptionName } from '../sink/write-error.ts';
import type { Job } from './job.ts';
import { comparedPlace, packInto } from './open-sink.ts';

/** Removing a file takes less, if it is answered at all. */
const graceMs = 3000;

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

  /** What it is called, or would be. */
  get name(): string {
    return this.#name ?? archiveName();
  }

  /**
   * Who stops the run meanwhile does not wait for the browser.
   * @throws ExtractError, with the codes of the folder (`toFolderTrouble`) still to be given to it
   */
  async open(job: Job, calls: BrowserCalls): Promise<OpenArchive> {
    const { sink, choices, control } = job;
    const { parts, pool } = this.#needs;
    try {
      return await calls.until(control.signal, async () => {
        const handle = await calls.result(this.#make(job, calls), removeEmpty);
        const file = await FilePlace.open(handle, parts, { isRemoved: false, onLetGo: removeEmpty, calls });
        const compared = comparedPlace(file, choices.comparesAfterWriting ? control : null);
        const verify = (): Promise<void> => sink.recover();
        return { name: this.name, sink: packInto('zip', { file: compared, pool, verify }) };
      });
    } catch (error) {
      throw toPlaceError(error);
    }
  }

  /** An empty file, under a name that is free. */
  async #make({ plan, journal }: Job, calls: BrowserCalls): Promise<FileSystemFileHandle> {
    const { folder } = this.#needs;
    const planned = plannedAtRoot(plan);
    const name = (this.#name ??= journal?.archive ?? (await freeName(folder, planned, calls)));
    // Where the browser keeps its bytes: left there by one that was killed.
    if (!planned.has(foldedName(swapName(name)))) await removeMade(folder, swapName(name));
    calls.heard();
    // On record before it is there: a later visit must know it for the run's own.
    journal?.making(name);
    await journal?.save(null);
    calls.heard();
    return folder.getFileHandle(name, { create: true });
  }

  /**
   * It is not wanted, or not whole. Nothing is removed from a folder that has come up in the place of the chosen one. A run that
   * was stopped is not kept for a browser that does not answer.
   * @param archive null where it was not opened
   * @returns what could not be removed
   */
  async remove(
    { plan, sink, control }: Job,
    archive: OpenArchive | null,
    calls: BrowserCalls,
  ): Promise<readonly Issue[]> {
    const held = (await archive?.sink.abandon()) ?? null;
    const name = this.#name;
    if (name === null) return [];
    // What the browser still holds may be gone with the file, or can be removed by itself. A file of the backup it is not.
    const isHeld = held !== null && !plannedAtRoot(plan).has(foldedName(swapName(name)));
    const issues: Issue[] = [];
    await calls.until(control.signal, async () => {
      for (const path of isHeld ? [name, swapName(name)] : [name]) {
        const issue = await this.#removeInTime(path, sink, calls);
        if (issue !== null) issues.push(issue);
      }
    });
    return issues;
  }

  async #removeInTime(path: string, sink: Sink, calls: BrowserCalls): Promise<Issue | null> {
    const removing = this.#remove(path, sink);
    if ((await calls.isOver(removing)) || (await isOverWithin(graceMs, removing))) return removing;
    return { kind: 'left-behind', path, reason: 'TimeoutError' };
  }

  async #remove(path: string, sink: Sink): Promise<Issue | null> {
    const reason = await removeMadeHere(this.#needs.folder, path, () => sink.recover());
    return reason === null ? null : { kind: 'left-behind', path, reason };
  }

  /** What is wrong with the folder, or its disk, where that is why the archive could not be made: the page can mend it. */
  toFolderTrouble(error: ExtractError, bytesLeft: number): ExtractError {
    // That it is another folder is known better already.
    const code = error.code === 'folder-changed' ? undefined : folderCodes[exceptionName(error.cause)];
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
async function freeName(
  folder: FileSystemDirectoryHandle,
  planned: ReadonlySet<string>,
  calls: BrowserCalls,
): Promise<string> {
  const taken = new Set<string>();
  for await (const [name, handle] of folder.entries()) {
    calls.heard();
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
