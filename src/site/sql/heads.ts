// The heads of one statement after the other: thousands begin alike, and are not read again.
import type { Dialect } from './dialect.ts';
import { mostHeadSize, readHead, type Head } from './head.ts';
import type { Window } from './window.ts';

export class Heads {
  readonly #dialect: Dialect;
  /** The start of a statement that was read before, and what it says. */
  #known: { readonly start: Uint8Array; readonly head: Head } | null = null;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Of the statement that begins at the position of the window. */
  read(window: Window): Head {
    const known = this.#known;
    if (known !== null && window.hasBytes(known.start)) return known.head;
    const { bytes, position: from } = window;
    const to = Math.min(from + mostHeadSize, bytes.length);
    const { head, end } = readHead(bytes, { from, to }, this.#dialect);
    if (head.kind === 'rows' && end < to) this.#known = { start: bytes.slice(from, end + 1), head };
    return head;
  }
}
