// The entries of a backup as folders and what lies in them. A node is a number: the folders come first (0 is the backup itself),
// then the entries by ordinal. Folders are sorted when they are first looked into.
import type { EntryTable } from '../../listing/entry-table.ts';
import { grouped } from './grouped.ts';
import { naturalOrder } from './natural-order.ts';
import { directoryKind, sortOut, type SortedOut } from './sort-out.ts';
import { tickableEntries } from './tickable.ts';

/** A folder or an entry of a `Tree`. */
export type Node = number;

/** The backup itself, which has no row. */
export const root: Node = 0;

export class Tree {
  readonly table: EntryTable;
  /** What leads out of the backup can be ticked like all else. */
  readonly keepsOutside: boolean;
  readonly folderCount: number;
  /** Of each folder, what there is to tick in it and below. */
  readonly leafCounts: Float64Array;
  /** Of each folder, the files in it and below that can be had. */
  readonly fileCounts: Float64Array;
  readonly #sorted: SortedOut;
  /** By ordinal, 1 for what can be ticked. */
  readonly #isTickable: Uint8Array;
  /** Of each folder, bytes of the files in it and below that can be had. */
  readonly #sizes: Float64Array;
  /** Of each folder, its own entry; -1 where it is only implied. The first, where there are several. */
  readonly #ownEntries: Int32Array;
  /** All nodes by folder: of folder `f` from `#childStarts[f]` to `#childStarts[f + 1]`, folders first. */
  readonly #children: Int32Array;
  readonly #childStarts: Int32Array;
  /** Of each node, its position among its siblings once they are sorted. */
  readonly #positions: Int32Array;
  readonly #isSorted: Uint8Array;

