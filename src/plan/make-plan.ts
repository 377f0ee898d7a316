// Index → the exact list of what is going to be written, in archive order, and what is not and why. Pure.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import type { Issue, NameChange } from '../problems/issue.ts';
import { expansionIssue } from './expansion.ts';
import type { FolderRules } from './folder-rules.ts';
import { judgeEntry } from './judge-entry.ts';
import { hasSpecialBits } from './permissions.ts';
import { encodedPath, refusalOf } from './refused-path.ts';
import type { SafePath } from './safe-path.ts';
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
  /** What is left out for where its path leads, and can be had: nothing where it was chosen. */
  readonly outside: OutsideSummary;
}

export interface OutsideSummary {
  /** Files and folders. */
  readonly count: number;
  /** Bytes of the files. */
  readonly size: number;
}

export interface PlanChoices {
  /** Files and folders whose paths lead out go into the folder `_outside`. */
  readonly keepsOutside: boolean;
}

/** As long as nobody chooses otherwise. */
export const usualPlan: PlanChoices = { keepsOutside: false };

/** @param rules of the folder that everything goes into; none where it goes into one file, which takes all names */
export function makePlan(
  index: ArchiveIndex,
  rules: FolderRules | null = null,
  { keepsOutside }: PlanChoices = usualPlan,
): Plan {
  const draft = new Draft(rules);
  for (const entry of index.entries) {
    const verdict = judgeEntry(entry, index.format);
    switch (verdict.is) {
      case 'sound':
        draft.add({ entry, path: verdict.path, change: verdict.change });
        break;
      case 'outside':
        if (keepsOutside) draft.addLate({ entry, path: verdict.path, change: 'leads-out' });
        else draft.leaveOutside(entry);
        break;
      case 'left-out':
        draft.issues.push(verdict.issue);
        break;
      case 'root':
        break;
      default:
        verdict satisfies never;
    }
  }
  const plan = draft.finish();
  // Asked about before anything is chosen, so of all that could be.
  const expansion = expansionIssue(index.entries, plan.size + plan.outside.size);
  return expansion === null ? plan : { ...plan, issues: [...plan.issues, expansion] };
}

/** An entry that can be delivered, under its path made safe. */
type Sound = LinkStep;

/** An entry on its way to its place. `originals` is its path as the archive has it, where names were made for it. */
interface Wanted extends Sound {
  readonly originals: SafePath;
}

/** Where in its list an entry belongs that is placed later. */
interface Slot {
  readonly inSteps: number;
  readonly inAside: number;
}

interface Refused {
  readonly sound: Sound;
  readonly slot: Slot;
  readonly refusal: Issue;
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
  /** What is placed after all else. */
  readonly #late: { readonly sound: Sound; readonly slot: Slot }[] = [];
  #outside: OutsideSummary = { count: 0, size: 0 };
  /** Those that have bits which nothing hands on. */
  readonly #special: string[] = [];
  #fileCount = 0;
  #size = 0;

  constructor(rules: FolderRules | null) {
    this.#rules = rules;
    this.#taken = new TakenPaths(rules?.key);
  }

  add(sound: Sound): void {
    if (sound.entry.kind === 'link') this.#links.push(sound);
    else this.#place(sound, { inSteps: this.#steps.length, inAside: this.#aside.length });
  }

  /** Something under a path that is not its own. */
  addLate(sound: Sound): void {
    const slot = { inSteps: this.#steps.push(null) - 1, inAside: this.#aside.push(null) - 1 };
    this.#late.push({ sound, slot });
  }

  leaveOutside({ path, size }: Entry): void {
    this.issues.push({ kind: 'leaves-folder', path });
    this.#outside = { count: this.#outside.count + 1, size: this.#outside.size + size };
  }

  finish(): Plan {
    // After all names of the archive, so that a name made here takes none of them.
    this.#placeEncoded();
    for (const { sound, slot } of this.#late) this.#place(sound, slot);
    this.#placeEncoded();
    const [first] = this.#special;
    if (first !== undefined) this.issues.push({ kind: 'special-bits', count: this.#special.length, first });
    return {
      steps: this.#steps.filter((step) => step !== null),
      aside: this.#aside.filter((step) => step !== null),
      links: this.#links.flatMap((link) => this.#placedLink(link) ?? []),
      issues: this.issues,
      fileCount: this.#fileCount,
      directoryCount: this.#taken.folderCount,
      size: this.#size,
      outside: this.#outside,
    };
  }

  #place(sound: Sound, slot: Slot): void {
    const { entry, path } = sound;
    const refusal = this.#rules === null ? null : refusalOf(entry, path, this.#rules);
    if (this.#rules === null || refusal === null) this.#steps[slot.inSteps] = this.#step(sound, this.#taken);
    else this.#avoid({ sound, slot, refusal }, this.#rules);
  }

  #placeEncoded(): void {
    for (const { wanted, at } of this.#encoded.splice(0))
      this.#steps[at] = this.#step(wanted, this.#taken, wanted.originals);
  }

  /** An entry that the folder does not take, done with as the user chose. */
  #avoid({ sound, slot, refusal }: Refused, rules: FolderRules): void {
    switch (rules.policy) {
      case 'side-zip':
        this.#aside[slot.inAside] = this.#step(sound, this.#takenAside);
        break;
      case 'rename': {
        const path = encodedPath(sound.path, rules);
        if (path === null) this.issues.push(refusal);
        else {
          this.#steps[slot.inSteps] = null;
          const change = sound.change === 'leads-out' ? sound.change : 'refused-name';
          this.#encoded.push({ wanted: { ...sound, ...path, change }, at: slot.inSteps });
        }
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
    // Whatever else becomes of a name that was made, this is why it is not the entry's own.
    const isMade = before === 'refused-name' || before === 'leads-out';
    const change = isMade ? before : (placed.change ?? before);
    if (change !== null) this.issues.push({ kind: 'renamed', path: entry.path, writtenAs: path.join('/'), change });
    if (hasSpecialBits(entry) && entry.data.in !== 'damaged') this.#special.push(entry.path);
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
