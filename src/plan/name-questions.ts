// What a folder is to be asked before a run into it: one name for each class of odd names that the plan holds, and whether
// any of its names may be one to some folders. A site has a few dozen classes; an archive made to have thousands is asked
// about those that concern most of its names, and the rest is found out as they are written.
import { encodedName } from './encoded-name.ts';
import type { Plan, Step } from './make-plan.ts';
import { classesOf, shortNameProbe } from './name-classes.ts';
import { foldedName } from './name-key.ts';
import { isOutOfReach, type SafePath } from './safe-path.ts';

export interface NameQuestions {
  /** The names to ask for, those of the commonest classes first. */
  readonly probes: readonly string[];
  /** A name looks like the short form that some systems give to a longer one. */
  readonly hasShortNames: boolean;
}

/** @param plan of a backup for a place that takes all names */
export function questionsFor({ steps }: Plan): NameQuestions {
  const counts = new Map<string, number>();
  for (const name of namesOf(steps))
    for (const { probe } of classesOf(name)) counts.set(probe, (counts.get(probe) ?? 0) + 1);
  const probes = [...counts].sort(([, a], [, b]) => b - a).map(([probe]) => probe);
  return { probes, hasShortNames: counts.has(shortNameProbe) };
}

/** Every component that is not the same as in the path before: neighbours in an archive share their folders. */
function* namesOf(steps: readonly Step[]): Generator<string, void> {
  for (const { path, shared } of unshared(steps)) yield* path.slice(shared);
}

/** Every path, and how many of its components are those of the one before. */
function* unshared(steps: readonly Step[]): Generator<{ readonly path: SafePath; readonly shared: number }, void> {
  let before: readonly string[] = [];
  for (const { path } of steps) {
    let shared = 0;
    while (shared < path.length - 1 && path[shared] === before[shared]) shared += 1;
    yield { path, shared };
    before = path;
  }
}

/** Are there files or folders that some folder takes for one, in the widest sense? Those that no folder takes do not count. */
export function hasTwins({ steps }: Plan): boolean {
  const spelled = new Map<string, string>();
  for (const { path, shared } of unshared(steps)) {
    if (isOutOfReach(path)) continue;
    for (let depth = shared + 1; depth <= path.length; depth += 1) {
      const own = path.slice(0, depth).join('/');
      const folded = foldedName(own);
      const known = spelled.get(folded);
      if (known !== undefined && known !== own) return true;
      spelled.set(folded, own);
    }
  }
  return false;
}

/** What is odd about the names that refused ones get: they are asked for too before they are used. */
export function questionsForEncoded({ steps }: Plan, refuses: (name: string) => boolean): readonly string[] {
  const probes = new Set<string>();
  for (const name of namesOf(steps)) {
    const encoded = refuses(name) ? encodedName(name, refuses) : null;
    if (encoded !== null) for (const { probe } of classesOf(encoded)) probes.add(probe);
  }
  return [...probes];
}
