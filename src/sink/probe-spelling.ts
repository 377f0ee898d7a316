// Which spellings a folder takes for one name cannot be asked without a file to ask for: an empty one is made, looked for
// under its other names, and removed again. Its own name is random, so that it is nobody else's.
import type { Spelling } from '../plan/name-key.ts';
import { whatIs } from './folder-tree.ts';
import { removeMade } from './remove-made.ts';

export interface FolderSpelling extends Spelling {
  /** Gives longer names a short one beside, as `LONGER~1`. */
  readonly hasShortNames: boolean;
}

/** Each spelling is a name of its own. */
export const ownSpelling: FolderSpelling = { ignoresCase: false, ignoresForm: false, hasShortNames: false };

const mark = '-unstow-probe-\u00e9';

/** Where it cannot be found out, the answer is `ownSpelling`: the sink looks for twins all the same, file by file. */
export async function probeSpelling(folder: FileSystemDirectoryHandle): Promise<FolderSpelling> {
  const start = randomLetters(6);
  const name = `${start}${mark}`;
  const isThere = async (other: string): Promise<boolean> => (await whatIs(folder, other).catch(() => null)) !== null;
  try {
    await removeEarlier(folder);
    if (await isThere(name)) return ownSpelling;
    await folder.getFileHandle(name, { create: true });
  } catch {
    // The folder takes nothing at all, perhaps: the run will say so.
    return ownSpelling;
  }
  try {
    return {
      ignoresCase: await isThere(name.replace(/[a-z]/g, (letter) => letter.toUpperCase())),
      ignoresForm: await isThere(name.normalize('NFD')),
      hasShortNames: await isThere(`${start.toUpperCase()}~1`),
    };
  } finally {
    // An empty file that cannot be removed harms nobody.
    await removeMade(folder, name);
  }
}

/** What a browser has left that was ended in the middle of this. */
async function removeEarlier(folder: FileSystemDirectoryHandle): Promise<void> {
  const left: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    // On some systems an accent comes back in another form.
    const isProbe = /^[a-z]{6}-/.test(name) && name.normalize('NFC').slice(6) === mark;
    if (isProbe && handle.kind === 'file' && (await handle.getFile()).size === 0) left.push(name);
  }
  for (const name of left) await removeMade(folder, name);
}

/** Small ones. */
function randomLetters(count: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) =>
    String.fromCharCode('a'.charCodeAt(0) + (byte % 26)),
  ).join('');
}
