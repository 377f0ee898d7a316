// Runs that were broken off in a folder, as their markers there tell: which there are, and how one is closed for good. A folder
// has one run to go on with at the most, as a second one may write over what the first has done.
import type { Step } from '../plan/make-plan.ts';
import { ExtractError } from '../problems/extract-error.ts';
import { toFolderError } from './folder-error.ts';
import { unknownRunsIn } from './find-unknown-runs.ts';
import type { RunStore } from './run-store.ts';
import type { RunPlace } from './run-place.ts';
import { removeEmpties, removeHollow, removeLeftovers } from './leftovers.ts';
import { isSamePrint, keptSteps, printOf } from './plan-print.ts';
import { isRunHeld, whileHeld } from './run-lock.ts';
import { markedRun, RunMarker } from './run-marker.ts';
import { mostBehindMs } from './save-pace.ts';
import { isFileRun, type SavedFolderRun } from './saved-run.ts';

/**
 * Ids of the runs whose markers stand in this folder.
 * @param steps of the plan: a file that the archive itself brings marks nothing
 * @throws ExtractError where it cannot be listed
 */
export async function runsMarkedIn(
  folder: FileSystemDirectoryHandle,
  steps: readonly Step[],
): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const name of folder.keys()) if (markedRun(name) !== null) names.push(name);
  } catch (error) {
    throw toFolderError(error, folder);
  }
  const brought = new Set(names.length === 0 ? [] : steps.flatMap(({ path }) => (path.length === 1 ? path : [])));
  return [...new Set(names.flatMap((name) => (brought.has(name) ? [] : (markedRun(name) ?? []))))];
}

/**
 * @param ids of runs marked in this folder
 * @param store of all runs: one may be on in a folder within this one, or around it
 * @throws ExtractError `folder-in-use` where one of these runs is on, in whatever tab
 */
export async function refuseIfHeld(
  folder: FileSystemDirectoryHandle,
  ids: readonly string[],
  store: RunStore,
): Promise<void> {
  for (const id of ids) if (await isRunHeld(id)) throw new ExtractError('folder-in-use', { text: folder.name });
  // Without a store nobody knows of those.
  for (const { run, handles } of await store.all().catch(() => []))
    if (handles.folder !== null && (await areNested(handles.folder, folder)) && (await isRunHeld(run.start.id)))
      throw new ExtractError('folder-in-use', { text: handles.folder.name });
}

async function areNested(one: FileSystemDirectoryHandle, other: FileSystemDirectoryHandle): Promise<boolean> {
  if (await one.isSameEntry(other)) return false;
  return (await one.resolve(other)) !== null || (await other.resolve(one)) !== null;
}

export interface Closing {
  /** The run that is to begin. */
  readonly ownId: string;
  /** Runs that nobody need be asked about though there may be no record of them: begun here, or over, as the user says. */
  readonly closable: ReadonlySet<string>;
}

/**
 * Closes the runs that were broken off here before another begins: what they left unfinished is removed, and they cannot be
 * gone on with. Of one that is unknown here, only the empty files are known that lie in the way.
 * @throws ExtractError `folder-in-use`; `folder-marked` by an unknown run that may be on, before anything is removed
 */
export async function closeEarlier(place: RunPlace, { ownId, closable }: Closing): Promise<void> {
  const { plan, handles, store, heard, onGivenUp } = place;
  const { folder } = handles;
  const ids = (await runsMarkedIn(folder, plan.steps)).filter((id) => id !== ownId);
  await refuseIfHeld(folder, ids, store);
  const unrecorded: string[] = [];
  // Where the browser keeps nothing, nothing is known of any.
  for (const id of ids)
    if (!closable.has(id) && (await store.find(id, folder).catch(() => null)) === null) unrecorded.push(id);
  const unknown = await unknownRunsIn(folder, unrecorded);
  heard();
  if (unknown !== null) throw new ExtractError('folder-marked', { text: folder.name });
  for (const id of ids) {
    const isClosed = await whileHeld(id, async (unlock) => {
      // Whoever has stopped waiting for the folder may want to try again.
      onGivenUp(unlock);
      await close(id, place);
    });
    // Another tab goes on with it.
    if (!isClosed) throw new ExtractError('folder-in-use', { text: folder.name });
  }
}

async function close(id: string, { plan, handles, store, heard }: RunPlace): Promise<void> {
  const { folder } = handles;
  const marker = new RunMarker(folder, id);
  const found = await store.find(id, folder).catch(() => null);
  const saved = found === null || isFileRun(found) ? null : found;
  const content = await marker.content();
  heard();
  if (saved !== null) {
    const { steps } = plan;
    const isOfPlan = isSamePrint(saved.start.print, printOf(keptSteps(plan)));
    if (isOfPlan) await removeLeftovers(folder, { steps, run: saved, heard });
    else await removeEmpties(folder, { run: saved, heard });
    await store.forget(id).catch(() => undefined);
  } else if (content !== 'foreign') {
    // Of a marker with nothing in it nobody can say whether the run had begun: what is older is not of the run.
    const sinceMs = content === 'nothing' ? (await marker.writtenMs()) - mostBehindMs : 0;
    await removeHollow(folder, { steps: plan.steps, sinceMs, heard });
  }
  // What anybody else has written is not this page's to remove.
  if (saved !== null || (content !== 'journal' && content !== 'foreign')) await marker.remove();
}

/**
 * The run will not be gone on with: what it left unfinished is removed, as far as it is in its folder.
 * @param heard see `RunPlace`
 */
export async function tidyAfter(
  folder: FileSystemDirectoryHandle,
  run: SavedFolderRun,
  heard: () => void,
): Promise<void> {
  const marker = new RunMarker(folder, run.start.id);
  // Another folder may have come up in its place.
  await marker.verify();
  heard();
  await removeEmpties(folder, { run, heard });
  await marker.remove();
}
