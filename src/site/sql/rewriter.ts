// The statements of a dump → those of an importable one: the chosen ones, with the real prefix, a DROP before each CREATE where
// that is wanted, and a delimiter around bodies.
import { ExtractError } from '../../problems/extract-error.ts';
import type { Dialect } from './dialect.ts';
import { delimiterFor, mostBodySize, unforeseenDelimiter, withoutEnd } from './body.ts';
import { ByteBuilder } from './byte-builder.ts';
import { hasBody, type Head } from './head.ts';
import { placeholder, type StatementReader } from './statement-reader.ts';
import { withPrefix } from './prefix.ts';
import { judgeSetting } from './settings.ts';
import type { TableChoice } from './table-choice.ts';
import { tablesRead } from './view-tables.ts';

export interface RewriteOptions {
  readonly dialect: Dialect;
  /** For MySQL: DROP and DELIMITER lines are made for nothing else. */
  readonly isMysql: boolean;
  /** Null keeps `#__`. */
  readonly prefix: string | null;
  readonly choice: TableChoice;
  /** A `DROP … IF EXISTS` before each `CREATE …`. Off: none at all, whatever the dump has. */
  readonly dropsFirst: boolean;
}

/** What has been written. */
export interface RewriteCounts {
  readonly tables: number;
  readonly statements: number;
  /** Bytes of the longest statement: what a server must be ready to take at once. */
  readonly longest: number;
  /** Names of views that read tables which were not chosen (the first hundred). */
  readonly viewsLeftOut: readonly string[];
  /** Statements that no dump has: left out. */
  readonly foreignCount: number;
  /** What they begin with, in capitals, without doubles (the first twenty). */
  readonly foreignWords: readonly string[];
}

const mostNamed = 100;
const mostWords = 20;
const encoder = new TextEncoder();
const lineEnd = encoder.encode('\n');
const statementEnd = encoder.encode('\n;\n');

/** How the statement at hand goes on: as it comes; gathered until it is whole; with what is put behind its end; or not at all. */
type Mode =
  | { readonly to: 'output' }
  | { readonly to: 'body' }
  | { readonly to: 'delimited'; readonly delimiter: string }
  | { readonly to: 'nowhere' };

export class Rewriter implements StatementReader {
  readonly #options: RewriteOptions;
  readonly #output: ByteBuilder;
  readonly #body = new ByteBuilder();
  readonly #prefix: Uint8Array;
  readonly #viewsLeftOut: string[] = [];
  readonly #foreignWords = new Set<string>();
  #foreign = 0;
  #head: Head = { kind: 'other' };
  #mode: Mode = { to: 'nowhere' };
  #tables = 0;
  #statements = 0;
  #length = 0;
  #longest = 0;

  /** @param output is appended to; emptying it is the caller's */
  constructor(options: RewriteOptions, output: ByteBuilder) {
    this.#options = options;
    this.#output = output;
    this.#prefix = encoder.encode(options.prefix ?? placeholder);
  }

