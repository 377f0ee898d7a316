// What is in the open backup, and what of it is ticked. Loaded when a backup has been opened, kept through runs and failures,
// forgotten with the backup. Where the list cannot be had, everything can still be extracted.
import type { Format } from '../archive/entry.ts';
import type { EntryTable } from '../listing/entry-table.ts';
import type { Preset } from '../plan/presets.ts';
import type { Selection } from '../plan/selection.ts';
import { errorLines } from './log-words.ts';
import type { OpenBackup } from './run-state.ts';
import type { RunSteps } from './run-steps.svelte.ts';
import { TickSet } from './tree/tick-set.ts';
import { TreeView } from './tree/tree-view.svelte.ts';
import { Tree, type Node } from './tree/tree.ts';
import type { WorkerLine } from './worker-line.ts';

/** What was chosen last: a preset, or what is ticked by hand. */
export type SelectionChoice = Preset['kind'] | 'by-hand';

interface Listed {
  readonly is: 'there';
  readonly view: TreeView;
  readonly ticks: TickSet;
  /** What has ticked it: what is chosen now, once that is found out. */
  readonly by: Ticker;
}

export interface Ticker {
  readonly choice: SelectionChoice;
  readonly patterns: string;
}

export type ListState = { readonly is: 'none' } | { readonly is: 'busy' } | { readonly is: 'failed' } | Listed;

export class BackupContent {
  #list = $state.raw<ListState>({ is: 'none' });
  #choice = $state.raw<SelectionChoice>('everything');
  #patterns = $state.raw('');
  #isChoosing = $state.raw(false);
  #keepsOutside = $state.raw(false);
  readonly #steps: Pick<RunSteps, 'note'>;
  readonly #worker: Pick<WorkerLine, 'client'>;
  #backup: OpenBackup | null = null;
  /** What was there before the list is made anew. */
  #before: Listed | null = null;
  /** Counts loads and choices, so that a late answer is known. */
  #asked = 0;

  constructor(steps: Pick<RunSteps, 'note'>, worker: Pick<WorkerLine, 'client'>) {
    this.#steps = steps;
    this.#worker = worker;
  }

  get list(): ListState {
    return this.#list;
  }

  get choice(): SelectionChoice {
    return this.#choice;
  }

  /** As typed for "Only what matches". */
  get patterns(): string {
    return this.#patterns;
  }

  /** The worker is finding out what a preset means. */
  get isChoosing(): boolean {
    return this.#isChoosing;
  }

  /** What leads out of the folder is extracted too, into one within it. */
  get keepsOutside(): boolean {
    return this.#keepsOutside;
  }

  /** What a run is to extract. */
  get selection(): Selection {
    return this.#list.is === 'there' ? this.#list.ticks.toSelection() : null;
  }

