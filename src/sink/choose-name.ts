// Under which name a file goes where its own may be taken: by what was in the folder before, by another entry of the
// archive, or by one that this system takes for the same.
import { foldedName, numberedName } from '../plan/taken-paths.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { exists, type Folder } from './folder-tree.ts';
import type { FileResult, NewFile } from './sink.ts';
import { ComponentError } from './write-error.ts';

export interface ExistingChoice {
  readonly existing: 'overwrite' | 'skip' | 'keep-both';
  /** Names in the root that are never overwritten: the parts of the backup, should they lie in the same folder. */
  readonly protectedNames: ReadonlySet<string>;
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
  const { path, entry } = file;
  const name = path.at(-1) ?? '';
  const isTaken = folder.claimed.has(name);
  folder.claimed.add(name);
  // A twin that is found here is the very file this run has just written. It is never overwritten, and never skipped.
  if (isTaken || (file.hasTwin && (await isThere(folder, name)))) return renamed(folder, file, 'same-name-here');

  const mayBeThere = folder.earlier.has(foldedName(name));
  if (!mayBeThere || !(await isThere(folder, name)))
    return { name, isWanted: true, isThere: false, result: { delivered: true } };
  if (path.length === 1 && choice.protectedNames.has(name)) return renamed(folder, file, 'name-of-a-part');
  switch (choice.existing) {
    case 'overwrite':
      return { name, isWanted: true, isThere: true, result: { delivered: true } };
    case 'skip': {
      const issue: Issue = { kind: 'kept-existing', path: entry.path };
      return { name, isWanted: false, isThere: true, result: { delivered: false, issue } };
    }
    case 'keep-both':
      return renamed(folder, file, 'same-name-here');
    default:
      return choice.existing satisfies never;
  }
}

async function renamed(folder: Folder, { path, entry }: NewFile, change: NameChange): Promise<NameChoice> {
  const own = path.at(-1) ?? '';
  for (let number = 2; ; number += 1) {
    const name = numberedName(own, number);
    if (folder.claimed.has(name)) continue;
    // Claimed before it is looked for, so that no other file takes it meanwhile.
    folder.claimed.add(name);
    if (await isThere(folder, name)) continue;
    const writtenAs = [...path.slice(0, -1), name].join('/');
    const issue: Issue = { kind: 'renamed', path: entry.path, writtenAs, change };
    return { name, isWanted: true, isThere: false, result: { delivered: true, issue } };
  }
}

async function isThere(folder: Folder, name: string): Promise<boolean> {
  try {
    return await exists(folder.handle, name);
  } catch (error) {
    throw new ComponentError(name, error);
  }
}
