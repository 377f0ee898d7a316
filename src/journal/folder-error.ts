// What an exception means that the chosen folder itself has thrown, before or between its files.
import { ExtractError, type ErrorCode } from '../problems/extract-error.ts';
import { exceptionName } from '../sink/write-error.ts';

const codes: Partial<Record<string, ErrorCode>> = {
  NotFoundError: 'folder-gone',
  QuotaExceededError: 'disk-full',
  NoModificationAllowedError: 'folder-read-only',
  InvalidStateError: 'folder-read-only',
};

export function toFolderError(error: unknown, folder: FileSystemDirectoryHandle): ExtractError {
  if (error instanceof ExtractError) return error;
  return new ExtractError(codes[exceptionName(error)] ?? 'folder-refused', { text: folder.name }, error);
}
