// Which tables a dump holds, where its backup does not list them: told from the statements that make them.
import type { Technology } from '../technology.ts';
import { dialectOf } from './dialect.ts';
import type { Head } from './head.ts';
import { SqlLexer } from './lexer.ts';
import type { StatementReader } from './statement-reader.ts';

/** More than any site has; a dump that was made to have millions gives these. */
const mostTables = 50_000;

export class TableNames implements StatementReader {
  readonly #names = new Set<string>();
  readonly #lexer: SqlLexer;

  constructor({ technology, marker }: { readonly technology: Technology; readonly marker: string | null }) {
    this.#lexer = new SqlLexer(this, { dialect: dialectOf(technology), marker });
  }

  /** As in the dump, in its order. */
  get all(): readonly string[] {
    return [...this.#names];
  }

  push(piece: Uint8Array): void {
    this.#lexer.push(piece);
  }

  /** The dump ends: nothing may follow. */
  finish(): void {
    this.#lexer.end();
  }

  begin(head: Head): void {
    if (head.kind === 'create' && head.what === 'table' && this.#names.size < mostTables) this.#names.add(head.name);
  }

  text(): void {
    // Only heads matter.
  }

  prefix(): void {
    // Likewise.
  }

  end(): void {
    // Likewise.
  }
}
