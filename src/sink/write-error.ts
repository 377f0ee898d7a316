// What an exception of the File System API means for a file, or for the whole run. The browser's exceptions are told apart
// by name only; their texts differ between versions.
import type { SafePath } from '../plan/safe-path.ts';
import { ExtractError } from '../problems/extract-error.ts';
import type { Issue } from '../problems/issue.ts';

/** Thrown while folders are made on the way to a file: which component it was. */
export class ComponentError extends Error {
  override readonly name = 'ComponentError';
  readonly component: string;

  constructor(component: string, cause: unknown) {
    super('a component could not be reached', { cause });
    this.component = component;
  }
}

export function exceptionName(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : 'unknown';
}

/**
 * The issue of one file.
 * @param path of the entry, as in the archive
 * @throws ExtractError where nothing more can be written at all
 */
export async function toIssue(
  thrown: unknown,
  path: string,
  root: FileSystemDirectoryHandle,
  at: SafePath,
): Promise<Issue> {
  if (thrown instanceof ExtractError) throw thrown;
  const error = thrown instanceof ComponentError ? thrown.cause : thrown;
  const component = thrown instanceof ComponentError ? thrown.component : (at.at(-1) ?? '');
  const isReaching = thrown instanceof ComponentError;
  const name = exceptionName(error);
  switch (name) {
    case 'QuotaExceededError':
      throw new ExtractError('disk-full', { entry: path }, error);
    case 'NotAllowedError':
      throw new ExtractError('folder-refused', { entry: path }, error);
    case 'NoModificationAllowedError':
      // Creating fails so on a read-only medium; opening for writing, where one file is locked.
      if (isReaching) throw new ExtractError('folder-read-only', { entry: path }, error);
      return { kind: 'write-failed', path, reason: name };
    case 'TypeError':
      // Of names only when reaching; later it says that the stream is broken.
      return isReaching ? { kind: 'name-refused', path, component } : { kind: 'write-failed', path, reason: name };
    case 'TypeMismatchError':
    case 'SecurityError':
      return { kind: 'in-the-way', path };
    case 'NotFoundError':
      await checkRoot(root, path);
      return isReaching ? { kind: 'in-the-way', path } : { kind: 'write-failed', path, reason: name };
    default:
      return { kind: 'write-failed', path, reason: name };
  }
}

/** Is the chosen folder still there? A handle does not tell; listing it does. @throws ExtractError where it is not */
async function checkRoot(root: FileSystemDirectoryHandle, path: string): Promise<void> {
  try {
    await root.keys().next();
  } catch (error) {
    const isRefused = exceptionName(error) === 'NotAllowedError';
    throw new ExtractError(isRefused ? 'folder-refused' : 'folder-gone', { entry: path }, error);
  }
}