  /**
   * @param splitsAtBackslash as in ZIP
   * @param keepsOutside what leads out can be ticked too: another tree of the same nodes
   */
  constructor(table: EntryTable, splitsAtBackslash = false, keepsOutside = false) {
    const sorted = sortOut(table, splitsAtBackslash);
    const folderCount = sorted.parents.length;
    this.table = table;
    this.keepsOutside = keepsOutside;
    this.folderCount = folderCount;
    this.#sorted = sorted;
    this.#ownEntries = ownEntries(table, sorted);
    const { members, starts } = grouped(parentsOfAll(table, sorted), folderCount);
    this.#children = members;
    this.#childStarts = starts;
    this.#positions = new Int32Array(folderCount + table.paths.length);
    this.#isSorted = new Uint8Array(folderCount);
    this.#isTickable = tickableEntries(table, sorted, {
      splitsAtBackslash,
      keepsOutside,
      isEmptyFolder: (folder) => this.childCount(folder) === 0,
    });
    this.fileCounts = this.summed((ordinal) => (table.kinds[ordinal] === 0 && this.isTickable(ordinal) ? 1 : 0));
    this.leafCounts = this.summed((ordinal) => (this.isTickable(ordinal) ? 1 : 0));
    this.#sizes = this.summed((ordinal) => this.bytesOf(ordinal));
  }

  get entryCount(): number {
    return this.table.paths.length;
  }

  isFolder(node: Node): boolean {
    return node < this.folderCount;
  }

  /** Null for a folder that has no entry of its own. */
  ordinalOf(node: Node): number | null {
    if (!this.isFolder(node)) return node - this.folderCount;
    const own = this.#ownEntries[node] ?? -1;
    return own === -1 ? null : own;
  }

  /** The node of an entry; of a directory, its folder. */
  nodeOf(ordinal: number): Node {
    return this.table.kinds[ordinal] === directoryKind ? this.folderOf(ordinal) : this.folderCount + ordinal;
  }

  /** The folder that an entry lies in; of a directory, the folder that it is. */
  folderOf(ordinal: number): Node {
    return this.#sorted.folderOf[ordinal] ?? root;
  }

  /** -1 for the backup itself. */
  parentOf(node: Node): Node {
    return this.isFolder(node) ? (this.#sorted.parents[node] ?? -1) : this.folderOf(node - this.folderCount);
  }

  /** 1 for what lies in no folder. */
  levelOf(node: Node): number {
    return this.isFolder(node) ? (this.#sorted.levels[node] ?? 0) : this.levelOf(this.parentOf(node)) + 1;
  }

  /** As in the archive, to be shown through `shownName`. */
  nameOf(node: Node): string {
    if (this.isFolder(node)) return this.#sorted.folderNames[node] ?? '';
    const ordinal = node - this.folderCount;
    return (this.table.paths[ordinal] ?? '').slice(this.#sorted.nameStarts[ordinal]);
  }

  /** Bytes of a file, or of all files in a folder and below that can be had. */
  sizeOf(node: Node): number {
    if (this.isFolder(node)) return this.#sizes[node] ?? 0;
    const ordinal = node - this.folderCount;
    return this.table.kinds[ordinal] === 0 ? (this.table.sizes[ordinal] ?? 0) : 0;
  }

  /** Bytes of an entry's content, as they count for the whole: a link has none, nor has what cannot be had. */
  bytesOf(ordinal: number): number {
    return this.table.kinds[ordinal] === 0 && this.isTickable(ordinal) ? (this.table.sizes[ordinal] ?? 0) : 0;
  }

  /** Is it there to be extracted, by itself? See tickable.ts. */
  isTickable(ordinal: number): boolean {
    return this.#isTickable[ordinal] === 1;
  }

  childCount(folder: Node): number {
    return (this.#childStarts[folder + 1] ?? 0) - (this.#childStarts[folder] ?? 0);
  }

  /** Folders before files, each in natural order. */
  childrenOf(folder: Node): Int32Array {
    const children = this.#children.subarray(this.#childStarts[folder] ?? 0, this.#childStarts[folder + 1] ?? 0);
    if (this.#isSorted[folder] === 0) this.#sort(folder, children);
    return children;
  }

  /** From 0, among what lies in the same folder. */
  positionOf(node: Node): number {
    const parent = this.parentOf(node);
    if (this.#isSorted[parent] === 0) this.childrenOf(parent);
    return this.#positions[node] ?? 0;
  }

  /** What the entries come to, for each folder with all below it. */
  summed(of: (ordinal: number) => number): Float64Array {
    const { folderOf, parents } = this.#sorted;
    const sums = new Float64Array(this.folderCount);
    for (let ordinal = 0; ordinal < folderOf.length; ordinal += 1) add(sums, folderOf[ordinal] ?? 0, of(ordinal));
    // A folder stands behind the one it lies in, so its own sum is whole when it is handed up.
    for (let folder = this.folderCount - 1; folder > 0; folder -= 1) add(sums, parents[folder] ?? 0, sums[folder] ?? 0);
    return sums;
  }

  #sort(folder: Node, children: Int32Array): void {
    const split = children.findIndex((node) => !this.isFolder(node));
    const folders = children.slice(0, split === -1 ? children.length : split);
    const entries = children.slice(folders.length);
    const sorted = [folders, entries].flatMap((nodes) => {
      const order = naturalOrder(Array.from(nodes, (node) => this.nameOf(node)));
      return order.map((at) => nodes[at] ?? 0);
    });
    children.set(sorted);
    children.forEach((node, position) => (this.#positions[node] = position));
    this.#isSorted[folder] = 1;
  }
}

function add(sums: Float64Array, folder: number, value: number): void {
  sums[folder] = (sums[folder] ?? 0) + value;
}

/** Of each folder its own entry, the first where there are several; -1 where it has none. */
function ownEntries({ kinds }: EntryTable, { parents, folderOf }: SortedOut): Int32Array {
  const own = new Int32Array(parents.length).fill(-1);
  folderOf.forEach((folder, ordinal) => {
    if (kinds[ordinal] === directoryKind && own[folder] === -1) own[folder] = ordinal;
  });
  return own;
}

/** Of each node the folder it lies in; -1 for entries that are a folder's own, which are no nodes by themselves. */
function parentsOfAll({ kinds }: EntryTable, { parents, folderOf }: SortedOut): Int32Array {
  const all = new Int32Array(parents.length + folderOf.length);
  all.set(parents);
  folderOf.forEach((folder, ordinal) => {
    all[parents.length + ordinal] = kinds[ordinal] === directoryKind ? -1 : folder;
  });
  return all;
}
