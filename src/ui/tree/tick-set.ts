// Which entries are to be extracted. What can be ticked is what has nothing in it: files, links, empty folders. A folder's own
// entry follows from what is ticked in it. A set does not change; each tick makes another one, in a pass over all entries,
// which takes a millisecond for a hundred thousand and leaves nothing to keep in step.
import type { Selection } from '../../plan/selection.ts';
import { directoryKind, linkKind } from './sort-out.ts';
import { root, type Node, type Tree } from './tree.ts';

/** Left out is what can not be ticked: it is never written. */
export type TickState = 'ticked' | 'unticked' | 'mixed' | 'left-out';

/** The same in the words of ARIA. */
export const ariaChecked = {
  ticked: 'true',
  unticked: 'false',
  mixed: 'mixed',
  'left-out': undefined,
} as const satisfies Record<TickState, string | undefined>;

export class TickSet {
  readonly #tree: Tree;
  /** By ordinal, 1 for what is ticked. A byte each: this is no place to save on. */
  readonly #flags: Uint8Array;
  /** Of each folder, what is ticked in it and below. */
  readonly #counts: Float64Array;
  /** How many files, links and empty folders are ticked. */
  readonly files: number;
  readonly links: number;
  readonly emptyFolders: number;
  /** Bytes of the ticked files. */
  readonly bytes: number;

  /** @param flags by ordinal; taken over. What they say of folders with something in them counts for nothing. */
  private constructor(tree: Tree, flags: Uint8Array) {
    const kinds = tree.table.kinds;
    let [files, links, bytes] = [0, 0, 0];
    this.#tree = tree;
    this.#flags = flags;
    this.#counts = tree.summed((ordinal) => {
      if (flags[ordinal] !== 1 || !tree.isTickable(ordinal)) return 0;
      if (kinds[ordinal] === 0) files += 1;
      else if (kinds[ordinal] === linkKind) links += 1;
      bytes += tree.bytesOf(ordinal);
      return 1;
    });
    for (let ordinal = 0; ordinal < flags.length; ordinal += 1)
      if (!tree.isTickable(ordinal))
        flags[ordinal] = kinds[ordinal] === directoryKind && this.#countIn(tree.folderOf(ordinal)) > 0 ? 1 : 0;
    this.files = files;
    this.links = links;
    this.emptyFolders = this.#countIn(root) - files - links;
    this.bytes = bytes;
  }

  static everything(tree: Tree): TickSet {
    return new TickSet(tree, new Uint8Array(tree.entryCount).fill(1));
  }

  static nothing(tree: Tree): TickSet {
    return new TickSet(tree, new Uint8Array(tree.entryCount));
  }

  static fromSelection(tree: Tree, selection: Selection): TickSet {
    if (selection === null) return TickSet.everything(tree);
    const flags = new Uint8Array(tree.entryCount);
    for (const [from, to] of selection) flags.fill(1, from, to);
    return new TickSet(tree, flags);
  }

  /** A selection in which all is ticked is null, so that it stays everything whatever becomes of the index. */
  toSelection(): Selection {
    if (this.isEverything) return null;
    const ranges: (readonly [number, number])[] = [];
    for (let from = this.#flags.indexOf(1); from !== -1;) {
      const next = this.#flags.indexOf(0, from);
      const to = next === -1 ? this.#flags.length : next;
      ranges.push([from, to]);
      from = this.#flags.indexOf(1, to);
    }
    return ranges;
  }

  get isEverything(): boolean {
    return this.#countIn(root) === this.#tree.leafCounts[root];
  }

  /** An archive without entries is everything, not nothing. */
  get isNothing(): boolean {
    return this.#countIn(root) === 0 && !this.isEverything;
  }

  stateOf(node: Node): TickState {
    const tree = this.#tree;
    const total = tree.isFolder(node)
      ? (tree.leafCounts[node] ?? 0)
      : Number(tree.isTickable(tree.ordinalOf(node) ?? -1));
    const count = tree.isFolder(node) ? this.#countIn(node) : (this.#flags[tree.ordinalOf(node) ?? -1] ?? 0);
    if (total === 0) return 'left-out';
    if (count === 0) return 'unticked';
    return count === total ? 'ticked' : 'mixed';
  }

  /** Of several taken together. */
  stateOfAll(nodes: Iterable<Node>): TickState {
    let state: TickState = 'left-out';
    for (const node of nodes) {
      const next = this.stateOf(node);
      if (next === 'mixed' || (state !== 'left-out' && next !== 'left-out' && next !== state)) return 'mixed';
      if (next !== 'left-out') state = next;
    }
    return state;
  }

  /** With these and everything below them ticked, or unticked, and the rest as it is. */
  with(nodes: Iterable<Node>, isTicked: boolean): TickSet {
    const tree = this.#tree;
    const flags = this.#flags.slice();
    const isWithin = new Uint8Array(tree.folderCount);
    for (const node of nodes) {
      if (tree.isFolder(node)) isWithin[node] = 1;
      else flags[tree.ordinalOf(node) ?? 0] = isTicked ? 1 : 0;
    }
    // A folder stands behind the one it lies in.
    for (let folder = 1; folder < isWithin.length; folder += 1)
      if (isWithin[tree.parentOf(folder)] === 1) isWithin[folder] = 1;
    for (let ordinal = 0; ordinal < flags.length; ordinal += 1)
      if (isWithin[tree.folderOf(ordinal)] === 1) flags[ordinal] = isTicked ? 1 : 0;
    return new TickSet(tree, flags);
  }

  /** What is wholly ticked is unticked; anything else is ticked. */
  toggled(nodes: Iterable<Node>): TickSet {
    return this.with(nodes, this.stateOfAll(nodes) !== 'ticked');
  }

  #countIn(folder: Node): number {
    return this.#counts[folder] ?? 0;
  }
}
