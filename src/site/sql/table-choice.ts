// Which statements belong to the tables that were chosen. Triggers come with their table, views where all tables that they
// read are chosen; procedures, functions and events are of no table, and come only with all of them.
import type { Head } from './head.ts';
import { withPrefix } from './prefix.ts';

export type Verdict = 'written' | 'left-out' | 'if-its-tables-are';

export class TableChoice {
  readonly #isOfAll: boolean;
  /** As in the dump. What nobody could choose is not among them, and is written. */
  readonly #left: ReadonlySet<string>;
  /** Tables and views that will not be there, as they are written. */
  readonly #absent: Set<string>;
  readonly #prefix: string | null;

  /** @param known all tables of the dump, as far as it is known which they are */
  constructor(chosen: readonly string[] | null, known: readonly string[], prefix: string | null) {
    const wanted = new Set(chosen);
    this.#isOfAll = chosen === null;
    this.#left = new Set(chosen === null ? [] : known.filter((name) => !wanted.has(name)));
    this.#prefix = prefix;
    this.#absent = new Set([...this.#left].map((name) => withPrefix(name, prefix)));
  }

  judge(head: Head): Verdict {
    if (this.#isOfAll) return 'written';
    switch (head.kind) {
      case 'rows':
        return this.#has(head.table);
      case 'drop':
        return this.#has(head.name);
      case 'create':
        return this.#judgeCreated(head);
      case 'lock':
        return 'left-out';
      case 'setting':
      case 'other':
      case 'foreign':
        return 'written';
      default:
        return head satisfies never;
    }
  }

  /** Is no table missing of those that a view reads? @param names as they are written */
  hasAll(names: ReadonlySet<string>): boolean {
    for (const name of names) if (this.#absent.has(name)) return false;
    return true;
  }

  /** A view that is left out is not there for other views. */
  leaveOut(name: string): void {
    this.#absent.add(withPrefix(name, this.#prefix));
  }

  #judgeCreated({ what, name, table }: Extract<Head, { kind: 'create' }>): Verdict {
    switch (what) {
      case 'table':
        return this.#has(name);
      case 'view':
        return this.#left.has(name) ? 'left-out' : 'if-its-tables-are';
      case 'trigger':
        return this.#has(table ?? '');
      case 'procedure':
      case 'function':
      case 'event':
        return 'left-out';
      default:
        return what satisfies never;
    }
  }

  #has(name: string): Verdict {
    return this.#left.has(name) ? 'left-out' : 'written';
  }
}
