// What an exception of the File System API means for a file, or for the whole run. The browser's exceptions are told apart
// by name only; their texts differ between versions.
import { isTooLong } from '../plan/folder-rules.ts';
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
 * What a file suffers that no further try would change.
 * @param path of the entry, as in the archive
 * @throws ExtractError for what may pass or be mended: the whole folder's trouble, or this file's alone (`write-failed`,
 *   `write-blocked`)
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
      throw writeFailed(path, error);
    case 'TypeError':
      // Of names only when reaching; later it says that the stream is broken.
      if (isReaching) return { kind: 'name-refused', path, component };
      throw writeFailed(path, error);
    case 'TypeMismatchError':
    case 'SecurityError':
      return { kind: 'in-the-way', path };
    case 'NotFoundError':
      await checkRoot(root, path);
      if (isReaching) return { kind: 'in-the-way', path };
      throw writeFailed(path, error);
    case 'InvalidStateError':
      // Of a name so long that the swap file's would not fit; of much else too.
      if (isTooLong(component)) return { kind: 'name-refused', path, component };
      throw writeFailed(path, error);
    case 'AbortError':
      // Closing was refused, as by a browser that checks each new file.
      throw new ExtractError('write-blocked', { entry: path }, error);
    default:
      throw writeFailed(path, error);
  }
}

function writeFailed(entry: string, error: unknown): ExtractError {
  return new ExtractError('write-failed', { entry, text: exceptionName(error) }, error);
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
