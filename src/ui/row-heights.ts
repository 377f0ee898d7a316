// Where the rows of a long list lie when only those in view exist. Heights are guessed until a row was seen and measured.
// Sums are kept per block of rows, so that neither a new height nor a look-up walks a hundred thousand numbers.

const blockRows = 256;

export class RowHeights {
  readonly #guess: number;
  readonly #heights: number[] = [];
  readonly #sums: number[] = [];

  /** @param guess height of a row not seen yet, in pixels */
  constructor(guess: number) {
    this.#guess = guess;
  }

  get count(): number {
    return this.#heights.length;
  }

  /** Rows only ever join at the end; a shorter list is another list. */
  setCount(count: number): void {
    if (count < this.count) {
      this.#heights.length = 0;
      this.#sums.length = 0;
    }
    for (let row = this.count; row < count; row += 1) {
      this.#heights.push(this.#guess);
      const block = Math.floor(row / blockRows);
      this.#sums[block] = (this.#sums[block] ?? 0) + this.#guess;
    }
  }

  /** Returns whether that changes anything. */
  setHeight(row: number, height: number): boolean {
    const before = this.#heights[row];
    if (before === undefined || before === height) return false;
    this.#heights[row] = height;
    const block = Math.floor(row / blockRows);
    this.#sums[block] = (this.#sums[block] ?? 0) + height - before;
    return true;
  }

  get total(): number {
    return this.#sums.reduce((sum, block) => sum + block, 0);
  }

  /** Pixels above a row. */
  above(row: number): number {
    const block = Math.floor(row / blockRows);
    let sum = 0;
    for (let each = 0; each < block; each += 1) sum += this.#sums[each] ?? 0;
    for (let each = block * blockRows; each < row; each += 1) sum += this.#heights[each] ?? 0;
    return sum;
  }

  /** The row that covers a height from the top; the last one below the end. */
  at(pixels: number): number {
    let rest = pixels;
    let block = 0;
    while (block < this.#sums.length - 1 && rest >= (this.#sums[block] ?? 0)) {
      rest -= this.#sums[block] ?? 0;
      block += 1;
    }
    let row = block * blockRows;
    while (row < this.count - 1 && rest >= (this.#heights[row] ?? 0)) {
      rest -= this.#heights[row] ?? 0;
      row += 1;
    }
    return Math.max(0, row);
  }
}
