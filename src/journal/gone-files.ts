// Files that are on record as done, and are not there when the run is gone on with: somebody has removed them, or the power
// went before the disk had them, which may leave a file of that name with nothing in it, or with less than there was. Such
// steps are to be done again.
import type { Step } from '../plan/make-plan.ts';
import { exceptionName } from '../sink/write-error.ts';
import { isOfItsTime, type Leavings } from './leftovers.ts';
import { folderOrNull, spelled } from './planned-names.ts';
import { removeHindrance } from './remove-own.ts';
import type { SavedFolderRun } from './saved-run.ts';
import { StepRanges } from './step-ranges.ts';
import { undoSteps, type LostStep } from './undo-steps.ts';

/**
 * What a power cut empties or cuts was written in the last minute or so. No file's time is on record, so the size is asked for
 * of as many files, the last, as a fast disk takes in a minute: about five hundred a second.
 */
const mostAsked = 30_000;
/** So many are asked for at once: one after another would take minutes, and more would only wait in the browser. */
const lanes = 32;

type FileStep = Extract<Step, { readonly kind: 'file' }>;

interface DoneFile extends LostStep {
  readonly step: FileStep;
  /** Where it may be: under its own name, or another that it was given. */
  readonly names: readonly string[];
}

interface DoneFolder {
  readonly files: DoneFile[];
  readonly folders: Map<string, DoneFolder>;
}

/**
 * The run as it is in truth: without the steps whose files are gone. An empty file in the place of a full one is removed,
 * and so is one that is shorter than its entry, unless somebody has written it since.
 * @param leavings with the steps of the very plan of the run
 * @throws ExtractError `leftover-stays` where such a file stays
 */
export async function withoutGone(root: FileSystemDirectoryHandle, leavings: Leavings): Promise<SavedFolderRun> {
  const { done, folder } = doneFiles(leavings);
  const from = done.at(-mostAsked) ?? 0;
  const { run, heard } = leavings;
  const gone: DoneFile[] = [];
  const doubtful: Doubtful[] = [];
  await look(root, folder, { from, gone, doubtful, heard });
  await inLanes(doubtful, async (asked) => {
    if (await removeCut(asked, run)) gone.push(asked.file);
    heard();
  });
  return gone.length === 0 ? run : undoSteps(run, gone);
}

/** Those of which nothing is told but that they go under another name: they were written. */
function doneFiles({ run, steps }: Leavings): { readonly done: readonly number[]; readonly folder: DoneFolder } {
  const { progress } = run;
  const ranges = new StepRanges(progress.done);
  const told = new Set<string>();
  const given = new Map<string, string[]>();
  for (const issue of progress.issues)
    if (issue.kind === 'renamed') given.set(issue.path, [...(given.get(issue.path) ?? []), issue.writtenAs]);
    else if (issue.kind === 'put-aside') for (const path of issue.paths) told.add(path);
    else if ('path' in issue) told.add(issue.path);
  const entriesOf = new Map<string, number>();
  for (const { kind, entry } of steps)
    if (kind === 'file') entriesOf.set(entry.path, (entriesOf.get(entry.path) ?? 0) + 1);
  const top: DoneFolder = { files: [], folders: new Map() };
  const done: number[] = [];
  for (const [number, step] of steps.entries()) {
    if (step.kind !== 'file' || !ranges.has(number) || told.has(step.entry.path)) continue;
    done.push(number);
    let folder = top;
    for (const name of step.path.slice(0, -1)) {
      const next = folder.folders.get(name) ?? { files: [], folders: new Map() };
      folder.folders.set(name, next);
      folder = next;
    }
    const others = (given.get(step.entry.path) ?? []).map((path) => path.slice(path.lastIndexOf('/') + 1));
    // Of several entries of one path, nobody can say which was given another name.
    const hasOwn = others.length < (entriesOf.get(step.entry.path) ?? 0);
    folder.files.push({
      number,
      step,
      isWritten: true,
      names: [...(hasOwn ? [step.path.at(-1) ?? ''] : []), ...others],
    });
  }
  return { done, folder: top };
}

/** It is there, and was written so late that there may be nothing in it. */
interface Doubtful {
  readonly file: DoneFile;
  readonly folder: FileSystemDirectoryHandle;
  readonly name: string;
}

interface Looking extends Pick<Leavings, 'heard'> {
  /** Of these steps and all behind them, the size is asked for. */
  readonly from: number;
  readonly gone: DoneFile[];
  readonly doubtful: Doubtful[];
}

/** @param handle null where there is no such folder any more */
async function look(
  handle: FileSystemDirectoryHandle | null,
  { files, folders }: DoneFolder,
  looking: Looking,
): Promise<void> {
  const there = new Set<string>();
  // A folder of that name is not the file.
  for await (const [name, { kind }] of handle?.entries() ?? []) if (kind === 'file') there.add(spelled(name));
  looking.heard();
  for (const file of files) {
    const [name, ...others] = file.names.filter((own) => there.has(spelled(own)));
    if (name === undefined || handle === null) looking.gone.push(file);
    else if (file.number >= looking.from && file.step.entry.size > 0 && others.length === 0)
      looking.doubtful.push({ file, folder: handle, name });
  }
  const below = [...folders].map(async ([name, folder]) => {
    await look(handle && (await folderOrNull(handle, name)), folder, looking);
  });
  await Promise.all(below);
}

async function inLanes<T>(items: readonly T[], ask: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const lane = async (): Promise<void> => {
    for (const item of waiting) await ask(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/**
 * @returns whether it is gone: it was not to be found after all, or had lost what was in it
 * @throws ExtractError `leftover-stays` where it had, and stays
 */
async function removeCut({ file, folder, name }: Doubtful, run: SavedFolderRun): Promise<boolean> {
  try {
    const found = await (await folder.getFileHandle(name)).getFile();
    if (!isCutShort(found, file, run)) return false;
  } catch (error) {
    const reason = exceptionName(error);
    if (reason === 'NotAllowedError') throw error;
    // What else cannot be asked for is there, as far as anybody knows.
    return reason === 'NotFoundError';
  }
  await removeHindrance({ folder, name, path: file.step.entry.path });
  return true;
}

/** A short file may be another entry's where more than one name is in question, and somebody's own work where it is newer. */
function isCutShort(found: File, { names, step }: DoneFile, run: SavedFolderRun): boolean {
  if (found.size === 0) return true;
  return found.size < step.entry.size && names.length === 1 && isOfItsTime(run, found);
}
