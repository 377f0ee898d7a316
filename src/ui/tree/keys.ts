// What a key does in the tree, by WAI-ARIA's treegrid: pure, so that every key can be tested at every row.
import { folded } from './natural-order.ts';
import type { Node, Tree } from './tree.ts';

/** The rows as they are when a key is pressed. */
export interface KeyPlace {
  readonly tree: Tree;
  readonly rows: Int32Array;
  /** The active row. */
  readonly row: number;
  /** Rows that are seen at once. */
  readonly page: number;
  /** Has the node of the active row its children below it? Never so in a flat list. */
  readonly isOpen: boolean;
  /** Rows in no order of folders: nothing can be opened or left. */
  readonly isFlat: boolean;
}

export type KeyAction =
  | { readonly does: 'go'; readonly row: number }
  | { readonly does: 'open' | 'close' | 'open-siblings' | 'tick' | 'enter' };

/** Null for a key that the tree has no use for. */
export function keyAction(key: string, place: KeyPlace): KeyAction | null {
  const { tree, rows, row, page } = place;
  const last = rows.length - 1;
  if (last < 0) return null;
  const go = (to: number): KeyAction => ({ does: 'go', row: Math.min(last, Math.max(0, to)) });
  switch (key) {
    case 'ArrowDown':
      return go(row + 1);
    case 'ArrowUp':
      return go(row - 1);
    case 'PageDown':
      return go(row + Math.max(1, page - 1));
    case 'PageUp':
      return go(row - Math.max(1, page - 1));
    case 'Home':
      return go(0);
    case 'End':
      return go(last);
    case ' ':
      return { does: 'tick' };
    case 'Enter':
      return { does: 'enter' };
    case '*':
      return place.isFlat ? null : { does: 'open-siblings' };
    case 'ArrowRight': {
      const node = rows[row] ?? 0;
      if (place.isFlat || !tree.isFolder(node) || tree.childCount(node) === 0) return null;
      return place.isOpen ? go(row + 1) : { does: 'open' };
    }
    case 'ArrowLeft': {
      if (place.isFlat) return null;
      if (place.isOpen) return { does: 'close' };
      const parent = rowOf(rows, tree.parentOf(rows[row] ?? 0), row);
      return parent === -1 ? null : go(parent);
    }
    default:
      return null;
  }
}

/** The row of a node at or above `before`; -1 where it has none. */
export function rowOf(rows: Int32Array, node: Node, before = rows.length - 1): number {
  return rows.lastIndexOf(node, before);
}

/** Within this time, letters belong to one name. */
const typingMs = 700;

/** Letters typed one after the other lead to the next name that begins with them; one letter over and over to one after the other. */
export class TypeAhead {
  #typed = '';
  #lastMs = -Infinity;

  /** Is the space that is being typed part of a name? */
  isTyping(nowMs: number): boolean {
    return nowMs - this.#lastMs < typingMs;
  }

  /** The row to go to; null where no name begins so. */
  type(letter: string, { tree, rows, row }: Pick<KeyPlace, 'tree' | 'rows' | 'row'>, nowMs: number): number | null {
    this.#typed = this.isTyping(nowMs) ? this.#typed + folded(letter) : folded(letter);
    this.#lastMs = nowMs;
    const [first = ''] = this.#typed;
    const isOneLetter = this.#typed === first.repeat(this.#typed.length);
    const wanted = isOneLetter ? first : this.#typed;
    // What is being spelled out may be where it stands already.
    const from = isOneLetter ? row + 1 : row;
    for (let step = 0; step < rows.length; step += 1) {
      const at = (from + step) % rows.length;
      if (folded(tree.nameOf(rows[at] ?? 0)).startsWith(wanted)) return at;
    }
    return null;
  }
}

/** A key that types a character, and is no command. */
export function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey && Array.from(key).length === 1;
}
