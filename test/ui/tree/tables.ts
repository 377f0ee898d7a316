// Tables of entries for tests, from their paths: one that ends in `/` is a directory, one that ends in `@` a link.
import type { EntryTable } from '../../../src/listing/entry-table.ts';
import { Tree, type Node } from '../../../src/ui/tree/tree.ts';
import { visibleRows } from '../../../src/ui/tree/visible-rows.ts';

/** A file has as many bytes as its ordinal, and one; a link has 7, which count for nothing. */
export function tableOf(paths: readonly string[]): EntryTable {
  const kinds = paths.map((path) => (path.endsWith('/') ? 1 : path.endsWith('@') ? 2 : 0));
  return {
    paths,
    kinds: Uint8Array.from(kinds),
    sizes: Float64Array.from(kinds, (kind, ordinal) => [ordinal + 1, 0, 7][kind] ?? 0),
    modifiedMs: new Float64Array(paths.length).fill(NaN),
    modes: new Int32Array(paths.length).fill(-1),
    unreadable: new Uint8Array(paths.length),
  };
}

export function treeOf(...paths: readonly string[]): Tree {
  return new Tree(tableOf(paths));
}

/** All rows with everything open: names, folders with a `/`, each a dot further in than its folder. */
export function outline(tree: Tree): readonly string[] {
  const open = new Uint8Array(tree.folderCount).fill(1);
  return Array.from(visibleRows(tree, open), (node) => {
    const name = tree.isFolder(node) ? `${tree.nameOf(node)}/` : tree.nameOf(node);
    return `${'.'.repeat(tree.levelOf(node) - 1)}${name}`;
  });
}

/** The first node of this name. */
export function nodeOf(tree: Tree, name: string): Node {
  const count = tree.folderCount + tree.entryCount;
  const node = Array.from({ length: count }, (_, each) => each).find((each) => tree.nameOf(each) === name);
  if (node === undefined) throw new Error(`no node is named ${name}`);
  return node;
}
