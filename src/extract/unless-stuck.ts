// A folder that is looked into outside of a run, where nobody is asked anything: one that the browser does not answer for is told.
import { ExtractError } from '../problems/extract-error.ts';
import { BrowserCalls } from '../sink/browser-calls.ts';
import { giveUpStuck } from './stuck-watch.ts';

/**
 * @param work is to tell whenever the browser has answered, and goes no further where it is given up
 * @throws ExtractError `folder-stuck`; what the work throws
 */
export async function unlessStuck<T>(
  folder: FileSystemDirectoryHandle,
  work: (heard: () => void) => Promise<T>,
): Promise<T> {
  const calls = new BrowserCalls();
  const heard = (): void => {
    calls.heard();
  };
  try {
    return await giveUpStuck(calls, () => calls.answer(work(heard)));
  } catch (error) {
    throw calls.isGivenUp ? new ExtractError('folder-stuck', { text: folder.name }, error) : error;
  }
}
