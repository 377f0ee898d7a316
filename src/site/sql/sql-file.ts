// A dump from its first byte to its last, made into one importable file: comments and settings, the statements, the settings
// as they were. Bytes in, bytes out; what comes out of a call is valid until the next.
import type { Technology } from '../technology.ts';
import { ByteBuilder } from './byte-builder.ts';
import { dialectOf } from './dialect.ts';
import { commentLines, lastLine, settingsAfter, settingsBefore, type Origin } from './framing.ts';
import { SqlLexer } from './lexer.ts';
import { Rewriter, type RewriteCounts } from './rewriter.ts';
import { TableChoice } from './table-choice.ts';

export interface SqlFileOptions {
  readonly technology: Technology;
  readonly marker: string | null;
  /** What `#__` becomes; null keeps it. */
  readonly prefix: string | null;
  /** As in the dump; null for all. */
  readonly chosen: readonly string[] | null;
  /** All there are, as far as that is known. */
  readonly tables: readonly string[];
  readonly dropsFirst: boolean;
  readonly origin: Origin;
}

type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();

export class SqlFile {
  readonly #output = new ByteBuilder();
  readonly #rewriter: Rewriter;
  readonly #lexer: SqlLexer;
  readonly #options: SqlFileOptions;

  constructor(options: SqlFileOptions) {
    const { technology, marker, prefix, chosen, tables, dropsFirst } = options;
    const dialect = dialectOf(technology);
    const choice = new TableChoice(chosen, tables, prefix);
    const isMysql = technology === 'mysql';
    this.#rewriter = new Rewriter({ dialect, isMysql, prefix, choice, dropsFirst }, this.#output);
    this.#lexer = new SqlLexer(this.#rewriter, { dialect, marker });
    this.#options = options;
  }

  get counts(): RewriteCounts {
    return this.#rewriter.counts;
  }

  /** Bytes of memory that it keeps from call to call. */
  get held(): number {
    return this.#output.capacity + this.#rewriter.held + this.#lexer.held;
  }

  /** What comes first. */
  begin(): Bytes {
    const { origin, technology } = this.#options;
    return this.#lines([...commentLines(origin), '', ...(technology === 'mysql' ? settingsBefore : []), '']);
  }

  push(piece: Uint8Array): Bytes {
    this.#output.clear();
    this.#lexer.push(piece);
    return this.#output.bytes;
  }

  /** A file of the dump ends. */
  endOfPart(): Bytes {
    this.#output.clear();
    this.#lexer.endOfPart();
    return this.#output.bytes;
  }

  /** The dump ends, or what follows is missing. @returns null where it ends in the middle of a statement */
  endOfStretch(): Bytes | null {
    this.#output.clear();
    return this.#lexer.end() ? this.#output.bytes : null;
  }

  /** What comes last. */
  end(): Bytes {
    return this.#lines(['', ...(this.#options.technology === 'mysql' ? settingsAfter : []), lastLine]);
  }

  #lines(lines: readonly string[]): Bytes {
    return encoder.encode(`${lines.join('\n')}\n`);
  }
}
