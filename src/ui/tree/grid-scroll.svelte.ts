// How far the tree is scrolled, and so which of its rows exist; and the one way by which it is scrolled to a row.
import { tick, untrack } from 'svelte';
import { mountedRows, rowWindow, topToSee, type Scrolled } from './row-window.ts';
import type { TreeView } from './tree-view.svelte.ts';

/** In the height of the user's letters. Of a list, where a path stands below the name; where fingers point; and else. */
const rowRems = { flat: 3, coarse: 2.75, fine: 2 } as const;

export class GridScroll {
  /** Pixels of the part in view: kept by the component. */
  height = $state(0);
  #top = $state(0);
  readonly #view: () => TreeView;
  readonly #rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  readonly #pointer = matchMedia('(pointer: coarse)').matches ? 'coarse' : 'fine';
  #element: HTMLElement | null = null;

  constructor(view: () => TreeView) {
    this.#view = view;
  }

  /** Pixels. */
  readonly rowHeight = $derived.by(() =>
    Math.round(this.#rem * rowRems[this.#view().found === null ? this.#pointer : 'flat']),
  );
  readonly #scrolled: Scrolled = $derived.by(() => ({
    rowCount: this.#view().rows.length,
    rowHeight: this.rowHeight,
    height: this.height,
    top: this.#top,
  }));
  readonly seen = $derived.by(() => rowWindow(this.#scrolled));
  readonly mounted = $derived.by(() => mountedRows(this.seen, this.#view().activeRow, this.#scrolled.rowCount));

  /** Rows that are seen at once. */
  get page(): number {
    return Math.floor(this.height / this.rowHeight);
  }

  /** Takes hold of what scrolls. What was found is read from its beginning; the tree is seen again where it was left. */
  attach = (element: HTMLElement): void => {
    this.#element = element;
    const isFlat = this.#view().found !== null;
    untrack(() => {
      this.height = element.clientHeight;
      this.#scrollTo(isFlat ? 0 : topToSee(this.#view().activeRow, this.#scrolled));
    });
  };

  /** It has been scrolled. */
  look(): void {
    this.#top = this.#element?.scrollTop ?? 0;
  }

  /** Brings the active row into view, and the focus to it. */
  async settle(): Promise<void> {
    await tick();
    this.#scrollTo(topToSee(this.#view().activeRow, this.#scrolled));
    this.#element?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  }

  #scrollTo(top: number): void {
    if (this.#element === null) return;
    this.#element.scrollTop = top;
    // The event for it comes with the next frame, and the next key may come before.
    this.look();
  }
}
