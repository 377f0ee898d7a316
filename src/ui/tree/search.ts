// Search as you type, over names and paths, whatever their case and accents. The folded names are made at the first search and
// kept: after that a hundred thousand take some milliseconds. Paths are never put together, but for the end of one that a
// query with `/` in it may match.
import { folded } from './natural-order.ts';
import { root, type Node, type Tree } from './tree.ts';

export interface Found {
  /** Those whose own name matches come first. */
  readonly nodes: Int32Array;
  /** How many of them. */
  readonly byName: number;
}

/** Folded, of every node that has a row: folders, then files and links. */
interface FoldedNames {
  readonly nodes: Int32Array;
  readonly names: readonly string[];
  /** Of the folders, by node. */
  readonly folders: readonly string[];
}

export class Search {
  readonly #tree: Tree;
  #folded: FoldedNames | null = null;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** @param query not blank */
  find(query: string): Found {
    const tree = this.#tree;
    const wanted = folded(query);
    const { nodes, names, folders } = (this.#folded ??= foldedNames(tree));
    const named: Node[] = [];
    const beneath: Node[] = [];
    /** Of each folder, 1 where its path matches, and so that of all below it. */
    const isWithin = new Uint8Array(tree.folderCount);
    const ends = new PathEnds(tree, folders, wanted.includes('/') ? wanted.length : 0);
    nodes.forEach((node, at) => {
      const name = names[at] ?? '';
      const parent = tree.parentOf(node);
      const isByName = name.includes(wanted);
      if (!isByName && isWithin[parent] === 0 && !ends.joined(parent, name).includes(wanted)) return;
      (isByName ? named : beneath).push(node);
      // A folder stands behind the one it lies in.
      if (tree.isFolder(node)) isWithin[node] = 1;
    });
    return { nodes: Int32Array.from([...named, ...beneath]), byName: named.length };
  }
}

/** The ends of paths, as much of them as a query can reach back to. */
class PathEnds {
  readonly #tree: Tree;
  readonly #folders: readonly string[];
  readonly #length: number;
  /** Nodes of one folder mostly stand together. */
  #last: { readonly folder: Node; readonly end: string } = { folder: root, end: '' };

  /** @param length 0 for what can only match within a name */
  constructor(tree: Tree, folders: readonly string[], length: number) {
    this.#tree = tree;
    this.#folders = folders;
    this.#length = length;
  }

  joined(folder: Node, name: string): string {
    if (this.#length === 0) return name;
    if (this.#last.folder !== folder) this.#last = { folder, end: this.#endOf(folder) };
    return this.#last.end + name;
  }

  #endOf(folder: Node): string {
    let end = '';
    for (let at = folder; at > root && end.length < this.#length; at = this.#tree.parentOf(at))
      end = `${this.#folders[at] ?? ''}/${end}`;
    return end.slice(-this.#length);
  }
}

function foldedNames(tree: Tree): FoldedNames {
  const nodes: Node[] = [];
  for (let folder = root + 1; folder < tree.folderCount; folder += 1) nodes.push(folder);
  for (let ordinal = 0; ordinal < tree.entryCount; ordinal += 1) {
    const node = tree.nodeOf(ordinal);
    if (!tree.isFolder(node)) nodes.push(node);
  }
  const names = nodes.map((node) => folded(tree.nameOf(node)));
  return { nodes: Int32Array.from(nodes), names, folders: ['', ...names.slice(0, tree.folderCount - 1)] };
}
