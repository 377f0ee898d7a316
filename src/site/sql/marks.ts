// What may stand at a place outside of quotes and means something there: a marker, a comment, or what no SQL has.
import { ExtractError } from '../../problems/extract-error.ts';
import { byte, isBlank, isWordByte } from './byte-kinds.ts';
import type { Dialect } from './dialect.ts';
import { isControl } from './lexer-states.ts';
import { placeholder } from './statement-reader.ts';
import type { Window } from './window.ts';

/** What the makers of backups put between statements. */
const usualMarker = '/**ABDB**/';

/** At the position of the window. */
export class Marks {
  readonly #window: Window;
  readonly #dialect: Dialect;
  readonly #markers: readonly string[];

  constructor(window: Window, dialect: Dialect, marker: string | null) {
    this.#window = window;
    this.#dialect = dialect;
    this.#markers = marker === null ? [usualMarker] : [marker, usualMarker];
  }

  /** Undefined where there is none. */
  get marker(): string | undefined {
    if (this.#window.at(0) !== byte.slash) return undefined;
    return this.#markers.find((text) => this.#window.has(text));
  }

  /**
   * Outside of quotes no server knows a backslash; the clients of MySQL and PostgreSQL take what follows for a command of their
   * own, and run programs for it. Of control characters, client and server do not think the same.
   * @throws ExtractError
   */
  refuseOddByte(value: number): void {
    if (value === 0) throw new ExtractError('database-wide');
    if (value === byte.backslash || isControl(value)) throw new ExtractError('database-unsafe');
  }

  beginsLineComment(): boolean {
    if (this.#window.at(0) === byte.hash) return this.#dialect.hasMysqlComments && !this.#window.has(placeholder);
    if (!this.#window.has('--')) return false;
    if (!this.#dialect.hasMysqlComments) return true;
    // Behind the end there is a 0, a blank like the others.
    if (this.#window.isLongerThan(2)) this.refuseOddByte(this.#window.at(2));
    return isBlank(this.#window.at(2));
  }

  /** What stands in a comment that MySQL executes is none. */
  beginsBlockComment(): boolean {
    return (
      this.#window.has('/*') &&
      !(this.#dialect.hasMysqlComments && (this.#window.has('/*!') || this.#window.has('/*M!')))
    );
  }

  /** @throws ExtractError where the dump is in UTF-16, which no maker of backups writes */
  refuseWideText(): void {
    const [first, second] = [this.#window.at(0), this.#window.at(1)];
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
      throw new ExtractError('database-wide');
  }

  /** Behind a `#__`: would an empty prefix make something else of what is around it, as a comment of `/#__*`? */
  get endsBarePlaceholder(): boolean {
    const next = this.#window.at(placeholder.length);
    return isWordByte(next) || next === byte.hash;
  }
}

/** Nothing may be cut at such an end. */
export function endsStatement(rest: Uint8Array): boolean {
  let last = rest.length - 1;
  while (last >= 0 && isBlank(rest[last] ?? 0)) last -= 1;
  return last < 0 || rest[last] === byte.semicolon || (rest[last] === byte.slash && rest[last - 1] === byte.star);
}
