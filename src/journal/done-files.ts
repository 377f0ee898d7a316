// The files of a run that are on record as done, folder by folder, with the names under which they must be found. Entries are
// known by their paths, and several may have one: what is told of such a path may be told of any of them, so they are counted.
import type { Step } from '../plan/make-plan.ts';
import type { Issue } from '../problems/issue.ts';
import { isPieceInFolder, type Leavings } from './leftovers.ts';
import { spelled } from './planned-names.ts';
import { StepRanges } from './step-ranges.ts';

export interface DoneFile {
  /** In the journal. */
  readonly number: number;
  readonly step: Extract<Step, { readonly kind: 'file' }>;
}

/** What is kept of a damaged file. */
export interface Piece {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of the whole file. */
  readonly of: number;
}

/** What was told of the entries of a path. */
interface Told {
  /** Of them that were not delivered, at the most. */
  notWritten: number;
  /** Other names that were given to some of them. */
  readonly given: string[];
  readonly pieces: Piece[];
}

/** The entries of one path: mostly one. */
export interface DonePath {
  readonly path: string;
  readonly files: DoneFile[];
  readonly told: Readonly<Told>;
}

export interface DoneFolder {
  readonly paths: Map<string, DonePath>;
  /** Names that stood in it before the run. */
  readonly before: ReadonlySet<string>;
  readonly folders: Map<string, DoneFolder>;
}

const untold: Readonly<Told> = { notWritten: 0, given: [], pieces: [] };

/** Issues of files that were delivered all the same, and those that come with another. */
const comesAlong: ReadonlySet<Issue['kind']> = new Set(['renamed', 'twin-name', 'kept-damaged']);

/** @returns the folders, and the numbers of the steps, in order */
export function doneFiles({ run, steps }: Omit<Leavings, 'heard'>): {
  readonly done: readonly number[];
  readonly folder: DoneFolder;
} {
  const ranges = new StepRanges(run.progress.done);
  const { issues } = run.progress;
  const toldOf = whatWasTold(issues);
  // Nobody can say which of several went into an archive.
  const aside = new Set(issues.flatMap((issue) => (issue.kind === 'put-aside' ? issue.paths : [])));
  const before = new Map(run.start.namesBefore);
  const newFolder = (path: string): DoneFolder => ({
    paths: new Map(),
    before: new Set((before.get(path) ?? []).map(spelled)),
    folders: new Map(),
  });
  const top = newFolder('');
  const done: number[] = [];
  for (const [number, step] of steps.entries()) {
    if (step.kind !== 'file' || !ranges.has(number) || aside.has(step.entry.path)) continue;
    done.push(number);
    let folder = top;
    for (const [depth, name] of step.path.slice(0, -1).entries()) {
      const next = folder.folders.get(name) ?? newFolder(step.path.slice(0, depth + 1).join('/'));
      folder.folders.set(name, next);
      folder = next;
    }
    const { path } = step.entry;
    const known = folder.paths.get(path);
    if (known === undefined)
      folder.paths.set(path, { path, files: [{ number, step }], told: toldOf.get(path) ?? untold });
    else known.files.push({ number, step });
  }
  return { done, folder: top };
}

function whatWasTold(issues: readonly Issue[]): ReadonlyMap<string, Readonly<Told>> {
  const all = new Map<string, Told>();
  for (const issue of issues) {
    if (!('path' in issue)) continue;
    const told = all.get(issue.path) ?? { notWritten: 0, given: [], pieces: [] };
    all.set(issue.path, told);
    if (issue.kind === 'renamed') told.given.push(nameOf(issue.writtenAs));
    if (isPieceInFolder(issue)) told.pieces.push({ name: nameOf(issue.writtenAs), size: issue.size, of: issue.of });
    if (!comesAlong.has(issue.kind)) told.notWritten += 1;
  }
  return all;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** How many of them must be found. */
export function writtenOf({ files, told }: DonePath): number {
  return Math.max(0, files.length - told.notWritten);
}

/** Where they may be: of several, some have their own names and some another, and what was there before may not be theirs. */
export function namesOf({ files, told: { given } }: DonePath, before: ReadonlySet<string>): readonly string[] {
  const own = files.length > given.length ? files.map(ownName) : [];
  const isTheirs = (name: string): boolean => files.length === 1 || !before.has(spelled(name));
  return [...new Set([...own.filter(isTheirs), ...given])];
}

export function ownName({ step }: DoneFile): string {
  return step.path.at(-1) ?? '';
}
