// Index → what a test reads: everything that can be decoded, whatever its name. A test writes nothing, so no name is in the way
// of another; entries that an extraction would leave out for their names are read like all others, and told.
import type { ArchiveIndex, Entry } from '../archive/entry.ts';
import type { Issue } from '../problems/issue.ts';
import type { FileStep, LinkStep, Plan } from './make-plan.ts';
import { placeholderPath, safePath, type SafePath } from './safe-path.ts';

/** About where a file goes: nothing goes anywhere. */
const ofPlaces: ReadonlySet<Issue['kind']> = new Set(['renamed', 'large-expansion']);

/** @param plan of an extraction, for what it would leave out */
export function makeTestPlan(index: ArchiveIndex, plan: Plan): Plan {
  const readable = index.entries.filter(({ data }) => data.in !== 'unsupported');
  const files = readable.filter(({ kind }) => kind === 'file');
  return {
    steps: files.map((entry): FileStep => ({ kind: 'file', entry, path: placeholderPath, hasTwin: false })),
    aside: [],
    links: readable.flatMap((entry): readonly LinkStep[] =>
      entry.kind === 'link' ? [{ entry, path: pathOf(entry, index), change: null }] : [],
    ),
    issues: plan.issues.filter(({ kind }) => !ofPlaces.has(kind)),
    fileCount: files.length,
    directoryCount: 0,
    size: files.reduce((sum, { size }) => sum + size, 0),
    outside: plan.outside,
  };
}

/** A link is judged by where it stands. */
function pathOf({ path }: Entry, { format }: ArchiveIndex): SafePath {
  const verdict = safePath(path, format);
  return verdict.is === 'safe' ? verdict.path : placeholderPath;
}