  /** Bytes of the files that a run is to extract. */
  sizeIn({ content }: OpenBackup): number {
    if (this.#list.is === 'there' && !this.#list.ticks.isEverything) return this.#list.ticks.bytes;
    return content.size + (this.#keepsOutside ? content.outside.size : 0);
  }

  /** Lists what is in a backup that has just been opened. What was ticked stays if it holds the same, as when it is opened anew. */
  async load(backup: OpenBackup): Promise<void> {
    const before = this.#list.is === 'there' ? this.#list : this.#before;
    const isLate = this.#ask();
    if (this.#backup?.name !== backup.name) this.#keepsOutside = false;
    this.#backup = backup;
    this.#before = before;
    this.#list = { is: 'busy' };
    try {
      const table = await this.#worker.client.listEntries();
      if (isLate()) return;
      if (before !== null && isSame(table, before.view.tree.table)) this.#list = before;
      else this.#begin(new Tree(table, splitsAtBackslash(backup.format)));
      await this.#adapt();
    } catch (error) {
      if (isLate()) return;
      this.#steps.note(errorLines(error));
      this.#list = { is: 'failed' };
    }
  }

  async loadAgain(): Promise<void> {
    if (this.#backup !== null) await this.load(this.#backup);
  }

  forget(): void {
    this.#ask();
    this.#backup = null;
    this.#before = null;
    this.#keepsOutside = false;
    this.#list = { is: 'none' };
  }

  /** Whether to extract what leads out. Where it comes to be, it is ticked at first, but for what a preset says of it. */
  async keepOutside(keepsOutside: boolean): Promise<void> {
    this.#keepsOutside = keepsOutside;
    await this.#adapt();
  }

  /** Ticks nodes with all below them, or unticks them where all of that is ticked. */
  toggle(nodes: Iterable<Node>): void {
    if (this.#list.is === 'there') this.#tickByHand(this.#list.ticks.toggled(nodes));
  }

  /** Ticks these and nothing else. */
  tickOnly(nodes: Iterable<Node>): void {
    if (this.#list.is === 'there') this.#tickByHand(TickSet.nothing(this.#list.view.tree).with(nodes, true));
  }

  /** Ticks what a preset means. "Only what matches" waits for its patterns; what is ticked by hand is what is ticked now. */
  async choose(choice: SelectionChoice): Promise<void> {
    if (choice === 'matching') await this.match(this.#patterns);
    else if (choice === 'by-hand') this.#take(choice);
    else {
      this.#choice = choice;
      await this.#tick({ kind: choice }, { choice, patterns: '' });
    }
  }

  /** Ticks what matches. Nothing is not a pattern: with none, nothing is ticked. */
  async match(patterns: string): Promise<void> {
    this.#choice = 'matching';
    this.#patterns = patterns;
    await this.#tick({ kind: 'matching', patterns }, { choice: 'matching', patterns });
  }

  async #tick(preset: Preset, by: Ticker): Promise<void> {
    const isLate = this.#ask();
    this.#isChoosing = true;
    try {
      const selection = await this.#worker.client.choose(preset);
      if (isLate() || this.#list.is !== 'there') return;
      this.#list = { ...this.#list, ticks: TickSet.fromSelection(this.#list.view.tree, selection), by };
    } catch (error) {
      // What is ticked is then what was ticked before, and that is what the page says.
      this.#steps.note(errorLines(error));
      if (!isLate()) this.#choice = 'by-hand';
    } finally {
      if (!isLate()) this.#isChoosing = false;
    }
  }

  /** Makes the tree one in which what leads out can be ticked, or cannot. */
  async #adapt(): Promise<void> {
    if (this.#list.is !== 'there' || this.#backup === null || this.#backup.content.outside.count === 0) return;
    const { view, ticks } = this.#list;
    const { table, keepsOutside } = view.tree;
    if (keepsOutside === this.#keepsOutside) return;
    const tree = new Tree(table, splitsAtBackslash(this.#backup.format), this.#keepsOutside);
    const added = Array.from(table.paths.keys()).filter((at) => tree.isTickable(at) && !view.tree.isTickable(at));
    const nodes = added.map((ordinal) => tree.nodeOf(ordinal));
    const now = TickSet.fromSelection(tree, ticks.toSelection()).with(nodes, true);
    this.#list = { ...this.#list, view: new TreeView(tree, view), ticks: now };
    // Of what can be ticked now, what was ticked by hand may be all.
    if (this.#choice === 'by-hand') this.#tickByHand(now);
    else if (this.#choice !== 'everything') await this.choose(this.#choice);
  }

  #begin(tree: Tree): void {
    this.#choice = 'everything';
    this.#patterns = '';
    const by: Ticker = { choice: 'everything', patterns: '' };
    this.#list = { is: 'there', view: new TreeView(tree), ticks: TickSet.everything(tree), by };
  }

  #tickByHand(ticks: TickSet): void {
    this.#take(ticks.isEverything ? 'everything' : 'by-hand', ticks);
  }

  /** What is ticked now, whatever is still being found out. */
  #take(choice: SelectionChoice, ticks?: TickSet): void {
    if (this.#list.is !== 'there') return;
    this.#ask();
    this.#choice = choice;
    this.#list = { ...this.#list, ticks: ticks ?? this.#list.ticks, by: { choice, patterns: '' } };
  }

  /** Makes all answers late that are still to come. */
  #ask(): () => boolean {
    this.#asked += 1;
    this.#isChoosing = false;
    const asked = this.#asked;
    return () => asked !== this.#asked;
  }
}

/** As plan/safe-path.ts takes it. */
function splitsAtBackslash(format: Format): boolean {
  return format === 'zip';
}

function isSame(one: EntryTable, other: EntryTable): boolean {
  const columns = ['paths', 'sizes', 'modifiedMs'] as const;
  return columns.every((column) => isSameColumn(one[column], other[column]));
}

function isSameColumn(one: ArrayLike<unknown>, other: ArrayLike<unknown>): boolean {
  if (one.length !== other.length) return false;
  for (let ordinal = 0; ordinal < one.length; ordinal += 1) if (!Object.is(one[ordinal], other[ordinal])) return false;
  return true;
}
