// How deep a statement stands in what begins and ends within it, told from its words: where there are no markers, that is what says
// which of its semicolons is the last.

/** Behind END they say what has ended: their own beginning has not been counted. */
const endings: ReadonlySet<string> = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT']);

export class BodyDepth {
  #depth = 0;
  #isBehindEnd = false;

  begin(): void {
    this.#depth = 0;
    this.#isBehindEnd = false;
  }

  /** All that has begun has ended. */
  get isOutside(): boolean {
    return this.#depth <= 0;
  }

  /** The next word outside of quotes and comments, or the mark that stands there. */
  take(text: string): void {
    const word = text.toUpperCase();
    const isBehindEnd = this.#isBehindEnd;
    this.#isBehindEnd = word === 'END';
    if (word === 'END') this.#depth -= 1;
    else if (word === 'BEGIN' || (word === 'CASE' && !isBehindEnd)) this.#depth += 1;
    else if (isBehindEnd && endings.has(word)) this.#depth += 1;
  }

  /** @returns how many bytes that takes: one at least */
  pass(word: string): number {
    this.take(word);
    return Math.max(word.length, 1);
  }
}
