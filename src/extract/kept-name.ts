// Under which name what is kept of a damaged file goes into an archive. Nothing can be looked for there: who unpacks it gets the
// last of two members of one name only, so a name that anything else has, or will have, is not given.
import type { Plan } from '../plan/make-plan.ts';
import { damagedEnding, damagedName } from '../plan/damaged-name.ts';
import { foldedName } from '../plan/name-key.ts';
import { withName, type SafePath } from '../plan/safe-path.ts';
import { numberedName } from '../plan/numbered-name.ts';
import type { Issue } from '../problems/issue.ts';
import type { Sink } from '../sink/sink.ts';
import type { Job } from './job.ts';

/** Folded paths with that ending that are taken, by the archive: the plan is looked through once, however much is damaged. */
const takenIn = new WeakMap<Sink, Set<string>>();

/** Beside the file itself. */
export function damagedPath(path: SafePath): SafePath {
  return withName(path, path.length - 1, damagedName(path.at(-1) ?? ''));
}

/** The same with a number, if need be. A run that is gone on with gives the names that it would have given at once. */
export function freeDamagedPath(path: SafePath, { plan, report }: Job, sink: Sink): SafePath {
  const taken = takenIn.get(sink) ?? new Set([...plannedNames(plan), ...keptNames(report.facts.issues)]);
  takenIn.set(sink, taken);
  const own = damagedPath(path);
  let free = own;
  // The number stands before the ending, so no other names need be known.
  for (let number = 2; taken.has(folded(free)); number += 1)
    free = withName(own, own.length - 1, numberedName(own.at(-1) ?? '', number));
  taken.add(folded(free));
  return free;
}

function folded(path: SafePath): string {
  return foldedName(path.join('/'));
}

/** Folders on the way to what is planned too. */
function* plannedNames({ steps, aside, links }: Plan): Iterable<string> {
  for (const list of [steps, aside, links])
    for (const { path } of list) {
      const name = folded(path);
      for (let at = name.indexOf(damagedEnding); at !== -1; at = name.indexOf(damagedEnding, at + 1)) {
        const end = at + damagedEnding.length;
        if (end === name.length || name[end] === '/') yield name.slice(0, end);
      }
    }
}

/** Of earlier visits too. */
function* keptNames(issues: readonly Issue[]): Iterable<string> {
  for (const issue of issues) if (issue.kind === 'kept-damaged') yield foldedName(issue.writtenAs);
}
