// From a list of paths to folders within folders: which there are, implied by a path or with an entry of their own, and which
// of them every entry lies in. One pass without recursion or an object per entry: a path may have thousands of components,
// and an archive a million paths.
import type { EntryTable } from '../../listing/entry-table.ts';

export interface SortedOut {
  /** Of each folder, its own alone; 0 is the backup itself. A folder comes after the one it lies in. */
  readonly folderNames: readonly string[];
  /** Of each folder, the one it lies in; -1 for the backup itself. */
  readonly parents: Int32Array;
  /** Of each folder, how deep it lies; 0 for the backup itself. */
  readonly levels: Uint16Array;
  /** Of each entry, the folder it lies in; of a directory, the folder that it is. */
  readonly folderOf: Int32Array;
  /** Of each entry, where in its path its name begins. */
  readonly nameStarts: Int32Array;
}

export const directoryKind = 1;
export const linkKind = 2;

/** As in plan/safe-path.ts. What lies deeper is shown here under all the rest of its path. */
const deepest = 255;

/** @param splitsAtBackslash as ZIP does, where Windows wrote it; elsewhere `\` belongs to a name. */
export function sortOut({ paths, kinds }: EntryTable, splitsAtBackslash: boolean): SortedOut {
  const folders = new Folders();
  const folderOf = new Int32Array(paths.length);
  const nameStarts = new Int32Array(paths.length);
  let lastFolderText = '';
  let lastPlace = { folder: 0, start: 0 };
  paths.forEach((raw, ordinal) => {
    const path = splitsAtBackslash && raw.includes('\\') ? raw.replaceAll('\\', '/') : raw;
    if (kinds[ordinal] === directoryKind) {
      folderOf[ordinal] = folders.whole(path);
      return;
    }
    // Entries of one folder mostly stand together.
    const folderText = path.slice(0, path.lastIndexOf('/') + 1);
    if (folderText !== lastFolderText) {
      lastPlace = folders.walk(folderText);
      lastFolderText = folderText;
    }
    folderOf[ordinal] = lastPlace.folder;
    nameStarts[ordinal] = lastPlace.start;
  });
  return { ...folders.done(), folderOf, nameStarts };
}

class Folders {
  readonly #names: string[] = [''];
  readonly #parents: number[] = [-1];
  readonly #levels: number[] = [0];
  /** Of each folder with folders in it. */
  readonly #within: (Map<string, number> | undefined)[] = [];

  /** The folder that `text`, which is empty or ends in `/`, leads to, and how much of it that has taken. */
  walk(text: string): { folder: number; start: number } {
    let folder = 0;
    let start = 0;
    while (start < text.length && (this.#levels[folder] ?? 0) < deepest) {
      const end = text.indexOf('/', start);
      folder = this.#step(folder, text.slice(start, end));
      start = end + 1;
    }
    return { folder, start };
  }

  /** The folder of a directory's own entry. */
  whole(path: string): number {
    const text = path.endsWith('/') ? path : `${path}/`;
    const { folder, start } = this.walk(text);
    return this.#step(folder, text.slice(start, -1));
  }

  done(): Pick<SortedOut, 'folderNames' | 'parents' | 'levels'> {
    return {
      folderNames: this.#names,
      parents: Int32Array.from(this.#parents),
      levels: Uint16Array.from(this.#levels),
    };
  }

  /** One folder down. What names no folder (`a//b`, `./a`) leads nowhere else. */
  #step(parent: number, name: string): number {
    if (name === '' || name === '.') return parent;
    const within = (this.#within[parent] ??= new Map<string, number>());
    const known = within.get(name);
    if (known !== undefined) return known;
    const made = this.#names.length;
    this.#names.push(name);
    this.#parents.push(parent);
    this.#levels.push((this.#levels[parent] ?? 0) + 1);
    within.set(name, made);
    return made;
  }
}
