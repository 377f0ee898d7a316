// Everything that lies where a run was sent must be an entry's that was chosen, with the bytes that the other run has judged to
// be its own; and of every such entry it lies there or is told that it does not.
import type { ArchiveIndex, Entry } from '../../../src/archive/entry.ts';
import type { Outcome } from '../../../src/extract/events.ts';
import type { Plan, Step } from '../../../src/plan/make-plan.ts';
import { safePath } from '../../../src/plan/safe-path.ts';
import type { Issue } from '../../../src/problems/issue.ts';
import type { Delivered } from '../judging-sink.ts';
import { isTaken, mustUndoAll } from './made-names.ts';
import { readOutput, type Found } from './read-output.ts';

export interface Course {
  readonly index: ArchiveIndex;
  readonly isChosen: (ordinal: number) => boolean;
  readonly plan: Plan;
  readonly issues: readonly Issue[];
  /** Of the run into a place that takes everything. */
  readonly tree: ReadonlyMap<string, Delivered>;
}

/** Not delivered, for a name: the bytes are good. */
const ofNames: ReadonlySet<Issue['kind']> = new Set([
  ...(['name-refused', 'name-too-long', 'in-the-way', 'too-deep', 'path-too-long'] as const),
]);
const ofOthers: ReadonlySet<Issue['kind']> = new Set([
  ...(['leaves-folder', 'no-name', 'damaged', 'unsupported', 'link-leaves-folder'] as const),
]);

type Placed = readonly [name: string, entry: Entry];

export class Audit {
  readonly #course: Course;
  readonly #chosen: ReadonlySet<Entry>;
  readonly #content: ReadonlyMap<Entry, Uint8Array>;
  readonly #delivered = new Set<Entry>();

  constructor(course: Course) {
    this.#course = course;
    this.#chosen = new Set(course.index.entries.filter((_, ordinal) => course.isChosen(ordinal)));
    this.#content = new Map([...course.tree.values()].map(({ entry, content }) => [entry, content]));
    mustUndoAll(course.plan, course.issues, course.index.format);
  }

  /** One file that everything has gone into. */
  output(found: readonly Found[]): void {
    const { steps, links } = this.#course.plan;
    this.#claim(found, [...steps, ...links].map(placed));
  }

  folder(found: readonly Found[]): void {
    const { plan, issues } = this.#course;
    const put = issues.flatMap((issue) => (issue.kind === 'put-aside' ? [issue] : []));
    if (put.length > 1) throw new Error('two ZIPs were made of refused names');
    for (const { name } of found)
      if (!name.split('/').every(isTaken)) throw new Error(`${JSON.stringify(name)} was written`);
    const renamed = issues.flatMap((issue) =>
      issue.kind === 'renamed'
        ? [...this.#chosen].filter(({ path }) => path === issue.path).map((entry): Placed => [issue.writtenAs, entry])
        : [],
    );
    const archives = put.map(({ archive }) => archive);
    this.#claim(
      found.filter(({ name }) => !archives.includes(name)),
      [...plan.steps.map(placed), ...renamed],
    );
    for (const { archive, paths } of put) {
      const content = found.find(({ name }) => name === archive)?.content;
      if (content === undefined) throw new Error(`${archive} is not there`);
      const aside = this.#claim(readOutput('zip', content), [...plan.aside, ...plan.steps].map(placed));
      const [told, there] = [paths, aside.map(({ path }) => path)].map((list) => list.toSorted().join('\n'));
      if (told !== there) throw new Error(`${archive} holds ${there}, and it was told that it holds ${told}`);
    }
  }

  /** When all that lies there was claimed. */
  close({ filesWritten, filesChosen, isComplete, isSelection }: Outcome): void {
    this.#mustAccountForAll();
    const files = [...this.#chosen].filter(({ kind }) => kind === 'file');
    const count = files.filter((entry) => this.#delivered.has(entry)).length;
    if (filesWritten !== count) throw new Error(`${filesWritten} files are said to be there, and ${count} are`);
    if (filesChosen !== files.length) throw new Error(`${filesChosen} are said to be chosen of ${files.length}`);
    if (isComplete && count < files.length) throw new Error('not all is there, and it is said to be complete');
    const isAll = this.#chosen.size === this.#course.index.entries.length;
    if (isSelection === isAll) throw new Error('what is a selection, and what is all, is mixed up');
  }

  /** @returns the entries that lie there */
  #claim(found: readonly Found[], places: readonly Placed[]): readonly Entry[] {
    const claims = grouped(places, ([name]) => name);
    const above = new Set(places.flatMap(([name]) => foldersAbove(name)));
    return found.flatMap(({ name, kind, content }) => {
      const owners = (claims.get(name) ?? []).map(([, entry]) => entry).filter((entry) => this.#isFree(entry, kind));
      // One folder may be listed many times, and one of other entries need not be listed at all.
      const owned = kind === 'directory' ? owners : owners.filter((entry) => this.#holds(entry, content)).slice(0, 1);
      if (owned.length === 0 && !(kind === 'directory' && above.has(name)))
        throw new Error(`${JSON.stringify(name)} is there, and is no ${kind} of the entries that were chosen`);
      for (const entry of owned) this.#delivered.add(entry);
      return owned;
    });
  }

  #isFree(entry: Entry, kind: Entry['kind']): boolean {
    return entry.kind === kind && this.#chosen.has(entry) && !this.#delivered.has(entry);
  }

  #holds(entry: Entry, content: Uint8Array): boolean {
    const whole = this.#content.get(entry);
    return whole !== undefined && Buffer.compare(whole, content) === 0;
  }

  #mustAccountForAll(): void {
    const { issues, index } = this.#course;
    const told = grouped(issues.flatMap(leftOut), ({ path }) => path);
    const all = grouped([...this.#chosen], ({ path }) => path);
    for (const path of new Set([...told.keys(), ...all.keys()])) {
      const missing = (all.get(path) ?? []).filter((entry) => !this.#delivered.has(entry));
      const reasons = told.get(path) ?? [];
      const isRoot = safePath(path, index.format).is === 'root';
      const count = missing.filter(({ kind }) => kind !== 'directory' || !isRoot).length;
      if (count !== reasons.length) throw new Error(`of ${path}, ${count} are missing, and ${reasons.length} told of`);
      const whole = missing.filter((entry) => this.#content.has(entry)).length;
      if (whole > reasons.filter(({ isOfName }) => isOfName).length)
        throw new Error(`${path} could be had, and was not`);
    }
  }
}

interface Reason {
  readonly path: string;
  /** Not of its bytes. */
  readonly isOfName: boolean;
}

function leftOut(issue: Issue): readonly Reason[] {
  if (issue.kind === 'links-left-out') return issue.links.map(({ path }) => ({ path, isOfName: true }));
  const isOfName = ofNames.has(issue.kind);
  return 'path' in issue && (isOfName || ofOthers.has(issue.kind)) ? [{ path: issue.path, isOfName }] : [];
}

function placed({ path, entry }: Pick<Step, 'path' | 'entry'>): Placed {
  return [path.join('/'), entry];
}

function foldersAbove(name: string): readonly string[] {
  const components = name.split('/');
  return components.slice(1).map((_, depth) => components.slice(0, depth + 1).join('/'));
}

/** Map.groupBy, which Node 20 does not have. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
