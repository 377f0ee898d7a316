// The names that a plan may put into the chosen folder, folder by folder, and those it has to leave alone. A file goes under
// its own name, or under one with a number behind; and so does what can be read of one that is damaged, under the name of a
// piece. While either is written the browser keeps its bytes in a swap file beside it.
import type { Step } from '../plan/make-plan.ts';
import { damagedEnding, damagedName } from '../plan/damaged-name.ts';
import { sizeOf } from '../plan/encoded-name.ts';
import { longestName } from '../plan/folder-rules.ts';
import { foldedName } from '../plan/name-key.ts';
import { numberedName } from '../plan/numbered-name.ts';
import { exceptionName } from '../sink/write-error.ts';
import type { NamesInFolder } from './saved-run.ts';

/** What counts of a step here. */
export interface PlannedStep {
  readonly kind: Step['kind'];
  readonly path: readonly string[];
  readonly entry: { readonly size: number };
}

export class PlannedFolder {
  /** From the chosen folder; empty for that itself. */
  readonly path: string;
  /** Of its files, with their sizes, by name. */
  readonly files = new Map<string, number>();
  readonly folders = new Map<string, PlannedFolder>();
  #pieces: ReadonlyMap<string, number> | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** The names of what is kept of its files that are damaged, with the sizes of the whole. Few folders are asked for theirs. */
  get pieces(): ReadonlyMap<string, number> {
    this.#pieces ??= new Map([...this.files].map(([name, size]) => [damagedName(name), size]));
    return this.#pieces;
  }
}

/** One spelling for what some systems spell anew. */
export function spelled(name: string): string {
  return name.normalize('NFC');
}

/** The folders of these steps, as a tree. */
export function plannedFolders(steps: Iterable<PlannedStep>): PlannedFolder {
  const root = new PlannedFolder('');
  for (const { kind, path, entry } of steps) {
    let folder = root;
    for (const name of kind === 'file' ? path.slice(0, -1) : path) {
      const next = folder.folders.get(name) ?? new PlannedFolder(folder.path === '' ? name : `${folder.path}/${name}`);
      folder.folders.set(name, next);
      folder = next;
    }
    if (kind === 'file') folder.files.set(spelled(path.at(-1) ?? ''), entry.size);
  }
  return root;
}

export interface PlannedName {
  /** Of the planned files that may have come to bear it. */
  readonly sizes: readonly number[];
  /** It is what the browser names the swap file of one. */
  readonly isSwap: boolean;
}

const swapSuffix = /(?:\.\d+)?\.crswap$/;
const number = /^(.*) \((\d+)\)(\.[^.]*)?$/s;

/** What a file of this name may be to the plan; null where no planned file could have led to it. */
export function plannedFor(planned: PlannedFolder, name: string): PlannedName | null {
  const there = spelled(name);
  const sizesOf = (written: string): readonly number[] =>
    [written, ...withoutNumber(planned, written)].flatMap((own) => sizesOfName(planned, own));
  const sizes = sizesOf(there);
  const isSwap = swapSuffix.test(there) && sizesOf(there.replace(swapSuffix, '')).length > 0;
  return sizes.length > 0 || isSwap ? { sizes, isSwap } : null;
}

function sizesOfName(planned: PlannedFolder, own: string): readonly number[] {
  const { files } = planned;
  const pieceOf = own.endsWith(damagedEnding) ? planned.pieces.get(own) : undefined;
  return [files.get(own), pieceOf].filter((size) => size !== undefined);
}

/** The names that could have been given this one. */
function withoutNumber(planned: PlannedFolder, name: string): readonly string[] {
  const [, before = '', digits = '', after = ''] = number.exec(name) ?? [];
  const gives = (own: string): boolean => numberedName(own, Number(digits)) === name;
  // One that was cut for the number is nearly as long as a name may be: a character has up to four bytes.
  const wasCut = digits !== '' && sizeOf(name) > longestName - 4;
  const own = [before + after].filter(gives);
  return wasCut ? [...own, ...[...planned.files.keys(), ...planned.pieces.keys()].filter(gives)] : own;
}

/**
 * What stands, of these names, in the folder before a run. Folders that are not there yet are not looked for.
 * @param heard told whenever the browser has answered
 */
export async function namesBefore(
  handle: FileSystemDirectoryHandle,
  planned: PlannedFolder,
  heard: () => void,
): Promise<readonly NamesInFolder[]> {
  const names: string[] = [];
  const folders = new Set<string>();
  for await (const [name, { kind }] of handle.entries()) {
    heard();
    if (plannedFor(planned, name) !== null) names.push(name);
    if (kind === 'directory') folders.add(foldedName(name));
  }
  const below = [...planned.folders]
    .filter(([name]) => folders.has(foldedName(name)))
    .map(async ([name, folder]) => {
      const inside = await folderOrNull(handle, name);
      return inside === null ? [] : namesBefore(inside, folder, heard);
    });
  const here: NamesInFolder[] = names.length > 0 ? [[planned.path, names]] : [];
  return [...here, ...(await Promise.all(below)).flat()];
}

/** The folder of that name, where there is one that can be reached. The run itself says what is in its way. */
export async function folderOrNull(
  handle: FileSystemDirectoryHandle,
  name: string,
): Promise<FileSystemDirectoryHandle | null> {
  try {
    return await handle.getDirectoryHandle(name);
  } catch (error) {
    if (exceptionName(error) === 'NotAllowedError') throw error;
    return null;
  }
}
