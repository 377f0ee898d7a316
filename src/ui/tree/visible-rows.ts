// Which rows the tree has: the nodes in open folders, from top to bottom. Without recursion, as folders lie as deep as they like.
import { root, type Node, type Tree } from './tree.ts';

/** By folder, 1 for the open ones. Replaced, not changed. */
export type OpenFolders = Uint8Array;

export function visibleRows(tree: Tree, open: OpenFolders): Int32Array {
  const rows = new Int32Array(tree.folderCount + tree.entryCount);
  const above: { readonly children: Int32Array; next: number }[] = [{ children: tree.childrenOf(root), next: 0 }];
  let length = 0;
  for (let here = above.at(-1); here !== undefined; here = above.at(-1)) {
    const node = here.children[here.next];
    here.next += 1;
    if (node === undefined) {
      above.pop();
      continue;
    }
    rows[length] = node;
    length += 1;
    if (tree.isFolder(node) && open[node] === 1) above.push({ children: tree.childrenOf(node), next: 0 });
  }
  return rows.slice(0, length);
}

export function withFolder(open: OpenFolders, folder: Node, isOpen: boolean): OpenFolders {
  const changed = open.slice();
  changed[folder] = isOpen ? 1 : 0;
  return changed;
}

/** With the folders in which a node lies, so that it has a row. */
export function withFoldersAbove(tree: Tree, open: OpenFolders, node: Node): OpenFolders {
  const changed = open.slice();
  for (let folder = tree.parentOf(node); folder > root; folder = tree.parentOf(folder)) changed[folder] = 1;
  return changed;
}

/** With all folders that lie beside a node, and the node. */
export function withSiblings(tree: Tree, open: OpenFolders, node: Node): OpenFolders {
  const changed = open.slice();
  for (const sibling of tree.childrenOf(tree.parentOf(node))) if (tree.isFolder(sibling)) changed[sibling] = 1;
  return changed;
}

/** Nothing but a lone folder, and the lone folder in it, and so on: whoever looks at a backup wants to see what it begins with. */
export function firstOpen(tree: Tree): OpenFolders {
  const open = new Uint8Array(tree.folderCount);
  for (let folder = root; ;) {
    const [only, ...others] = tree.childCount(folder) < 3 ? tree.childrenOf(folder) : [];
    if (only === undefined || others.length > 0 || !tree.isFolder(only)) return open;
    open[only] = 1;
    folder = only;
  }
}
