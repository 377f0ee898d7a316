// The page's own storage (OPFS), as far as output files lie in it: what they are called, and which of them are nobody's any
// more. A name begins with that of the page that made it, which holds a lock while it is open (output-lock.ts); behind that
// stands what else it is known by: a run, where one can be gone on with.
import { ExtractError } from '../../problems/extract-error.ts';
import { outputLock } from './output-lock.ts';

const folderName = 'unstow-output';

/**
 * Null where the browser has no storage for this page (on file://, and in some private windows), or none that can be told to
 * be unused.
 */
export async function openPrivateFolder(): Promise<FileSystemDirectoryHandle | null> {
  if (!('navigator' in globalThis && 'locks' in navigator)) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(folderName, { create: true });
  } catch {
    return null;
  }
}

/** What the files are called that belong together. */
export interface PrivateNames {
  readonly output: string;
  /** Of a ZIP in the making: the records of what is in it. */
  readonly directory: string;
}

/**
 * @param page that made them, or is to
 * @param key of a run, or random
 */
export function privateNames(page: string, key: string): PrivateNames {
  const output = `${page}.${key}`;
  return { output, directory: `${output}.directory` };
}

/** Removes what nobody has in it. What cannot be removed now is removed another time. */
export async function removePrivate(folder: FileSystemDirectoryHandle, names: PrivateNames): Promise<void> {
  for (const name of [names.output, names.directory]) await folder.removeEntry(name).catch(() => undefined);
}

/**
 * Removes what pages have left that are no longer open.
 * @param isKept is this the key of a run that can be gone on with? Asked while no page can begin or end it. Where that fails, the
 *   file stays.
 * @throws what it has failed with first, once all others are gone
 */
export async function tidyPrivate(isKept: (key: string) => Promise<boolean>): Promise<void> {
  const folder = await openPrivateFolder();
  if (folder === null) return;
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  const tidyings: Promise<unknown>[] = [];
  for (const name of names) {
    const [page = '', key = ''] = name.split('.');
    const tidying = navigator.locks.request(outputLock(page), { ifAvailable: true }, async (held) => {
      if (held === null || (await isKept(key))) return;
      // What cannot be removed now is removed another time.
      await folder.removeEntry(name).catch(() => undefined);
    });
    tidyings.push(tidying);
    // One record that cannot be read must not keep the files of all others.
    await Promise.allSettled([tidying]);
  }
  await Promise.all(tidyings);
}

/**
 * @param freed bytes of files that will be gone by then
 * @throws ExtractError `no-room` where the browser says that it would not take as many bytes more
 */
export async function expectRoom(needed: number, freed = 0): Promise<void> {
  const room = (await freeRoom()) + freed;
  if (needed > room) throw new ExtractError('no-room', { expected: needed, found: room });
}

/** Bytes that the browser says it would take: often too many, as the truth would tell pages apart. Infinity where it says nothing. */
async function freeRoom(): Promise<number> {
  if (!('estimate' in navigator.storage)) return Infinity;
  const { quota = Infinity, usage = 0 } = await navigator.storage.estimate();
  return quota - usage;
}
