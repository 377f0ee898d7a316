// Search as you type, over names and paths, whatever their case and accents. The folded text of all paths is made at the first
// search and kept: after that a hundred thousand take some milliseconds.
import { folded } from './natural-order.ts';
import { root, type Node, type Tree } from './tree.ts';

export interface Found {
  /** Those whose own name matches come first. */
  readonly nodes: Int32Array;
  /** How many of them. */
  readonly byName: number;
}

export class Search {
  readonly #tree: Tree;
  #texts: readonly FoldedPath[] | null = null;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  /** @param query not blank */
  find(query: string): Found {
    const wanted = folded(query);
    const named: Node[] = [];
    const beneath: Node[] = [];
    this.#texts ??= foldedPaths(this.#tree);
    for (const { node, path, nameStart } of this.#texts) {
      const at = path.indexOf(wanted);
      if (at === -1) continue;
      const isByName = at >= nameStart || path.includes(wanted, nameStart);
      (isByName ? named : beneath).push(node);
    }
    return { nodes: Int32Array.from([...named, ...beneath]), byName: named.length };
  }
}

interface FoldedPath {
  readonly node: Node;
  readonly path: string;
  readonly nameStart: number;
}

function foldedPaths(tree: Tree): readonly FoldedPath[] {
  const paths: FoldedPath[] = [];
  const starts: string[] = [''];
  for (let folder = root + 1; folder < tree.folderCount; folder += 1) {
    const above = starts[tree.parentOf(folder)] ?? '';
    const path = above + folded(tree.nameOf(folder));
    starts[folder] = `${path}/`;
    paths.push({ node: folder, path, nameStart: above.length });
  }
  for (let ordinal = 0; ordinal < tree.entryCount; ordinal += 1) {
    const node = tree.nodeOf(ordinal);
    if (tree.isFolder(node)) continue;
    const above = starts[tree.parentOf(node)] ?? '';
    paths.push({ node, path: above + folded(tree.nameOf(node)), nameStart: above.length });
  }
  return paths;
}
