// Which rows of a long list are in view, and where they stand, when all are of one height. A browser knows no element higher than
// some 17 to 33 million pixels: a list that would be higher is scrolled faster than it looks.

/** Pixels that every browser can scroll, at any zoom. */
const mostPixels = 8_000_000;

/** Rows kept ready above and below what is seen. */
const spare = 5;

export interface Scrolled {
  readonly rowCount: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Pixels of the view, and how far it is scrolled. */
  readonly height: number;
  readonly top: number;
}

export interface RowWindow {
  readonly first: number;
  /** Not in it. */
  readonly end: number;
  /** Pixels that the view scrolls over. */
  readonly total: number;
  /** How far all rows stand above the place that they would have in a list of full height. */
  readonly shift: number;
}

export function rowWindow({ rowCount, rowHeight, height, top }: Scrolled): RowWindow {
  const full = rowCount * rowHeight;
  const total = Math.min(full, mostPixels);
  const scrolled = Math.max(0, Math.min(top, total - height));
  const shift = total > height ? scrolled * ((full - height) / (total - height)) - scrolled : 0;
  const first = Math.floor((scrolled + shift) / rowHeight);
  return {
    first: Math.max(0, first - spare),
    end: Math.min(rowCount, first + Math.ceil(height / rowHeight) + 1 + spare),
    total,
    shift,
  };
}

/** How far to scroll, if at all, so that a row is in view. */
export function topToSee(row: number, scrolled: Scrolled): number {
  const { rowCount, rowHeight, height, top } = scrolled;
  const full = rowCount * rowHeight;
  const { total, shift } = rowWindow(scrolled);
  const seen = top + shift;
  const above = row * rowHeight;
  const wanted = Math.min(Math.max(seen, above + rowHeight - height), above);
  if (wanted === seen) return top;
  return full > total ? wanted * ((total - height) / (full - height)) : wanted;
}

/** The rows that exist: those in view, and the active one wherever it is, as it may hold the focus. In their order. */
export function mountedRows({ first, end }: RowWindow, activeRow: number, rowCount: number): readonly number[] {
  const rows = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (activeRow >= rowCount || (activeRow >= first && activeRow < end)) return rows;
  return activeRow < first ? [activeRow, ...rows] : [...rows, activeRow];
}
