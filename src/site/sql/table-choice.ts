// Which statements belong to the tables that were chosen. Triggers come with their table, views where all tables that they
// read are chosen; procedures, functions and events are of no table, and come only with all of them.
import type { Head } from './head.ts';
import { withPrefix } from './prefix.ts';

export type Verdict = 'written' | 'left-out' | 'if-its-tables-are';

export class TableChoice {
  /** As in the dump. Null: all. */
  readonly #chosen: ReadonlySet<string> | null;
  readonly #absent: Set<string>;

  /** @param known all tables of the dump, as far as it is known which they are */
  constructor(chosen: readonly string[] | null, known: readonly string[]) {
    this.#chosen = chosen === null ? null : new Set(chosen);
    this.#absent = new Set(known.filter((name) => this.#chosen?.has(name) === false));
  }

  judge(head: Head): Verdict {
    if (this.#chosen === null) return 'written';
    switch (head.kind) {
      case 'rows':
        return this.#has(head.table);
      case 'drop':
        return this.#has(head.name);
      case 'create':
        return this.#judgeCreated(head);
      case 'other':
        return 'written';
      default:
        return head satisfies never;
    }
  }

  /** Is no table missing of those that a view reads? @param names as they are written, under this prefix */
  hasAll(names: ReadonlySet<string>, prefix: string | null): boolean {
    for (const name of this.#absent) if (names.has(withPrefix(name, prefix))) return false;
    return true;
  }

  /** A view that is left out is not there for other views. */
  leaveOut(name: string): void {
    this.#absent.add(name);
  }

  #judgeCreated({ what, name, table }: Extract<Head, { kind: 'create' }>): Verdict {
    switch (what) {
      case 'table':
        return this.#has(name);
      case 'view':
        return this.#absent.has(name) ? 'left-out' : 'if-its-tables-are';
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
    return this.#chosen?.has(name) === false ? 'left-out' : 'written';
  }
}
