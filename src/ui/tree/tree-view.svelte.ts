// How the tree is looked at: which folders are open, which row is the active one, what is searched for. Stays as it is when the
// user comes back to it.
import { isLetter, keyAction, rowOf, TypeAhead, type KeyAction } from './keys.ts';
import { Search, type Found } from './search.ts';
import { root, type Node, type Tree } from './tree.ts';
import {
  firstOpen,
  visibleRows,
  withFolder,
  withFoldersAbove,
  withSiblings,
  type OpenFolders,
} from './visible-rows.ts';

/** What only the page can do about a key. */
export interface KeyRequest {
  /** Tick the node, or open the file. */
  readonly asks: 'tick' | 'open';
  readonly node: Node;
}

export class TreeView {
  readonly tree: Tree;
  readonly #search: Search;
  readonly #typeAhead = new TypeAhead();
  #open = $state.raw<OpenFolders>(new Uint8Array());
  #active = $state.raw<Node>(root);
  /** Among what was found. */
  #activeFound = $state.raw<Node>(root);
  #query = $state.raw('');
  readonly #found = $derived.by(() => (this.#query.trim() === '' ? null : this.#search.find(this.#query.trim())));
  readonly #rows = $derived.by(() => this.#found?.nodes ?? visibleRows(this.tree, this.#open));
  readonly #activeRow = $derived.by(() => this.#rowAtOrAbove(this.#found === null ? this.#active : this.#activeFound));

  /** @param before of a tree of the same nodes, which this one is looked at like */
  constructor(tree: Tree, before: TreeView | null = null) {
    this.tree = tree;
    this.#search = new Search(tree);
    this.#open = before === null ? firstOpen(tree) : before.#open;
    if (before === null) return;
    this.#active = before.#active;
    this.#query = before.#query;
  }

  /** The nodes from top to bottom: the tree as far as it is open, or what was found. */
  get rows(): Int32Array {
    return this.#rows;
  }

  /** 0 where there is no row. */
  get activeRow(): number {
    return this.#activeRow;
  }

  get query(): string {
    return this.#query;
  }

  /** Null while nothing is searched for. */
  get found(): Found | null {
    return this.#found;
  }

  isOpen(node: Node): boolean {
    return this.#found === null && this.#open[node] === 1;
  }

  search(query: string): void {
    this.#query = query;
    this.#activeFound = root;
  }

  activate(row: number): void {
    const node = this.#rows[row] ?? root;
    if (this.#found === null) this.#active = node;
    else this.#activeFound = node;
  }

  toggleFolder(node: Node): void {
    this.#open = withFolder(this.#open, node, !this.isOpen(node));
  }

  /** Leaves the search, and shows a folder with what is in it where it lies. */
  reveal(folder: Node): void {
    this.#query = '';
    this.#open = withFolder(withFoldersAbove(this.tree, this.#open, folder), folder, true);
    this.#active = folder;
  }

  /** What Enter, or a double click, does. */
  enter(row: number): KeyRequest | null {
    const node = this.#rows[row];
    if (node === undefined) return null;
    if (!this.tree.isFolder(node)) return { asks: 'open', node };
    if (this.#found === null) this.toggleFolder(node);
    else this.reveal(node);
    return null;
  }

  /**
   * Does what a key says. Returns whether it was of use here, or what the page has to do about it.
   * @param page rows that are seen at once
   */
  press(event: KeyboardEvent, page: number, nowMs = performance.now()): KeyRequest | boolean {
    const { tree, rows, activeRow: row } = this;
    const node = rows[row];
    if (node === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
    const place = { tree, rows, row, page, isOpen: this.isOpen(node), isFlat: this.#found !== null };
    // A space that belongs to a name is no command.
    const isSpelling = event.key === ' ' && this.#typeAhead.isTyping(nowMs);
    const action = isSpelling ? null : keyAction(event.key, place);
    if (action !== null) return this.#do(action, row, node);
    if (!isLetter(event)) return false;
    const found = this.#typeAhead.type(event.key, place, nowMs);
    if (found !== null) this.activate(found);
    return found === null && isSpelling ? { asks: 'tick', node } : true;
  }

  #do(action: KeyAction, row: number, node: Node): KeyRequest | boolean {
    switch (action.does) {
      case 'go':
        this.activate(action.row);
        return true;
      case 'open':
      case 'close':
        this.activate(row);
        this.toggleFolder(node);
        return true;
      case 'open-siblings':
        this.activate(row);
        this.#open = withSiblings(this.tree, this.#open, node);
        return true;
      case 'tick':
        return { asks: 'tick', node };
      case 'enter':
        this.activate(row);
        return this.enter(row) ?? true;
      default:
        return action satisfies never;
    }
  }

  /** Where a node has no row, as its folder was closed, that of the folder; the first one else. */
  #rowAtOrAbove(node: Node): number {
    for (let at = node; at > root; at = this.tree.parentOf(at)) {
      const row = rowOf(this.#rows, at);
      if (row !== -1) return row;
    }
    return 0;
  }
}
