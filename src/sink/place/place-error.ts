// What an exception of the file system means for a single output file: that it cannot be completed, whatever it is.
import { ExtractError } from '../../problems/extract-error.ts';
import { exceptionName } from '../write-error.ts';

export function toPlaceError(error: unknown): ExtractError {
  if (error instanceof ExtractError) return error;
  switch (exceptionName(error)) {
    case 'QuotaExceededError':
      return new ExtractError('disk-full', {}, error);
    case 'NotAllowedError':
      return new ExtractError('output-refused', {}, error);
    case 'TimeoutError':
      return new ExtractError('output-given-up', {}, error);
    default:
      return new ExtractError('output-failed', { text: exceptionName(error) }, error);
  }
}
