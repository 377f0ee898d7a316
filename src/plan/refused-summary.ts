// What a folder refuses of a backup, in numbers, so that the user can choose before anything is written.
import { isTooLong, type FolderRules, type RefusalReason, type RefusedSummary } from './folder-rules.ts';
import type { Step } from './make-plan.ts';
import { classesOf } from './name-classes.ts';
import { isRefused } from './refused-path.ts';
import { isDeep } from './safe-path.ts';

const mostExamples = 4;
const mostReasons = 5;

/** @param steps of the plan for a place that takes all names. @returns null where nothing is refused */
export function summaryOf(steps: readonly Step[], refuses: FolderRules['refuses']): RefusedSummary | null {
  const refused = steps.filter(({ path }) => isRefused(path, refuses));
  if (refused.length === 0) return null;
  const reasons = new Map<string, { readonly reason: RefusalReason; count: number }>();
  let size = 0;
  for (const step of refused) {
    size += step.entry.size;
    const reason = reasonOf(step, refuses);
    const known = reasons.get(JSON.stringify(reason));
    if (known === undefined) reasons.set(JSON.stringify(reason), { reason, count: 1 });
    else known.count += 1;
  }
  return {
    count: refused.length,
    fileCount: refused.filter(({ kind }) => kind === 'file').length,
    size,
    examples: refused.slice(0, mostExamples).map(({ entry }) => entry.path),
    reasons: [...reasons.values()].sort((a, b) => b.count - a.count).slice(0, mostReasons),
  };
}

/** Of several, the first: of the outermost component, and of what its name shows. */
function reasonOf({ path }: Step, refuses: FolderRules['refuses']): RefusalReason {
  const name = path.find((component) => refuses(component));
  if (name === undefined) return { of: isDeep(path) ? 'depth' : 'path', text: '' };
  const found = classesOf(name).find(({ probe }) => refuses(probe));
  if (found === undefined) return isTooLong(name) ? { of: 'length', text: '' } : { of: 'name', text: name };
  switch (found.oddity) {
    case 'device':
    case 'short-name':
    case 'whole':
      return { of: 'name', text: name };
    case 'character':
    case 'start':
    case 'end':
    case 'extension':
      return { of: found.oddity, text: found.text };
    default:
      return found.oddity satisfies never;
  }
}
