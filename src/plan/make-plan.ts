// Index → the exact list of what is going to be written, in archive order, and what is not and why. Pure.
import type { ArchiveIndex, Entry, Format } from '../archive/entry.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { expansionIssue } from './expansion.ts';
import type { FolderRules } from './folder-rules.ts';
import { encodedPath, refusedComponent } from './refused-path.ts';
import { isDeep, safePath, type SafePath } from './safe-path.ts';
import { TakenPaths, type Placed } from './taken-paths.ts';

export interface FileStep {
  readonly kind: 'file';
  readonly entry: Entry;
  readonly path: SafePath;
  readonly hasTwin: boolean;
}

export type Step = FileStep | { readonly kind: 'directory'; readonly entry: Entry; readonly path: SafePath };

/** A symbolic link, for places that can have one. */
export interface LinkStep {
  readonly entry: Entry;
  readonly path: SafePath;
  readonly change: NameChange | null;
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What the folder does not take, under its own paths: for an archive beside what it does. Not in `steps`. */
  readonly aside: readonly Step[];
  /** To be made after all else, if at all: nothing can be written through a link that is not there yet. */
  readonly links: readonly LinkStep[];
  /** What is not delivered, or under another name; known before anything is written. */
  readonly issues: readonly Issue[];
  readonly fileCount: number;
  readonly directoryCount: number;
  /** Bytes of all files in the plan. */
  readonly size: number;
}

/** @param rules of the folder that everything goes into; none where it goes into one file, which takes all names */
export function makePlan(index: ArchiveIndex, rules: FolderRules | null = null): Plan {
  const draft = new Draft(rules);
  for (const entry of index.entries) {
    const verdict = judge(entry, index.format);
    if ('issue' in verdict) draft.issues.push(verdict.issue);
    else if (verdict.path !== null) draft.add({ entry, path: verdict.path, change: verdict.change });
  }
  const plan = draft.finish();
  const expansion = expansionIssue(index.entries, plan.size);
  return expansion === null ? plan : { ...plan, issues: [...plan.issues, expansion] };
}

/** An entry that can be delivered, under its path made safe. */
type Sound = LinkStep;

/** An entry on its way to its place. `originals` is its path as the archive has it, where names were made for it. */
interface Wanted extends Sound {
  readonly originals: SafePath;
}

/** A plan in the making. */
class Draft {
  readonly issues: Issue[] = [];
  readonly #rules: FolderRules | null;
  readonly #taken: TakenPaths;
  /** Of what goes aside: its paths are its own, whatever the folder makes of the rest. */
  readonly #takenAside = new TakenPaths();
  /** Null for an entry that is still to be placed. */
  readonly #steps: (Step | null)[] = [];
  readonly #aside: (Step | null)[] = [];
  readonly #links: Sound[] = [];
  /** What gets a name made for it, and where in `#steps` it belongs. */
  readonly #encoded: { readonly wanted: Wanted; readonly at: number }[] = [];
  #fileCount = 0;
  #size = 0;

  constructor(rules: FolderRules | null) {
    this.#rules = rules;
    this.#taken = new TakenPaths(rules?.key);
  }

  add(sound: Sound): void {
    const { entry, path } = sound;
    const refusal = this.#rules === null ? null : refusalOf(entry, path, this.#rules);
    if (entry.kind === 'link') this.#links.push(sound);
    else if (this.#rules === null || refusal === null) this.#steps.push(this.#step(sound, this.#taken));
    else this.#avoid(sound, refusal, this.#rules);
  }

  finish(): Plan {
    // After all names of the archive, so that a name made here takes none of them.
    for (const { wanted, at } of this.#encoded) this.#steps[at] = this.#step(wanted, this.#taken, wanted.originals);
    return {
      steps: this.#steps.filter((step) => step !== null),
      aside: this.#aside.filter((step) => step !== null),
      links: this.#links.flatMap((link) => this.#placedLink(link) ?? []),
      issues: this.issues,
      fileCount: this.#fileCount,
      directoryCount: this.#taken.folderCount,
      size: this.#size,
    };
  }

  /** An entry that the folder does not take, done with as the user chose. */
  #avoid(sound: Sound, refusal: Issue, rules: FolderRules): void {
    switch (rules.policy) {
      case 'side-zip':
        this.#aside.push(this.#step(sound, this.#takenAside));
        break;
      case 'rename': {
        const path = encodedPath(sound.path, rules);
        if (path === null) this.issues.push(refusal);
        else
          this.#encoded.push({ wanted: { ...sound, ...path, change: 'refused-name' }, at: this.#steps.push(null) - 1 });
        break;
      }
      case 'skip':
        this.issues.push(refusal);
        break;
      default:
        rules.policy satisfies never;
    }
  }

  /** The step of an entry, and what is to be said of it. Null where there is no place for it. */
  #step({ entry, path: wanted, change: before }: Sound, taken: TakenPaths, originals = wanted): Step | null {
    const isFile = entry.kind === 'file';
    const placed = isFile ? placeFile(entry, wanted, { taken, originals }) : taken.placeFolder(wanted, originals);
    if (placed === null) {
      this.issues.push({ kind: 'too-deep', path: entry.path });
      return null;
    }
    const { path, hasTwin } = placed;
    const change = before === 'refused-name' ? before : (placed.change ?? before);
    if (change !== null) this.issues.push({ kind: 'renamed', path: entry.path, writtenAs: path.join('/'), change });
    if (!isFile) return { kind: 'directory', entry, path };
    this.#fileCount += 1;
    this.#size += entry.size;
    return { kind: 'file', entry, path, hasTwin };
  }

  /** After all else, so that a link takes no name from a file. */
  #placedLink({ entry, path: wanted, change }: Sound): LinkStep | null {
    const placed = this.#taken.placeFile(wanted);
    if (placed === null) this.issues.push({ kind: 'too-deep', path: entry.path });
    return placed && { entry, path: placed.path, change: placed.change ?? change };
  }
}

/** What is known to be damaged is never there: it takes no name from what is. */
function placeFile(
  { data }: Entry,
  path: SafePath,
  { taken, originals }: { readonly taken: TakenPaths; readonly originals: SafePath },
): Placed | null {
  return data.in === 'damaged' ? { path, change: null, hasTwin: false } : taken.placeFile(path, originals);
}

/** Why a folder does not take an entry, or null where it does. */
function refusalOf({ path }: Entry, safe: SafePath, rules: FolderRules): Issue | null {
  const component = refusedComponent(safe, rules);
  if (component !== null) return { kind: 'name-refused', path, component };
  return isDeep(safe) ? { kind: 'too-deep', path } : null;
}

type Verdict =
  /** `path` is null for the root folder itself, which is there already. */
  { readonly path: SafePath | null; readonly change: NameChange | null } | { readonly issue: Issue };

function judge(entry: Entry, format: Format): Verdict {
  if (entry.data.in === 'unsupported')
    return { issue: { kind: 'unsupported', path: entry.path, method: entry.data.method } };
  const verdict = safePath(entry.path, format);
  switch (verdict.is) {
    case 'outside':
      return { issue: { kind: 'leaves-folder', path: entry.path } };
    case 'root':
      return entry.kind === 'directory'
        ? { path: null, change: null }
        : { issue: { kind: 'no-name', path: entry.path } };
    case 'safe':
      return { path: verdict.path, change: verdict.change ?? (entry.hasBadEncoding === true ? 'bad-encoding' : null) };
    default:
      return verdict satisfies never;
  }
}