  get counts(): RewriteCounts {
    const [tables, statements, longest] = [this.#tables, this.#statements, this.#longest];
    const foreign = { foreignCount: this.#foreign, foreignWords: [...this.#foreignWords] };
    return { tables, statements, longest, viewsLeftOut: this.#viewsLeftOut, ...foreign };
  }

  /** Bytes of memory for statements that are gathered. */
  get held(): number {
    return this.#body.capacity;
  }

  begin(head: Head): void {
    this.#head = head;
    this.#mode = this.#modeOf(head);
    this.#length = 0;
    if (this.#mode.to === 'output') this.#dropFirst();
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    this.#length += to - from;
    if (this.#mode.to === 'nowhere') return;
    if (this.#mode.to !== 'body') this.#output.append(bytes, from, to);
    else if (this.#body.size + to - from <= mostBodySize) this.#body.append(bytes, from, to);
    else this.#goOnUnseen(bytes.subarray(from, to));
  }

  /** @throws ExtractError */
  prefix(isBare: boolean): void {
    const isWritten = this.#mode.to !== 'nowhere';
    // For MySQL and its client it begins a comment there: what follows would be read otherwise than it is.
    if (isBare && isWritten && this.#options.isMysql && this.#options.prefix === null) this.#refuseBarePrefix();
    this.text(this.#prefix, 0, this.#prefix.length);
  }

  end(hasSemicolon: boolean): void {
    const mode = this.#mode;
    switch (mode.to) {
      case 'nowhere':
        return;
      case 'output':
        this.#output.append(hasSemicolon ? lineEnd : statementEnd);
        break;
      case 'delimited':
        this.#write(endOf(mode.delimiter));
        break;
      case 'body':
        if (!this.#writeBody()) return;
        break;
      default:
        mode satisfies never;
    }
    this.#statements += 1;
    this.#longest = Math.max(this.#longest, this.#length);
    if (this.#head.kind === 'create' && this.#head.what === 'table') this.#tables += 1;
  }

  #modeOf(head: Head): Mode {
    const { choice, isMysql } = this.#options;
    const verdict = choice.judge(head);
    if (verdict === 'left-out' || (isMysql && head.kind === 'drop')) return { to: 'nowhere' };
    // Shells of other servers know commands that begin with a mark.
    if (head.kind === 'foreign' && (isMysql || head.word === '')) return this.#leaveOut(head.word);
    const isGathered = verdict === 'if-its-tables-are' || (isMysql && (hasBody(head) || head.kind === 'setting'));
    if (isGathered) this.#body.clear();
    return { to: isGathered ? 'body' : 'output' };
  }

  #leaveOut(word: string): Mode {
    this.#foreign += 1;
    if (this.#foreignWords.size < mostWords) this.#foreignWords.add(word);
    return { to: 'nowhere' };
  }

  #refuseBarePrefix(): void {
    if (this.#mode.to !== 'body') throw new ExtractError('database-unsafe');
    this.#mode = this.#leaveOut(placeholder);
  }

  #dropFirst(): void {
    const { isMysql, dropsFirst, prefix } = this.#options;
    if (this.#head.kind !== 'create' || !isMysql || !dropsFirst) return;
    const name = withPrefix(this.#head.name, prefix).replaceAll('`', '``');
    const { what } = this.#head;
    // What is there may be the other of the two. In this order, neither statement ends the import.
    for (const kind of what === 'table' || what === 'view' ? ['table', 'view'] : [what])
      this.#write(`DROP ${kind.toUpperCase()} IF EXISTS \`${name}\`;\n`);
  }

  /** @returns false where it is left out after all */
  #writeBody(): boolean {
    if (!this.#readsChosenOnly() || !this.#setsWhatItMay()) return false;
    this.#dropFirst();
    const body = withoutEnd(this.#body.bytes);
    const delimiter = this.#delimits ? delimiterFor(body) : null;
    if (delimiter !== null) this.#write(`DELIMITER ${delimiter}\n`);
    this.#output.append(body);
    this.#write(delimiter === null ? ';\n' : endOf(delimiter));
    return true;
  }

  #setsWhatItMay(): boolean {
    if (this.#head.kind !== 'setting') return true;
    const verdict = judgeSetting(this.#body.bytes);
    if (verdict === 'foreign') this.#leaveOut('SET');
    return verdict === 'written';
  }

  get #delimits(): boolean {
    return this.#options.isMysql && hasBody(this.#head);
  }

  #readsChosenOnly(): boolean {
    const { choice } = this.#options;
    if (this.#head.kind !== 'create' || this.#head.what !== 'view') return true;
    if (choice.hasAll(tablesRead(this.#body.bytes))) return true;
    this.#leaveOutView(this.#head.name);
    return false;
  }

  #leaveOutView(name: string): void {
    this.#options.choice.leaveOut(name);
    if (this.#viewsLeftOut.length < mostNamed) this.#viewsLeftOut.push(name);
  }

  /** More than is ever gathered: a body goes on under a delimiter that it cannot hold, a view is left out. */
  #goOnUnseen(bytes: Uint8Array): void {
    if (this.#head.kind === 'create' && !hasBody(this.#head)) {
      this.#leaveOutView(this.#head.name);
      this.#mode = { to: 'nowhere' };
      return;
    }
    if (this.#head.kind === 'setting') {
      this.#mode = this.#leaveOut('SET');
      return;
    }
    const delimiter = unforeseenDelimiter();
    this.#mode = { to: 'delimited', delimiter };
    this.#dropFirst();
    this.#write(`DELIMITER ${delimiter}\n`);
    this.#output.append(this.#body.bytes);
    this.#output.append(bytes);
  }

  #write(text: string): void {
    this.#output.append(encoder.encode(text));
  }
}

/** In a line of its own: the body may end in a comment, or in a part of the delimiter. */
function endOf(delimiter: string): string {
  return `\n${delimiter}\nDELIMITER ;\n`;
}
