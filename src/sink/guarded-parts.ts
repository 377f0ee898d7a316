// The parts of the backup that is being read: none is written over, wherever in the chosen folder it lies. In the root its name
// is enough. In the folders below a file of that name may well be another one, as where a site keeps older backups of itself:
// there the file is looked at.
import type { NamedFile } from '../parts/part-set.ts';
import { foldedName } from '../plan/name-key.ts';

export interface GuardedPartsFacts {
  /** Of all parts, missing ones too. */
  readonly names: readonly string[];
  /** Those at hand, as they were picked. */
  readonly picked: readonly NamedFile[];
  /** Of picked files, where the browser gave any. */
  readonly handles: readonly FileSystemFileHandle[];
}

export class GuardedParts {
  /** Folded. */
  readonly #names: ReadonlySet<string>;
  readonly #facts: GuardedPartsFacts;

  constructor(facts: GuardedPartsFacts) {
    this.#names = new Set(facts.names.map(foldedName));
    this.#facts = facts;
  }

  /** Is this a part's name, for any system? */
  hasName(name: string): boolean {
    return this.#names.has(foldedName(name));
  }

  /**
   * Is the file of this name in the folder a part? By the browser's word where it gave a handle of that part; else a file of the
   * same name, size and time is taken for it, as a copy may be. The browser is asked nothing of a name that is no part's.
   */
  async includes(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
    if (!this.hasName(name)) return false;
    const isNamesake = (other: { readonly name: string }): boolean => foldedName(other.name) === foldedName(name);
    const found = await folder.getFileHandle(name);
    for (const handle of this.#facts.handles.filter(isNamesake)) if (await found.isSameEntry(handle)) return true;
    const { size, lastModified } = await found.getFile();
    return this.#facts.picked
      .filter(isNamesake)
      .some((part) => part.size === size && part.lastModified === lastModified);
  }
}
