// Under which name a file goes where its own may be taken: by what was in the folder before, by another entry of the
// archive, or by one that this system takes for the same.
import { foldedName } from '../plan/name-key.ts';
import { numberedName } from '../plan/numbered-name.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { claim, whatIs, type Folder } from './folder-tree.ts';
import type { GuardedParts } from './guarded-parts.ts';
import type { FileResult, NewFile } from './sink.ts';
import { ComponentError } from './write-error.ts';

export interface ExistingChoice {
  readonly existing: 'overwrite' | 'skip' | 'keep-both';
  /** Never overwritten, wherever in the chosen folder they lie. */
  readonly parts: GuardedParts;
}

export interface NameChoice {
  readonly name: string;
  readonly isWanted: boolean;
  /** A file of this name was there before the run. */
  readonly isThere: boolean;
  /** What to say of the file once it is written, or left. */
  readonly result: FileResult;
}

/** @throws ComponentError where the browser refuses the name */
export async function chooseName(folder: Folder, file: NewFile, choice: ExistingChoice): Promise<NameChoice> {
  const name = file.path.at(-1) ?? '';
  const rivals = rivalsOf(folder, name);
  claim(folder, name);
  try {
    return await choose(folder, file, choice, rivals);
  } catch (error) {
    release(folder, name);
    throw error;
  }
}

async function choose(
  folder: Folder,
  file: NewFile,
  choice: ExistingChoice,
  rivals: readonly string[],
): Promise<NameChoice> {
  const { path, entry } = file;
  const name = path.at(-1) ?? '';
  if (rivals.includes(name)) return renamed(folder, file, 'same-name-here');
  // A rival that the plan did not see coming bears a name given below, and may be on its way still.
  if (rivals.length > 0 && !file.hasTwin) return renamed(folder, file, 'same-name-here');

  const mayBeThere = file.hasTwin || folder.earlier.has(foldedName(name));
  const found = mayBeThere ? await look(folder, name) : null;
  if (found === null) return { name, isWanted: true, isThere: false, result: { delivered: true } };
  if (file.hasTwin && !(await isApart(folder, name, rivals))) return renamed(folder, file, 'same-name-here');
  if (path.length === 1 && choice.parts.hasName(name)) return renamed(folder, file, 'name-of-a-part');
  switch (choice.existing) {
    case 'overwrite':
      if (found === 'file' && (await isPart(folder, name, choice))) return renamed(folder, file, 'name-of-a-part');
      return { name, isWanted: true, isThere: true, result: { delivered: true } };
    case 'skip': {
      const issue: Issue = { kind: 'kept-existing', path: entry.path };
      // A folder is no such file: going on, the browser says that it is in the way.
      return { name, isWanted: found === 'directory', isThere: true, result: { delivered: false, issue } };
    }
    case 'keep-both':
      return renamed(folder, file, 'same-name-here');
    default:
      return choice.existing satisfies never;
  }
}

/** Names this run has given here that some systems take for this one. */
function rivalsOf({ claimed }: Folder, name: string): readonly string[] {
  return claimed.get(foldedName(name))?.split('/') ?? [];
}

/** Has a file of this run this name now? */
export function isClaimed(folder: Folder, name: string): boolean {
  return rivalsOf(folder, name).includes(name);
}

/** Gives a name back that came to nothing, so that the same file may have it at the next try. */
export function release({ claimed }: Folder, name: string): void {
  const folded = foldedName(name);
  const names = claimed.get(folded)?.split('/') ?? [];
  const at = names.indexOf(name);
  if (at !== -1) names.splice(at, 1);
  if (names.length === 0) claimed.delete(folded);
  else claimed.set(folded, names.join('/'));
}

/**
 * Was what has this name there before the run, or is it the file that this run has written under a rival's name? A twin's
 * file must be neither overwritten nor skipped. Two names in one list of the folder are two files.
 */
async function isApart({ earlier, handle }: Folder, name: string, rivals: readonly string[]): Promise<boolean> {
  if (!earlier.has(foldedName(name))) return false;
  const listed = new Set<string>();
  for await (const there of handle.keys()) listed.add(there);
  return listed.has(name) && rivals.some((rival) => listed.has(rival));
}

async function isPart({ handle }: Folder, name: string, { parts }: ExistingChoice): Promise<boolean> {
  try {
    return await parts.includes(handle, name);
  } catch (error) {
    throw new ComponentError(name, error);
  }
}

async function renamed(folder: Folder, { path, entry }: NewFile, change: NameChange): Promise<NameChoice> {
  const own = path.at(-1) ?? '';
  for (let number = 2; ; number += 1) {
    const name = numberedName(own, number);
    if (rivalsOf(folder, name).length > 0) continue;
    // Claimed before it is looked for, so that no other file takes it meanwhile.
    claim(folder, name);
    if ((await look(folder, name)) !== null) continue;
    // Another try looks at its own name again, and says why it is not taken.
    release(folder, own);
    const writtenAs = [...path.slice(0, -1), name].join('/');
    const issue: Issue = { kind: 'renamed', path: entry.path, writtenAs, change };
    return { name, isWanted: true, isThere: false, result: { delivered: true, issue } };
  }
}

async function look(folder: Folder, name: string): Promise<'file' | 'directory' | null> {
  // What was there before the run is nobody's to take, whatever this run has put there in a folder that came in between.
  if (folder.leftBehind.has(name) && !folder.earlier.has(foldedName(name))) return null;
  try {
    return await whatIs(folder.handle, name);
  } catch (error) {
    throw new ComponentError(name, error);
  }
}
